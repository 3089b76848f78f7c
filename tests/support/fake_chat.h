// SPDX-License-Identifier: MIT
// The service prism.chat of the fake host (fake_host.h): each call is a line.
#pragma once

#include <prism/chat.h>

namespace prism::tests {

extern const prism_chat kFakeChat;

}  // namespace prism::tests
