// SPDX-License-Identifier: MIT
// prism.resolve and prism.media with the real host: a plugin resolves names, publishes files and fetches URLs.
#include "tests/host/network/http_server.h"
#include "tests/support/probe_test.h"
#include <prism/testing/temporary_directory.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace prism::tests {
namespace {

namespace fs = std::filesystem;

class MediaTest : public ProbeTest {
 protected:
  void SetUp() override {
    if (!fs::exists(fs::path(hostProgram()).parent_path() / "spectrum2_prism_network.so")) {
      GTEST_SKIP() << "the network module is not built: c-ares, libcurl or libidn2 is missing";
    }
  }

  std::string web() const {
    return "[service]\nweb_directory = " + directory_.path().string() + "\nweb_url = https://files.prism.test/\n";
  }

  // Returns the probe's next answer.
  std::string nextAnswer() {
    pbnetwork::ConversationMessage message;
    const auto frame = spectrum_->next();
    EXPECT_TRUE(message.ParseFromString(frame.payload));
    return message.message();
  }

  std::ptrdiff_t countThreads() {
    return std::distance(fs::directory_iterator(fmt::format("/proc/{}/task", spectrum_->host().pid())), {});
  }

  testing::TemporaryDirectory directory_;
  HttpServer server_;
};

TEST_F(MediaTest, NamesAreResolved) {
  start();
  sendCommand("resolve localhost 1");
  expectAnswer("lookup 1 127.0.0.1 ");
  sendCommand("resolve 2001:db8::1 2 80");
  expectAnswer("lookup 1 2001:db8::1 ");
  sendCommand(
      "resolve b\xC3\xBC"
      "cher..test");
  EXPECT_TRUE(nextAnswer().starts_with("lookup 2 \""));
  sendCommand("resolve localhost 9");
  expectAnswer("result -2");
  expectMisbehaviour("resolve.resolve: family 9 does not exist");
  sendCommand("inheritable");
  expectAnswer("inheritable:");
}

TEST_F(MediaTest, AFileIsPublished) {
  start(web());
  sendCommand("media");
  expectAnswer("abilities 3");
  sendCommand("publish ../cat.php image/png meow");
  std::string answer = nextAnswer();
  ASSERT_TRUE(answer.starts_with("published 1 ")) << answer;
  answer.erase(0, std::string("published 1 ").size());
  const std::string prefix = "https://files.prism.test/";
  ASSERT_TRUE(answer.starts_with(prefix + "prism-media/")) << answer;
  ASSERT_TRUE(answer.ends_with("/cat_php.png image/png")) << answer;
  std::ifstream file(directory_.path() / answer.substr(prefix.size(), answer.find(' ') - prefix.size()));
  std::string contents;
  file >> contents;
  EXPECT_EQ(contents, "meow");
}

TEST_F(MediaTest, WithoutAWebDirectoryNothingIsPublished) {
  start();
  sendCommand("media");
  expectAnswer("abilities 2");
  sendCommand("publish cat.png image/png meow");
  expectAnswer("result -10");
  expectMisbehaviour("media.publish: PRISM_MEDIA_CAN_PUBLISH is not set");
}

TEST_F(MediaTest, LoopbackIsNotFetched) {
  start();
  server_.on("/", response("200 OK", "", "secret"));
  sendCommand("fetch " + server_.url() + "/");
  expectAnswer("fetched 2 [] 127.0.0.1 is no public address (loopback)");
  sendCommand("fetch http://localhost:" + std::to_string(server_.port()) + "/");
  expectAnswer("fetched 2 [] localhost is no public address (loopback)");
  sendCommand("fetch file:///etc/passwd");
  expectAnswer("fetched 2 [] only http and https are fetched");
  EXPECT_TRUE(server_.requests().empty());
}

TEST_F(MediaTest, WithTheAdministratorsPermissionItIs) {
  start("media_allow_private = 1\nmedia_max_file = 1\n");
  const std::ptrdiff_t threads = countThreads();
  server_.on("/", response("200 OK", "Content-Type: text/plain\r\n", "hello"));
  sendCommand("fetch " + server_.url() + "/");
  expectAnswer("fetched 1 [hello] text/plain");
  sendCommand("fetch " + server_.url() + "/ 4");
  expectAnswer("fetched 3 [] it is larger than 4 bytes");
  server_.on("/large", response("200 OK", "", std::string(1024 * 1024 + 1, 'x')));
  sendCommand("fetch " + server_.url() + "/large");
  expectAnswer("fetched 3 [] it is larger than 1048576 bytes");
  EXPECT_EQ(countThreads(), threads) << "neither libcurl nor c-ares needs a thread";
  sendCommand("inheritable");
  expectAnswer("inheritable:");
}

TEST_F(MediaTest, AFetchCanBeCancelledAndTimeOut) {
  start("media_allow_private = 1\n");
  server_.on("/", [](const HttpServer::Client& client) { client.hang(); });
  sendCommand("fetch " + server_.url() + "/");
  sendCommand("cancel-fetch");
  expectAnswer("cancelled 0");
  sendCommand("fetch " + server_.url() + "/ 0 100");
  EXPECT_TRUE(nextAnswer().starts_with("fetched 4 []"));
}

TEST_F(MediaTest, AFetchOutlivesTheSession) {
  start("media_allow_private = 1\n");
  server_.on("/", [](const HttpServer::Client& client) {
    client.pause(300);
    client.send(response("200 OK", "", "late"));
  });
  sendCommand("fetch " + server_.url() + "/");
  spectrum_->logout("alice");
  expectMisbehaviour("message: user 'alice' is not logged in");
}

TEST_F(MediaTest, WithinDestroyNoFetchBegins) {
  start("[probe]\nfetches_in_destroy = 1\n");
  sendCommand("media");
  expectAnswer("abilities 2");
  spectrum_->exit();
  expectLogged("fetch in destroy: -5");
}

TEST_F(MediaTest, AFetchEndsBeforeTheProcess) {
  start("media_allow_private = 1\n");
  server_.on("/", [](const HttpServer::Client& client) { client.hang(); });
  sendCommand("fetch " + server_.url() + "/");
  sendCommand("resolve localhost 1");
  expectAnswer("lookup 1 127.0.0.1 ");
  spectrum_->exit();
  expectLogged("fetched 7 [] the gateway is about to end");
  spectrum_->expectExit(0);
}

TEST_F(MediaTest, WritingNeedsAThreadOnlyThen) {
  start(web());
  const std::ptrdiff_t threads = countThreads();
  sendCommand("publish cat.png image/png meow");
  EXPECT_TRUE(nextAnswer().starts_with("published 1 "));
  EXPECT_EQ(countThreads(), threads + 1);
  sendCommand("publish cat.png image/png meow");
  EXPECT_TRUE(nextAnswer().starts_with("published 1 "));
  EXPECT_EQ(countThreads(), threads + 1);
}

}  // namespace
}  // namespace prism::tests
