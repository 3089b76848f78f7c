// SPDX-License-Identifier: MIT
#include "host/chat/chat_memory.h"

#include "host/chat/user_memory.h"

namespace prism::host {

void ChatMemory::expire(Clock::time_point now) {
  for (UserMemory* user : users_) {
    user->expireChanges(now);
  }
  while (RememberedMessage* oldest = all_.oldest()) {
    if (now - oldest->used_ < limits_.age) {
      return;
    }
    oldest->conversation_->user_->drop(oldest);
  }
}

}  // namespace prism::host
