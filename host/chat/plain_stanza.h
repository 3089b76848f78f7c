// SPDX-License-Identifier: MIT
// A chat stanza with nothing but an id and a text, as most are. Its other parts are the same for all messages of a
// conversation: they are written once.
#pragma once

#include "host/chat/chat_stanza.h"

#include <string>
#include <string_view>

namespace prism::host {

class PlainStanza {
 public:
  // `head` has no id, no time and nothing of a room.
  PlainStanza(StanzaHead head, bool markable);

  // Replaces *out by the stanza with this id, which must be plain, and this text, which must be valid. It is the one
  // that appendTextStanza() makes.
  void write(std::string_view id, std::string_view text, std::string* out) const;

  // The bytes of all but the id and the text.
  std::size_t size() const { return before_id_.size() + before_text_.size() + end_.size(); }

 private:
  std::string before_id_;
  std::string before_text_;
  std::string end_;
};

}  // namespace prism::host
