// SPDX-License-Identifier: MIT
// A network that does what the test says.
#pragma once

#include "host/network/network.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>

namespace prism::tests {

class FakeNetwork final : public host::Network {
 public:
  std::unique_ptr<Task> lookUp(const Lookup& lookup, std::function<void(const Answer&)> answered) override {
    lookups[lookup.name] = {lookup, std::move(answered)};
    return std::make_unique<Open>([this, name = lookup.name] { lookups.erase(name); });
  }
  std::unique_ptr<Task> fetch(const Fetch& fetch, std::function<void(const Fetched&)> done) override {
    const std::string url(fetch.url);
    auto& [open, callback] = fetches[url];
    open = fetch;
    open.url = {};  // it is borrowed
    callback = std::move(done);
    return std::make_unique<Open>([this, url] { fetches.erase(url); });
  }

  // The names and URLs that are open.
  std::map<std::string, std::pair<Lookup, std::function<void(const Answer&)>>> lookups;
  std::map<std::string, std::pair<Fetch, std::function<void(const Fetched&)>>> fetches;

 private:
  struct Open final : Task {
    explicit Open(std::function<void()> on_end) : end(std::move(on_end)) {}
    ~Open() override { end(); }
    std::function<void()> end;
  };
};

}  // namespace prism::tests
