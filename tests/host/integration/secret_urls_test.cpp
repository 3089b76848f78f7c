// SPDX-License-Identifier: MIT
// Searches the host's memory for the URLs of pictures and fetches, which may be signed: a core dump may contain none,
// and none may be left. The probe gets them backwards, and wipes its own copies.
#include "tests/host/network/http_server.h"
#include "tests/support/memory_areas.h"
#include "tests/support/probe_test.h"

#include <chrono>
#include <filesystem>
#include <future>

namespace prism::tests {
namespace {

namespace fs = std::filesystem;

const std::string kPicture = "\x89PNG\r\n\x1A\n one";

class SecretUrlsTest : public ProbeTest {
 protected:
  void SetUp() override {
    if (!fs::exists(fs::path(hostProgram()).parent_path() / "spectrum2_prism_network.so")) {
      GTEST_SKIP() << "the network module is not built: c-ares, libcurl or libidn2 is missing";
    }
    if (kSanitized) {
      GTEST_SKIP() << "the memory of a sanitizer is too large to be searched";
    }
    start("media_allow_private = 1\n[probe]\navatar = 1\n");
  }

  // The URL of a file with a secret name, backwards.
  std::string backwards(const std::string& name) {
    const std::string url = server_.url() + "/" + name;
    return {url.rbegin(), url.rend()};
  }

  // Serves a file that never comes.
  void hang(const std::string& name) {
    server_.on("/" + name, [this](const HttpServer::Client& client) {
      asked_.set_value();
      client.hang();
    });
  }
  void awaitRequest() { ASSERT_EQ(asked_.get_future().wait_for(std::chrono::seconds(20)), std::future_status::ready); }

  std::size_t count(const std::string& text, Where where) {
    return countInMemory(spectrum_->host().pid(), text, where);
  }
  void expectInNoCore(const std::string& text) {
    EXPECT_EQ(count(text, Where::kInCore), 0U) << text;
    EXPECT_GT(count(text, Where::kAnywhere), 0U) << text << " is in memory, so it could be found";
  }
  void expectGone(const std::string& text) { EXPECT_EQ(count(text, Where::kAnywhere), 0U) << text; }

  static std::string secret(const std::string& end) { return "canary-of-some-length-" + end; }

  HttpServer server_;
  std::promise<void> asked_;
};

TEST_F(SecretUrlsTest, OfAFetchThatIsCancelled) {
  hang(secret("cancelled"));
  sendCommand("fetch " + backwards(secret("cancelled")));
  awaitRequest();
  expectInNoCore(secret("cancelled"));
  sendCommand("cancel-fetch");
  expectAnswer("cancelled 0");
  spectrum_->ping();
  expectGone(secret("cancelled"));
}

TEST_F(SecretUrlsTest, OfAFetchWithItsRedirect) {
  server_.on("/" + secret("first"), response("302 Found", "Location: " + secret("second") + "\r\n"));
  server_.on("/" + secret("second"), response("200 OK", "Content-Type: text/plain\r\n", "hello"));
  sendCommand("fetch " + backwards(secret("first")));
  expectAnswer("fetched 1 [hello] text/plain");
  spectrum_->ping();
  expectGone(secret("first"));
  expectGone(secret("second"));
}

TEST_F(SecretUrlsTest, OfAFetchThatWaits) {
  hang(secret("a"));
  sendCommand("fetch " + backwards(secret("a")));
  awaitRequest();
  asked_ = std::promise<void>();
  hang(secret("b"));
  sendCommand("fetch " + backwards(secret("b")));
  awaitRequest();
  sendCommand("fetch " + backwards(secret("waits")));
  spectrum_->ping();
  expectInNoCore(secret("waits"));
  sendCommand("cancel-fetch");
  expectAnswer("cancelled 0");
  expectGone(secret("waits"));
}

TEST_F(SecretUrlsTest, OfAPictureUntilTheLogout) {
  hang(secret("hangs"));
  server_.on("/" + secret("works"), response("200 OK", "Content-Type: image/png\r\n", kPicture));
  sendCommand("buddy-named bob");
  spectrum_->expectBuddy("alice", "bob");
  sendCommand("avatar url bob " + backwards(secret("works")) + " id-1");
  expectAnswer("result 0");
  EXPECT_EQ(spectrum_->expectBuddy("alice", "bob").iconhash().size(), 40U);
  sendCommand("avatar url carol " + backwards(secret("hangs")) + " id-2");
  expectAnswer("result 0");
  awaitRequest();
  expectInNoCore(secret("works"));
  expectInNoCore(secret("hangs"));
  spectrum_->requestVCard("alice", "bob");
  expectAnswer("vcard_wanted bob");
  sendCommand("avatar card bob");
  EXPECT_EQ(spectrum_->expectVCard("alice", "bob").photo(), kPicture);
  expectAnswer("result 0");
  expectInNoCore(secret("works"));
  spectrum_->logout("alice");
  spectrum_->ping();
  expectGone(secret("works"));
  expectGone(secret("hangs"));
}

}  // namespace
}  // namespace prism::tests
