// SPDX-License-Identifier: MIT
// A chat stanza with nothing but an id and a text, as most are. Its other parts are the same for all messages of a
// conversation: they are written once.
#pragma once

#include "host/chat/chat_stanza.h"
#include "proto/frame_writer.h"

#include <string>
#include <string_view>

namespace prism::host {

class PlainStanza {
 public:
  // `head` has no id, no time and nothing of a room.
  PlainStanza(StanzaHead head, bool markable);

  // Appends the frame of the stanza with this id, which must be plain, and this text, which must be valid and escaped
  // already. The stanza is the one that appendTextStanza() makes.
  void append(std::string_view id, std::string_view escaped_text, wire::FrameWriter* out) const {
    out->appendParts(pbnetwork::WrapperMessage::TYPE_RAW_XML, std::string_view(before_id_), id,
                     std::string_view(before_text_), escaped_text, std::string_view(end_));
  }

 private:
  std::string before_id_;
  std::string before_text_;
  std::string end_;
};

}  // namespace prism::host
