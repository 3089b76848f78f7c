// SPDX-License-Identifier: MIT
#include "host/chat/conversation_name.h"

#include "host/stanza/jid.h"

#include <algorithm>

namespace prism::host {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

void writeConversationKey(const ConversationName& conversation, std::string* key) {
  // A room and a contact may have the same name.
  key->assign(1, conversation.kind == ConversationKind::kContact ? 'c' : 'r');
  if (isUsualName(conversation.name)) {
    // For printable ASCII, this is what normalizedNode() does.
    std::transform(conversation.name.begin(), conversation.name.end(), std::back_inserter(*key), &lower);
  } else {
    *key += normalizedNode(conversation.name);
  }
  if (conversation.kind == ConversationKind::kPrivate) {
    *key += '/';
    *key += conversation.nickname;
  }
}

}  // namespace prism::host
