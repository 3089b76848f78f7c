// SPDX-License-Identifier: MIT
#include "protocol/netsplit.h"

#include <gtest/gtest.h>

namespace irc {
namespace {

TEST(IrcNetsplit, IsTwoServers) {
  for (const char* reason : {"irc.a.org irc.b.org", "hub.example.net leaf-2.example.net", "*.net *.split", "a.b a.b"}) {
    EXPECT_TRUE(isNetsplit(reason)) << reason;
  }
}

TEST(IrcNetsplit, IsNotWhatPeopleSay) {
  for (const char* reason :
       {"", " ", "gone home", "see example.org", "a.b", "a.b ", " a.b", "a.b  c.d", "a.b c.d e.f", "one. two.", ".a .b",
        "a..b c.d", "1.5 2.5", "http://a.b http://c.d", "Quit: a.b c.d", "brb... 5.min", "a.b c.d\x02"}) {
    EXPECT_FALSE(isNetsplit(reason)) << reason;
  }
}

}  // namespace
}  // namespace irc
