// SPDX-License-Identifier: MIT
// Fixture: a scripted server with the capabilities of IRCv3 that concern messages. Each fault of the plugin fails the
// test.
#pragma once

#include "tests/irc/servers/scripted_test.h"

#include <string>

namespace prism::tests {

inline constexpr const char* kChatCapabilities =
    "message-tags batch labeled-response echo-message server-time account-tag draft/message-redaction "
    "draft/multiline=max-bytes=4096,max-lines=24 draft/read-marker";

inline constexpr const char* kStrict = "[prism]\nstrict = 1\n";

class ScriptedChat : public ScriptedTest {
 protected:
  // alice is in #lobby, where bob is, who is a contact of hers, too.
  void enter(const std::string& capabilities = kChatCapabilities, const std::string& isupport = Greeting().isupport,
             const std::string& more = "") {
    aliceLogsIn({.capabilities = capabilities, .isupport = isupport}, more + kStrict);
    addContact("alice", "bob");
    aliceJoins("#lobby", "@bob");
    awaitRoundTrip();
    dropKeptFrames();
  }

  // bob writes to alice, with the id m1. Without it, nobody could refer to his message.
  void bobWrites(const std::string& text = "hello") {
    irc_->send("@msgid=m1;time=2021-04-05T06:07:08.123Z :bob!b@h PRIVMSG alice :" + text);
    await("RAW_XML .*id='m1' from='bob/bot' to='alice'><body>" + text + "</body>");
  }

  // alice writes, and the server gives the message an id.
  void aliceWrites(const std::string& to, const std::string& text, const std::string& id) {
    say("alice", to, text);
    echo(irc_->expect("PRIVMSG " + to + " :?" + text + "$"), id);
    awaitRoundTrip();
    dropKeptFrames();
  }

  // Relays a line of alice's, as the server does with echo-message: with its label and an id.
  void echo(const std::string& line, const std::string& id) {
    const std::string label = labelOf(line);
    irc_->send("@" + label + (label.empty() ? "" : ";") + "msgid=" + id + " :alice!~alice@127.0.0.1 " +
               line.substr(line.starts_with("@") ? line.find(' ') + 1 : 0));
  }

  // Returns the tag with the label of a line; empty if it has none.
  static std::string labelOf(const std::string& line) {
    const auto begin = line.starts_with("@") ? line.substr(0, line.find(' ')).find("label=") : std::string::npos;
    return begin == std::string::npos ? "" : line.substr(begin, line.find_first_of("; ", begin) - begin);
  }

  void setTyping(const std::string& buddy, pbnetwork::WrapperMessage::Type type) {
    pbnetwork::Buddy typing;
    typing.set_username("alice");
    typing.set_buddyname(buddy);
    spectrum_->send(type, typing);
  }

  void TearDown() override {
    ScriptedTest::TearDown();
    if (spectrum_) {
      spectrum_->exit();
      spectrum_->expectExit(0);  // else a fault is in the log
    }
  }
};

}  // namespace prism::tests
