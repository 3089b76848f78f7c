// SPDX-License-Identifier: MIT
#include "session/settings.h"

#include "net/secret.h"
#include "protocol/text/words.h"

#include <algorithm>
#include <array>

namespace irc {

namespace {

constexpr std::array<std::string_view, 3> kMechanisms = {"EXTERNAL", "SCRAM-SHA-256", "PLAIN"};

}  // namespace

Identity::~Identity() {
  net::wipe(&password);
  net::wipe(&identify);
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
  bool all_known = true;
  eachWord(text, ", \t", [&](std::string_view name) {
    const auto* const known =
        std::find_if(kMechanisms.begin(), kMechanisms.end(), [&](std::string_view one) { return sameWord(one, name); });
    if (known == kMechanisms.end()) {
      all_known = false;
    } else {
      identity.mechanisms.push_back(*known);
    }
  });
  identity.sasl_required = all_known;
  return all_known;
}

}  // namespace irc
