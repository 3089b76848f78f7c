// SPDX-License-Identifier: MIT
#include "host/session/room_accounts.h"

#include <Poco/Ascii.h>

#include <algorithm>
#include <utility>

namespace prism::host {
namespace {

bool haveSameLetters(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char left, unsigned char right) {
    return Poco::Ascii::toLower(left) == Poco::Ascii::toLower(right);
  });
}

}  // namespace

void RoomAccounts::set(std::string_view nickname, std::string_view account) {
  if (account.empty() || account.size() > kLongestName || nickname.size() > kLongestName) {
    return;
  }
  if (const auto known = accounts_.find(nickname); known != accounts_.end()) {
    known->second = account;
  } else if (accounts_.size() < kMost) {
    accounts_.emplace(nickname, account);
  }
}

void RoomAccounts::rename(std::string_view nickname, std::string_view new_nickname) {
  const auto known = accounts_.find(nickname);
  if (known != accounts_.end() && nickname != new_nickname) {
    const std::string account = std::move(known->second);
    accounts_.erase(known);
    set(new_nickname, account);
  }
}

void RoomAccounts::remove(std::string_view nickname) {
  if (const auto known = accounts_.find(nickname); known != accounts_.end()) {
    accounts_.erase(known);
  }
}

std::optional<RoomAccounts::Participant> RoomAccounts::find(std::string_view name) const {
  auto found = accounts_.find(name);
  const auto search = [&](const auto& fits) {
    if (found == accounts_.end()) {
      found = std::find_if(accounts_.begin(), accounts_.end(), fits);
    }
  };
  search([name](const auto& one) { return haveSameLetters(one.first, name); });
  search([name](const auto& one) { return one.second == name; });
  search([name](const auto& one) { return haveSameLetters(one.second, name); });
  return found == accounts_.end() ? std::nullopt : std::optional(Participant{found->first, found->second});
}

}  // namespace prism::host
