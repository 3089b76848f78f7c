// SPDX-License-Identifier: MIT
// XML from a plugin or from Spectrum: accepted XML cannot affect what surrounds it.
#include "host/stanza/xml_check.h"

#include "host/base/xml_text.h"
#include "host/stanza/jid.h"
#include "host/stanza/xhtml.h"
#include "proto/pbnetwork.pb.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/stanzas.h"

#include <string>

using prism::fuzz::require;

namespace {

// Returns the reason why a text is no fragment of mark-up.
std::optional<std::string> rejectFragment(std::string_view xml) {
  prism::host::Xhtml ignored;
  return prism::host::readXhtml(xml, &ignored);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string xml(reinterpret_cast<const char*>(data), size);
  const auto why_not = rejectFragment(xml);
  if (why_not) {
    require(!why_not->empty(), "a refusal says why");
  } else {
    require(prism::host::isXmlText(xml), "a fragment is text");
    // The element between them matters: ']]' and '>' are text, but ']]>' isn't.
    require(!rejectFragment(xml + "<br/>" + xml), "what is whole can be repeated");
    require(!rejectFragment("<a>" + xml + "</a><b/>"), "what is whole can stand inside something, and before it");
    require(rejectFragment(xml + "<a>").has_value(), "nothing stays open, or hides what follows");
    require(rejectFragment(xml + "</a>").has_value(), "nothing can be closed from behind");
    prism::host::Xhtml once, twice;
    require(!prism::host::readXhtml(xml, &once), "it can be read again");
    require(prism::host::isXmlText(once.markup), "mark-up is text");
    require(!prism::host::readXhtml(once.markup, &twice), "what is written can be read");
    require(twice.markup == once.markup && twice.images.empty(), "what is allowed stays, and nothing else is left");
  }
  prism::host::Stanza stanza;
  if (!prism::host::rejectStanza(xml, &stanza)) {
    require(!why_not, "a stanza is a fragment");
    require(stanza.name == "message" || stanza.name == "presence" || stanza.name == "iq", "it is one of the three");
    require(prism::host::rejectStanza(xml + xml, &stanza).has_value(), "two stanzas are not one");
    require(stanza.from.starts_with(prism::host::bareJid(stanza.from)), "a bare JID is the beginning of a JID");
  }
  constexpr std::size_t kLimit = 2000;
  if (!prism::host::rejectStanzaToSpectrum(xml, kLimit, &stanza)) {
    for (const std::string& written : prism::fuzz::stanzasOf(pbnetwork::WrapperMessage::TYPE_RAW_XML, xml)) {
      prism::fuzz::requireHarmless(written, kLimit);
    }
    for (const std::string& address : {stanza.to, stanza.from}) {
      require(address.empty() || prism::host::isJid(address), "an address is a JID as a whole");
    }
  }
  return 0;
}
