// SPDX-License-Identifier: MIT
// Fixture: two backends with the lobby plugin, which share a log. Each has a fake host.
#pragma once

#include "tests/support/fake_host.h"
#include <prism/chat.h>
#include <prism/plugin.h>
#include <prism/testing/temporary_directory.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>

namespace prism::tests {

// Users are called alice@x and so on. To the lobby they are alice and so on.
class Backend {
 public:
  explicit Backend(const std::string& working_dir) {
    host_.configure("service.working_dir", working_dir);
    host_.configure("service.jid", "lobby.test");
  }

  FakeHost& host() { return host_; }

  // Creates and starts the lobby on first use. Configure the host before.
  Instance& lobby() {
    if (!lobby_) {
      lobby_ = std::make_unique<Instance>(*prism_plugin_query(PRISM_ABI_VERSION), host_);
      lobby_->start();
      created_ = host_.take();
    }
    return *lobby_;
  }
  const Lines& created() const { return created_; }

  // Returns the lobby's calls since the last take(), but for those of timers and metrics.
  Lines take() {
    Lines lines = host_.take();
    lines.erase(std::remove_if(lines.begin(), lines.end(),
                               [](const std::string& line) {
                                 return line.compare(0, 6, "timer_") == 0 || line.compare(0, 8, "metrics.") == 0;
                               }),
                lines.end());
    return lines;
  }

  // The bell has rung.
  void readLog() {
    for (const std::string& line : created_) {
      if (line.compare(0, 10, "watch_add ") == 0) {
        host_.fireWatch(std::stoi(line.substr(10)), PRISM_WATCH_READABLE);
      }
    }
  }

  // The process ends without a logout.
  void end() { lobby_.reset(); }

  void login(const std::string& name) { lobby().login(name + "@x", name); }
  void logout(std::string_view user) { lobby().logout(user); }

  void say(std::string_view user, std::string_view buddy, std::string_view text, prism_request_id wanted = 0) {
    lobby().say(user, buddy, text, PRISM_CONVERSATION_CONTACT, {}, wanted);
  }
  void sayInRoom(std::string_view user, std::string_view room, std::string_view text) {
    lobby().say(user, room, text, PRISM_CONVERSATION_ROOM);
  }
  void join(std::string_view user, std::string_view room, std::string_view nickname) {
    auto join = sized<prism_join>();
    join.user = str(user);
    join.room = str(room);
    join.nickname = str(nickname);
    lobby()->join(self(), &join);
  }
  void add(std::string_view user, std::string_view contact) {
    auto buddy = sized<prism_buddy>();
    buddy.user = str(user);
    buddy.buddy = str(contact);
    lobby()->buddy_changed(self(), &buddy);
  }
  void publishVCard(std::string_view user, std::string_view full_name, std::string_view nickname,
                    std::string_view photo) {
    auto vcard = sized<prism_vcard>();
    vcard.user = str(user);
    vcard.full_name = str(full_name);
    vcard.vcard_nickname = str(nickname);
    vcard.photo = {photo.data(), photo.size()};
    lobby()->own_vcard(self(), &vcard);
  }

  // Requests of prism.chat. `id` is that of the request, `target` that of a message.
  const prism_chat_plugin& chat() {
    return *static_cast<const prism_chat_plugin*>(lobby()->get_extension(self(), PRISM_CHAT));
  }
  void* self() { return lobby().self(); }

  template <typename Struct>
  static Struct sized() {
    Struct result{};
    result.struct_size = sizeof result;
    return result;
  }
  static prism_str str(std::string_view text) { return Instance::str(text); }

 private:
  FakeHost host_;
  Lines created_;
  std::unique_ptr<Instance> lobby_;
};

class LobbyTest : public ::testing::Test {
 protected:
  // After login() and enter(), take() returns only what comes later.
  void login(const std::string& name) {
    here_.login(name);
    take();
  }
  void login(const std::string& name, const std::string& other) {
    login(name);
    login(other);
  }
  void enter(std::string_view user, std::string_view room, std::string_view nickname) {
    here_.join(user, room, nickname);
    take();
  }
  Lines take() { return here_.take(); }

  // Lets the other backend read, and returns its calls.
  Lines takeThere() {
    there_.readLog();
    return there_.take();
  }
  Lines takeHere() {
    here_.readLog();
    return here_.take();
  }

  // Alice is on one backend, Bob on the other one.
  void loginOnBoth() {
    here_.login("alice");
    there_.login("bob");
    takeHere();
    takeThere();
  }
  void enterOnBoth() {
    here_.join("alice@x", "lobby", "al");
    there_.join("bob@x", "lobby", "bo");
    takeHere();
    takeThere();
  }

 private:
  testing::TemporaryDirectory directory_;

 protected:
  const std::string path_ = directory_.path().string();
  const std::string log_ = path_ + "/prism-lobby/lobby.test/log.sqlite";
  Backend here_{path_};
  Backend there_{path_};
};

}  // namespace prism::tests
