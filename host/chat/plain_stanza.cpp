// SPDX-License-Identifier: MIT
#include "host/chat/plain_stanza.h"

#include <limits>

namespace prism::host {

PlainStanza::PlainStanza(StanzaHead head, bool markable) {
  // Characters that no JID has.
  constexpr std::string_view kId = "\x01", kText = "\x02";
  std::string whole;
  head.id = kId;
  appendTextStanza(head, {.text = kText, .markable = markable}, std::numeric_limits<std::size_t>::max(), &whole);
  const std::size_t id = whole.find(kId), text = whole.find(kText);
  before_id_ = whole.substr(0, id);
  before_text_ = whole.substr(id + kId.size(), text - id - kId.size());
  end_ = whole.substr(text + kText.size());
}

}  // namespace prism::host
