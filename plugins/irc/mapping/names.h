// How rooms and people are called on Spectrum's side: "#room" and "nick" where the configuration names the server,
// "#room@irc.example.org" and "nick@irc.example.org" where the name does.
#pragma once

#include "protocol/casemapping.h"

#include <string>
#include <string_view>

namespace irc {

struct Name {
  std::string local;    // the channel or the nickname
  std::string network;  // in lower case; empty where the configuration names the server
};

inline Name parseName(std::string_view name, bool with_network) {
  if (!with_network) {
    return {std::string(name), {}};
  }
  const auto at = name.rfind('@');
  if (at == std::string_view::npos) {
    return {std::string(name), {}};
  }
  return {std::string(name.substr(0, at)), foldCase(name.substr(at + 1), Casemapping::Ascii)};
}

inline std::string composeName(std::string_view local, std::string_view network) {
  std::string name(local);
  if (!network.empty()) {
    name += '@';
    name += network;
  }
  return name;
}

}  // namespace irc
