#include "session/settings.h"

#include <strings.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace irc {

namespace {

constexpr std::array<std::string_view, 3> kMechanisms = {"EXTERNAL", "SCRAM-SHA-256", "PLAIN"};

bool sameWord(std::string_view a, std::string_view b) {
  return a.size() == b.size() && strncasecmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace

Identity::~Identity() {
  explicit_bzero(password.data(), password.size());
  explicit_bzero(identify.data(), identify.size());
}

bool setMechanisms(Identity& identity, std::string_view text) {
  identity.mechanisms.clear();
  identity.sasl_required = false;
  if (sameWord(text, "off")) {
    return true;
  }
  if (text.empty() || sameWord(text, "auto")) {
    identity.mechanisms.assign(kMechanisms.begin(), kMechanisms.end());
    return true;
  }
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of(", \t"), text.size());
    const auto name = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (name.empty()) {
      continue;
    }
    const auto* const known =
        std::find_if(kMechanisms.begin(), kMechanisms.end(), [&](std::string_view one) { return sameWord(one, name); });
    if (known == kMechanisms.end()) {
      return false;
    }
    identity.mechanisms.push_back(*known);
  }
  identity.sasl_required = true;
  return true;
}

}  // namespace irc
