// SPDX-License-Identifier: MIT
#include "host/resolve/lookups.h"

#include "host/base/abi.h"
#include "host/base/xml_text.h"

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

namespace prism::host {
namespace {

// The maximum number of open lookups. A plugin with more looks names up without waiting for the answers.
constexpr std::size_t kMostOpen = 1000;

}  // namespace

prism_result Lookups::resolve(const prism_lookup* lookup, prism_lookup_fn answered, void* data, prism_resolve_id* id) {
  if (!answered || !id) {
    guard_.reportMisbehaviour("resolve.resolve", answered ? "id is NULL" : "answered is NULL");
    return PRISM_ERR_ARGUMENT;
  }
  Network::Lookup asked;
  if (const prism_result result = guard_.readLookup(lookup, &asked); result != PRISM_OK) {
    return result;
  }
  if (over_) {
    guard_.reportMisbehaviour("resolve.resolve", "the process is about to end");
    return PRISM_ERR_STATE;
  }
  if (open_.size() >= kMostOpen) {
    guard_.reportMisbehaviour("resolve.resolve", fmt::format("{} lookups are open already", kMostOpen));
    return PRISM_ERR_LIMIT;
  }
  const prism_resolve_id own_id = ++last_id_;
  auto task =
      network_.get()->lookUp(asked, [this, own_id](const Network::Answer& answer) { onAnswer(own_id, answer); });
  open_.emplace(own_id, Open{std::move(task), answered, data, lookup->name.size > kLongestLookupName});
  *id = own_id;
  return PRISM_OK;
}

prism_result Lookups::cancel(prism_resolve_id id) {
  if (id == 0 || id > last_id_) {
    guard_.reportMisbehaviour("resolve.cancel", fmt::format("there is no lookup {}", id));
    return PRISM_ERR_ARGUMENT;
  }
  open_.erase(id);
  return PRISM_OK;
}

void Lookups::endAll() {
  over_ = true;
  while (!open_.empty()) {  // the plugin may cancel others meanwhile
    onAnswer(open_.begin()->first, {PRISM_LOOKUP_ENDED, "the gateway is about to end", {}});
  }
}

void Lookups::onAnswer(prism_resolve_id id, const Network::Answer& answer) {
  const auto node = open_.extract(id);
  std::string error;
  if (answer.outcome == PRISM_LOOKUP_NOT_FOUND && node.mapped().too_long) {
    error = fmt::format("the name has more than {} bytes", kLongestLookupName);
  } else {
    assignXmlText(answer.error, &error);
  }
  std::vector<prism_address> addresses;
  addresses.reserve(answer.addresses.size());
  for (const Network::Address& address : answer.addresses) {
    addresses.push_back({sizeof(prism_address),
                         address.storage.ss_family == AF_INET6 ? PRISM_FAMILY_IPV6 : PRISM_FAMILY_IPV4,
                         borrowed(address.text),
                         {&address.storage, address.size}});
  }
  std::vector<const prism_address*> pointers;
  pointers.reserve(addresses.size());
  for (const prism_address& address : addresses) {
    pointers.push_back(&address);
  }
  const prism_lookup_answer told{sizeof(prism_lookup_answer), answer.outcome, borrowed(error), pointers.data(),
                                 pointers.size()};
  boundary_.call("resolve.resolve", [&] { node.mapped().answered(node.mapped().data, id, &told); });
}

}  // namespace prism::host
