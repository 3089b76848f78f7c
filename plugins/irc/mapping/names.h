// SPDX-License-Identifier: MIT
// The names of rooms and contacts for Spectrum: "#room" and "nick" if the configuration names the server, else
// "#room@irc.example.org" and "nick@irc.example.org". All of them are in the form of jidName().
#pragma once

#include "protocol/jid_name.h"
#include "protocol/text/casemapping.h"
#include "session/limits.h"

#include <map>
#include <string>
#include <string_view>

namespace irc {

struct Name {
  std::string local;    // the channel or the nickname, in the form of jidName()
  std::string network;  // unescaped, in lower case; empty if the configuration names the server
};

inline Name parseName(std::string_view name, bool with_network) {
  if (!with_network) {
    return {std::string(name), {}};
  }
  const auto at = name.rfind('@');
  if (at == std::string_view::npos) {
    return {std::string(name), {}};
  }
  return {std::string(name.substr(0, at)), foldCase(ircName(name.substr(at + 1)), Casemapping::kAscii)};
}

// Converts between the names of IRC and those of Spectrum. Remembers names that were cut.
class ShownNames {
 public:
  std::string show(std::string_view name) {
    std::string shown = jidName(name);
    if (isCutName(shown) && name.size() <= kMostName) {
      if (cut_.size() >= kMostCutNames) {
        cut_.clear();  // the server does not know the cut names in later messages
      }
      cut_.insert_or_assign(shown, std::string(name));
    }
    return shown;
  }
  std::string real(std::string_view shown) const {
    const auto place = cut_.find(shown);
    return place == cut_.end() ? ircName(shown) : place->second;
  }

 private:
  std::map<std::string, std::string, std::less<>> cut_;
};

inline std::string composeName(std::string_view local, std::string_view network) {
  std::string name(local);
  if (!network.empty()) {
    name += '@';
    name += jidName(network);
  }
  return name;
}

}  // namespace irc
