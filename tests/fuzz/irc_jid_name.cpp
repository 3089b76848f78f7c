// SPDX-License-Identifier: MIT
// Names of IRC as parts of JIDs: any name makes one that Spectrum 2's stringprep leaves as it is, and comes back.
#include "protocol/jid_name.h"
#include "tests/fuzz/require.h"
#include "tests/support/stringprep.h"

#include <cstddef>
#include <cstdint>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using prism::fuzz::require;
  using prism::tests::lowered;
  using prism::tests::prepared;
  const std::string name(reinterpret_cast<const char*>(data), size);
  const std::string shown = irc::jidName(name);
  require(shown.empty() == name.empty(), "only an empty name is shown as one");
  require(shown.size() <= irc::kMostJidName, "a name keeps to its size");
  require(prepared(shown, stringprep_xmpp_nodeprep) == lowered(shown), "a node has no other name than its own");
  require(prepared(shown, stringprep_xmpp_resourceprep) == shown, "a resource stays as it is");
  require(irc::isCutName(shown) || irc::ircName(shown) == name, "a name comes back");
  irc::ircName(name);  // what users write is no name of jidName()
  return 0;
}
