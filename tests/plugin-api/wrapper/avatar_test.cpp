// SPDX-License-Identifier: MIT
// prism/avatar.hpp: pictures that reach the host, and the request that reaches a plugin.
#include "tests/support/fake_host.h"
#include <prism/avatar.hpp>

#include <gtest/gtest.h>

#include <stdexcept>

namespace prism::tests {
namespace {

class Painter : public Plugin, public AvatarHandler {
 public:
  explicit Painter(Host host) : Plugin(host), avatar_(host) {}
  void login(const Login&) override {}
  void logout(std::string_view) override {}
  void pictureWanted(const PictureRequest& request) override {
    if (request.id == "throw") {
      throw std::runtime_error("the id is throw");
    }
    avatar_.set({request.user, request.buddy, request.nickname, request.id, {}, "PNG"});
  }

 private:
  const Avatar avatar_;
};

class AvatarTest : public testing::Test {
 protected:
  FakeHost fake_;
  const Avatar avatar_{Host(fake_.table())};
};

TEST_F(AvatarTest, PicturesReachTheHostWhole) {
  EXPECT_TRUE(avatar_);
  EXPECT_EQ(avatar_.set({"alice", "bob", {}, "7", "https://x.test/7"}), Result::Ok);
  EXPECT_EQ(avatar_.set({"alice", "#tea", "op", {}, {}, "PNG"}), Result::Ok);
  EXPECT_EQ(avatar_.remove("alice", "bob"), Result::Ok);
  EXPECT_EQ(avatar_.remove("alice", "#tea", "op"), Result::Ok);
  EXPECT_EQ(fake_.take(),
            (Lines{"avatar.set alice bob id=7 url=https://x.test/7", "avatar.set alice #tea nickname=op bytes=PNG",
                   "avatar.set alice bob flags=1", "avatar.set alice #tea nickname=op flags=1"}));
}

TEST_F(AvatarTest, TheHostsResultReturns) {
  fake_.answer(PRISM_ERR_TOO_LARGE);
  EXPECT_EQ(avatar_.set({"alice", "bob", {}, {}, {}, "PNG"}), Result::TooLarge);
}

TEST_F(AvatarTest, WithoutTheServiceNothingIsSet) {
  fake_.removeService(PRISM_AVATAR);
  const Avatar missing{Host(fake_.table())};
  EXPECT_FALSE(missing);
  EXPECT_EQ(missing.set({"alice", "bob", {}, "7"}), Result::Unsupported);
  EXPECT_EQ(missing.remove("alice", "bob"), Result::Unsupported);
  EXPECT_EQ(fake_.take(), Lines{});
}

TEST_F(AvatarTest, ARequestReachesThePlugin) {
  const Instance plugin(functionsOf<Painter>("id", "1.0"), fake_);
  const auto* table = static_cast<const prism_avatar_plugin*>(plugin->get_extension(plugin.self(), PRISM_AVATAR));
  ASSERT_TRUE(table);
  EXPECT_EQ(table->struct_size, sizeof *table);
  EXPECT_EQ(plugin->get_extension(plugin.self(), "prism.other/1"), nullptr);
  fake_.take();
  prism_picture_request request{};
  request.struct_size = sizeof request;
  request.user = PRISM_STR("alice");
  request.buddy = PRISM_STR("#tea");
  request.nickname = PRISM_STR("op");
  request.id = PRISM_STR("7");
  table->wanted(plugin.self(), &request);
  EXPECT_EQ(fake_.take(), Lines{"avatar.set alice #tea nickname=op id=7 bytes=PNG"});
  request.id = PRISM_STR("throw");
  table->wanted(plugin.self(), &request);
  const Lines lines = fake_.take();
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].find("the id is"), std::string::npos) << lines[0];
  EXPECT_NE(lines[0].find("pictureWanted()"), std::string::npos) << lines[0];
}

}  // namespace
}  // namespace prism::tests
