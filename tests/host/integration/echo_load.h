// SPDX-License-Identifier: MIT
// Loads on a host with the echo plugin, to which alice is logged in.
#pragma once

#include <prism/testing/spectrum.h>
#include <proto/pbnetwork.pb.h>

#include <gtest/gtest.h>

#include <cstddef>
#include <string>

namespace prism::tests {

// Sends many messages in one piece, and expects their echoes in order.
inline void expectManyEchoes(testing::Spectrum* spectrum) {
  constexpr int kMessages = 500;
  spectrum->batch([&] {
    for (int i = 0; i < kMessages; ++i) {
      spectrum->say("alice", "bob", std::to_string(i));
    }
  });
  for (int i = 0; i < kMessages; ++i) {
    spectrum->expectMessage("alice", "bob", std::to_string(i));
  }
}

inline const std::string kLargeText(50000, 'x');

// Sends large messages without reading, until the host stops reading. Returns their number.
inline std::size_t fillWithMessages(testing::Spectrum* spectrum) {
  constexpr std::size_t kMost = 4000;
  pbnetwork::ConversationMessage message;
  message.set_username("alice");
  message.set_buddyname("bob");
  message.set_message(kLargeText);
  const std::size_t sent = spectrum->fill(pbnetwork::WrapperMessage::TYPE_CONV_MESSAGE, message, kMost);
  EXPECT_LT(sent, kMost) << "the host has to stop reading some time";
  return sent;
}

// Reads again, and expects the echoes of so many large messages and nothing else.
inline void expectLargeEchoes(testing::Spectrum* spectrum, std::size_t count) {
  spectrum->resume();
  for (std::size_t i = 0; i < count; ++i) {
    spectrum->expectMessage("alice", "bob", kLargeText);
  }
  spectrum->expectNothing();
}

}  // namespace prism::tests
