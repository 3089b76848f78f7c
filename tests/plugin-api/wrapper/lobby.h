// SPDX-License-Identifier: MIT
// Fixture: the lobby plugin with a fake host.
#pragma once

#include "tests/support/fake_host.h"
#include <prism/plugin.h>

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>

namespace prism::tests {

// Users are called alice@x and so on. To the lobby they are alice and so on.
class LobbyTest : public testing::Test {
 protected:
  // Returns the lobby's calls since the last take().
  Lines take() { return host_.take(); }

  // After login(), take() returns only what comes later.
  void login(const std::string& name) {
    lobby().login(name + "@x", name);
    take();
  }
  void login(const std::string& name, const std::string& other) {
    login(name);
    login(other);
  }
  void enter(std::string_view user, std::string_view room, std::string_view nickname) {
    join(user, room, nickname);
    take();
  }

  void join(std::string_view user, std::string_view room, std::string_view nickname) {
    prism_join join{};
    join.struct_size = sizeof join;
    join.user = str(user);
    join.room = str(room);
    join.nickname = str(nickname);
    lobby()->join(self(), &join);
  }
  void leave(std::string_view user, std::string_view room) { lobby().leave(user, room); }
  void setSubject(std::string_view user, std::string_view room, std::string_view subject) {
    lobby().setSubject(user, room, subject);
  }
  void setStatus(std::string_view user, std::uint32_t status, std::string_view text) {
    lobby().setStatus(user, status, text);
  }
  void add(std::string_view user, std::string_view contact) {
    prism_buddy buddy{};
    buddy.struct_size = sizeof buddy;
    buddy.user = str(user);
    buddy.buddy = str(contact);
    lobby()->buddy_changed(self(), &buddy);
  }
  void answer(std::string_view user, std::string_view contact, bool accepted) {
    lobby().answerAuthorization(user, contact, accepted);
  }
  void publishVCard(std::string_view user, std::string_view full_name, std::string_view nickname,
                    std::string_view photo) {
    prism_vcard vcard{};
    vcard.struct_size = sizeof vcard;
    vcard.user = str(user);
    vcard.full_name = str(full_name);
    vcard.vcard_nickname = str(nickname);
    vcard.photo = {photo.data(), photo.size()};
    lobby()->own_vcard(self(), &vcard);
  }
  void requestVCard(std::string_view user, std::string_view of, std::string_view nickname = {}) {
    lobby().requestVCard(user, of, nickname);
  }
  void logout(std::string_view user) { lobby().logout(user); }

  // Creates the lobby on first use. Configure the host before.
  Instance& lobby() {
    if (!lobby_) {
      lobby_ = std::make_unique<Instance>(*prism_plugin_query(PRISM_ABI_VERSION), host_);
      created_ = take();
    }
    return *lobby_;
  }

  static prism_str str(std::string_view text) { return Instance::str(text); }

  FakeHost host_;
  Lines created_;  // the calls during create()

 private:
  void* self() { return lobby().self(); }

  std::unique_ptr<Instance> lobby_;
};

}  // namespace prism::tests
