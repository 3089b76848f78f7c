// SPDX-License-Identifier: MIT
// The network module: a shared object that the host opens when a plugin first needs it. It alone links c-ares, libcurl
// and libidn2. host/network/network.h is what the host sees of it.
#include "host/network/module/ascii_name.h"
#include "host/network/module/curl_loop.h"
#include "host/network/module/fetch_task.h"
#include "host/network/network.h"
#include "net/resolver.h"
#include <prism/host.hpp>
#include <prism/plugin.h>
#include <prism/resolve.h>

#include <exception>
#include <memory>
#include <utility>

namespace prism::host {
namespace {

std::uint32_t outcomeOf(net::Resolver::Outcome outcome) {
  switch (outcome) {
    case net::Resolver::Outcome::kFound:
      return PRISM_LOOKUP_FOUND;
    case net::Resolver::Outcome::kNotFound:
      return PRISM_LOOKUP_NOT_FOUND;
    case net::Resolver::Outcome::kTimedOut:
      return PRISM_LOOKUP_TIMED_OUT;
    case net::Resolver::Outcome::kFailed:
      break;
  }
  return PRISM_LOOKUP_FAILED;
}

struct LookupTask final : Network::Task {
  net::Resolver::Lookup lookup;
};

class Module final : public Network {
 public:
  Module(Host host, const NetworkSettings& settings)
      : host_(host), settings_(settings), resolver_(host, settings.name_servers), curl_(host) {}

  const std::string& error() const { return curl_.error(); }

  std::unique_ptr<Task> lookUp(const Lookup& lookup, std::function<void(const Answer&)> answered) override {
    auto task = std::make_unique<LookupTask>();
    task->lookup = resolver_.lookUp(asciiNameOf(lookup.name), lookup.port, {lookup.timeout, lookup.family},
                                    [answered = std::move(answered)](net::Resolver::Answer found) {
                                      Answer answer{outcomeOf(found.outcome), std::move(found.error), {}};
                                      for (const net::Address& address : found.addresses) {
                                        answer.addresses.push_back({address.storage, address.size, address.text()});
                                      }
                                      answered(answer);
                                    });
    return task;
  }

  std::unique_ptr<Task> fetch(const Fetch& fetch, std::function<void(const Fetched&)> done) override {
    return std::make_unique<FetchTask>(host_, resolver_, curl_, settings_.private_allowed, fetch, std::move(done));
  }

 private:
  const Host host_;
  const NetworkSettings settings_;
  net::Resolver resolver_;
  CurlLoop curl_;
};

}  // namespace

extern "C" PRISM_EXPORT Network* prism_open_network(const std::string& build, const prism_host* host,
                                                    const NetworkSettings& settings, std::string* error) {
  if (build != networkBuild(PRISM_VERSION)) {
    *error = "it is of Prism " + networkBuild(PRISM_VERSION) + ", and the host of " + build;
    return nullptr;
  }
  try {
    auto module = std::make_unique<Module>(Host(host), settings);
    *error = module->error();
    return error->empty() ? module.release() : nullptr;
  } catch (const std::exception& exception) {
    *error = exception.what();
    return nullptr;
  }
}

}  // namespace prism::host
