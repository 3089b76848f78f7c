// SPDX-License-Identifier: MIT
// prism.avatar with the real host: hashes in presences, photos in vCards, and pictures that are fetched and asked for.
#include "tests/host/network/http_server.h"
#include "tests/support/probe_test.h"

#include <filesystem>
#include <set>
#include <string>

namespace prism::tests {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSignature = "\x89PNG\r\n\x1A\n";

class AvatarTest : public ProbeTest {
 protected:
  void begin(const std::string& more = "") { start(more + "[probe]\navatar = 1\n"); }

  // Sends a command that has no other result than PRISM_OK and these frames after it.
  void command(const std::string& words) {
    sendCommand("avatar " + words);
    expectAnswer("result 0");
  }

  std::string showBob() {
    sendCommand("buddy-named bob");
    return spectrum_->expectBuddy("alice", "bob").iconhash();
  }

  // Asks for a vCard, which the plugin answers without a photo.
  void requestCard(const std::string& owner) {
    spectrum_->requestVCard("alice", owner);
    expectAnswer("vcard_wanted bob");
    sendCommand("avatar card " + owner);
  }
};

TEST_F(AvatarTest, APictureOfBytesIsInPresencesAndVCards) {
  begin();
  command("bytes bob one");
  const std::string hash = showBob();
  EXPECT_EQ(hash.size(), 40U);
  sendCommand("avatar bytes bob two");
  const auto again = spectrum_->expectBuddy("alice", "bob");
  expectAnswer("result 0");
  EXPECT_NE(again.iconhash(), hash);
  requestCard("bob");
  const auto card = spectrum_->expectVCard("alice", "bob");
  expectAnswer("result 0");
  EXPECT_EQ(card.fullname(), "Bob B.");
  EXPECT_EQ(card.photo(), std::string(kSignature) + "two");
  sendCommand("avatar none bob");
  EXPECT_EQ(spectrum_->expectBuddy("alice", "bob").iconhash(), "");
  expectAnswer("result 0");
  sendCommand("avatar raw bob <html>");
  expectAnswer("result -10");
}

TEST_F(AvatarTest, ThePluginIsAskedForAnId) {
  begin();
  EXPECT_EQ(showBob(), "");
  command("id bob seven");
  expectAnswer("wanted bob/ seven");
  EXPECT_EQ(spectrum_->expectBuddy("alice", "bob").iconhash().size(), 40U);
  command("id bob throw");
  expectAnswer("wanted bob/ throw");
  expectMisbehaviour("avatar.wanted: exception of the type std::runtime_error");
}

TEST_F(AvatarTest, SessionsShareAPicture) {
  begin();
  command("id bob seven");
  expectAnswer("wanted bob/ seven");
  spectrum_->logout("alice");
  loginToProbe();
  EXPECT_EQ(showBob(), "") << "pictures end with the session";
  sendCommand("avatar id bob seven");
  EXPECT_EQ(spectrum_->expectBuddy("alice", "bob").iconhash().size(), 40U);
  expectAnswer("result 0");
}

TEST_F(AvatarTest, AUrlIsFetched) {
  if (!fs::exists(fs::path(hostProgram()).parent_path() / "spectrum2_prism_network.so")) {
    GTEST_SKIP() << "the network module is not built: c-ares, libcurl or libidn2 is missing";
  }
  HttpServer server;
  server.on("/1", response("200 OK", "Content-Type: image/png\r\n", std::string(kSignature) + "one"));
  server.on("/page", response("200 OK", "Content-Type: image/png\r\n", "<html>"));
  begin("media_allow_private = 1\n");
  EXPECT_EQ(showBob(), "");
  command("url bob " + server.url() + "/page");
  command("url bob " + server.url() + "/1 signed");
  EXPECT_EQ(spectrum_->expectBuddy("alice", "bob").iconhash().size(), 40U);
  requestCard("bob");
  EXPECT_EQ(spectrum_->expectVCard("alice", "bob").photo(), std::string(kSignature) + "one");
  expectAnswer("result 0");
  EXPECT_EQ(spectrum_->log().find(server.url()), std::string::npos);
  EXPECT_EQ(spectrum_->log().find("signed"), std::string::npos);
}

TEST_F(AvatarTest, LoopbackIsNotFetched) {
  if (!fs::exists(fs::path(hostProgram()).parent_path() / "spectrum2_prism_network.so")) {
    GTEST_SKIP() << "the network module is not built: c-ares, libcurl or libidn2 is missing";
  }
  HttpServer server;
  server.on("/1", response("200 OK", "Content-Type: image/png\r\n", std::string(kSignature) + "one"));
  begin();
  command("url bob " + server.url() + "/1");
  requestCard("bob");
  // The card comes when the fetch has ended, which may be before the result or after it.
  const std::set<std::string> frames{testing::describe(spectrum_->next()), testing::describe(spectrum_->next())};
  EXPECT_EQ(frames.count("CONV_MESSAGE userName=\"alice\" buddyName=\"probe\" message=\"result 0\""), 1U);
  EXPECT_NE(frames.rbegin()->find("photo=\"0 bytes\""), std::string::npos) << *frames.rbegin();
  EXPECT_EQ(frames.rbegin()->find("VCARD "), 0U) << *frames.rbegin();
  EXPECT_TRUE(server.requests().empty());
}

TEST_F(AvatarTest, FaultsAreNamed) {
  begin();
  sendCommand("avatar bytes attic/op one");
  expectAnswer("result -5");
  expectMisbehaviour("avatar.set: user 'alice' has not joined 'attic'");
}

}  // namespace
}  // namespace prism::tests
