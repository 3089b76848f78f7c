// SPDX-License-Identifier: MIT
// The accounts of the participants of one room, as the network has told them. Bounded, since the network names them.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace prism::host {

class RoomAccounts {
 public:
  static constexpr std::size_t kMost = 2000;         // participants; those beyond are left out
  static constexpr std::size_t kLongestName = 1023;  // bytes; a longer account is left out

  struct Participant {
    std::string_view nickname;
    std::string_view account;
  };

  // The account of a participant. An empty one is unknown, so that a known one stays.
  void set(std::string_view nickname, std::string_view account);
  void rename(std::string_view nickname, std::string_view new_nickname);
  void remove(std::string_view nickname);

  // Returns the participant with this nickname or else, with this account. Prefers exactly this name to one that
  // differs in the case of ASCII letters. The result is valid until the next change.
  std::optional<Participant> find(std::string_view name) const;

 private:
  std::map<std::string, std::string, std::less<>> accounts_;  // by nickname; none is empty
};

}  // namespace prism::host
