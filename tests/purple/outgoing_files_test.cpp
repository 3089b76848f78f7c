// SPDX-License-Identifier: MIT
// Files that users send with /file: fetched from an HTTP server on loopback, and offered to contacts of the asking
// protocol.
#include "tests/host/network/http_server.h"
#include "tests/purple/purple_test.h"
#include "tests/purple/scripted_jabber.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/sha.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>

namespace prism::tests {
namespace {

namespace fs = std::filesystem;

bool hasNetworkModule() { return fs::exists(fs::path(hostProgram()).parent_path() / "spectrum2_prism_network.so"); }

std::string checksumOf(const std::string& content) {
  unsigned char sum[SHA256_DIGEST_LENGTH];
  ::SHA256(reinterpret_cast<const unsigned char*>(content.data()), content.size(), sum);
  std::string text;
  for (const unsigned char byte : sum) {
    text += fmt::format("{:02x}", byte);
  }
  return text;
}

class OutgoingFilesTest : public PurpleTest {
 protected:
  static constexpr const char* kAllowLoopback = "[prism]\nmedia_allow_private = 1\n";

  void SetUp() override {
    if (!hasNetworkModule()) {
      GTEST_SKIP() << "the network module is not built: c-ares, libcurl or libidn2 is missing";
    }
  }

  // Starts the host with the asking protocol, and logs alice in. `more` is appended to [purple].
  void start(const std::string& more = "", const std::string& sections = kAllowLoopback) {
    launchPurple("prpl-asking", std::string("plugins_dir = ") + PRISM_TEST_PROTOCOLS + "\n" + more + sections);
    logIn("alice");
  }

  void serve(const std::string& path, const std::string& content) {
    server_.on(path, response("200 OK", "Content-Type: text/plain\r\n", content));
  }

  void sendFile(const std::string& contact, const std::string& path) {
    say("alice", contact, "/file " + server_.url() + path);
  }

  std::string awaitFrom(const std::string& who, const std::string& text) {
    return await("^CONV_MESSAGE userName=\"alice\" buddyName=\"" + who + "\" message=\"" + text + "\"");
  }
  void expectBegun(const std::string& contact, const std::string& name = "notes.txt") {
    awaitFrom(contact, "The file " + name + " is fetched, and then offered to the contact\\.");
  }
  // Sends /notes.txt, and waits until it is offered.
  void offerNotes(const std::string& contact) {
    sendFile(contact, "/notes.txt");
    expectBegun(contact);
    awaitFrom("quiz", "offered to " + contact + ": notes.txt");
  }
  void expectNotSent(const std::string& contact, const std::string& why) {
    awaitFrom(contact, "The file notes.txt was not sent: " + why + "\\.");
    expectNoFiles();
  }

  fs::path outgoing() const { return workingDir() / "outgoing"; }
  std::vector<fs::path> files() const {
    std::vector<fs::path> found;
    std::error_code none;
    for (const auto& entry : fs::recursive_directory_iterator(outgoing(), none)) {
      if (entry.is_regular_file()) {
        found.push_back(entry.path());
      }
    }
    return found;
  }
  // The answer to PING comes after the turn of the loop in which the file is removed.
  void expectNoFiles() {
    collect();
    EXPECT_TRUE(files().empty()) << files().front();
  }

  // No path of a file, and no report of libpurple's, reaches the user. No URL reaches the log.
  void TearDown() override {
    if (spectrum_) {
      EXPECT_EQ(spectrum_->log().find("/notes.txt"), std::string::npos) << spectrum_->log();
      EXPECT_EQ(spectrum_->log().find("misbehaving"), std::string::npos) << spectrum_->log();
    }
    EXPECT_EQ(count("Offering|cancelled the|complete|outgoing"), 0U) << keptFrames();
    PurpleTest::TearDown();
    EXPECT_TRUE(files().empty());
  }

  HttpServer server_;
};

TEST_F(OutgoingFilesTest, ArrivesWithItsBytesAndItsName) {
  start();
  const std::string content = std::string(300'000, 'x') + "the end";
  serve("/some/my%20n%C3%B6tes.txt?token=1", content);
  sendFile("taker", "/some/my%20n%C3%B6tes.txt?token=1");
  expectBegun("taker", "my_n__tes.txt");
  awaitFrom("quiz", "offered to taker: my_n__tes.txt");
  awaitFrom("quiz", "taker got my_n__tes.txt: 300007 bytes, " + checksumOf(content));
  awaitFrom("taker", "The file my_n__tes.txt was sent\\.");
  expectNoFiles();
  EXPECT_EQ(spectrum_->log().find("token"), std::string::npos) << spectrum_->log();
}

TEST_F(OutgoingFilesTest, IsKeptWhereOnlyTheGatewayReads) {
  start();
  serve("/notes.txt", "hello");
  offerNotes("sleeper");
  const std::vector<fs::path> kept = files();
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_EQ(kept.front().filename(), "notes.txt");
  EXPECT_EQ(fs::status(kept.front()).permissions(), fs::perms(0600));
  for (fs::path directory = kept.front().parent_path(); directory != workingDir();
       directory = directory.parent_path()) {
    EXPECT_EQ(fs::status(directory).permissions(), fs::perms(0700)) << directory;
  }
}

TEST_F(OutgoingFilesTest, IsTakenByAProtocolThatReadsItAtOnce) {
  start();
  serve("/notes.txt", "hello");
  sendFile("hasty", "/notes.txt");
  awaitFrom("quiz", "hasty got notes.txt: 5 bytes, " + checksumOf("hello"));
  awaitFrom("hasty", "The file notes.txt was sent\\.");
  expectNoFiles();
}

TEST_F(OutgoingFilesTest, RefusalIsTold) {
  start();
  serve("/notes.txt", "hello");
  offerNotes("refuser");
  expectNotSent("refuser", "it was refused");
}

TEST_F(OutgoingFilesTest, BrokenTransferIsTold) {
  start();
  serve("/notes.txt", std::string(2'000'000, 'x'));
  offerNotes("quitter");
  expectNotSent("quitter", "the other side has ended the transfer");
}

TEST_F(OutgoingFilesTest, ProtocolThatGivesUpIsTold) {
  start();
  serve("/notes.txt", "hello");
  const std::pair<const char*, const char*> protocols[] = {{"failer", "the transfer has failed"},
                                                           {"dropper", "the transfer has failed"},
                                                           {"loser", "the network has not taken it"}};
  for (const auto& [contact, why] : protocols) {
    sendFile(contact, "/notes.txt");
    expectNotSent(contact, why);
  }
}

TEST_F(OutgoingFilesTest, TransferWithoutProgressEnds) {
  start("file_timeout = 200\n");
  serve("/notes.txt", std::string(2'000'000, 'x'));
  offerNotes("snail");
  expectNotSent("snail", "the transfer has stopped");
}

TEST_F(OutgoingFilesTest, ContactHasMoreTimeToAccept) {
  start("file_timeout = 200\n");
  serve("/notes.txt", "hello");
  const auto begin = std::chrono::steady_clock::now();
  offerNotes("sleeper");
  expectNotSent("sleeper", "it was not accepted in time");
  EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(2000));
}

TEST_F(OutgoingFilesTest, LogoutEndsAFetch) {
  start();
  server_.on("/notes.txt", [](const HttpServer::Client& client) {
    client.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf");
    client.hang();
  });
  sendFile("taker", "/notes.txt");
  expectBegun("taker");
  ASSERT_EQ(files().size(), 1U);
  spectrum_->logout("alice");
  expectNoFiles();
}

TEST_F(OutgoingFilesTest, LogoutEndsATransfer) {
  start();
  serve("/notes.txt", std::string(2'000'000, 'x'));
  offerNotes("snail");
  offerNotes("sleeper");
  ASSERT_EQ(files().size(), 2U);
  spectrum_->logout("alice");
  expectNoFiles();
}

TEST_F(OutgoingFilesTest, LostSessionIsTold) {
  start();
  serve("/notes.txt", "hello");
  offerNotes("sleeper");
  say("alice", "quiz", "leave");
  awaitFrom("sleeper", "The file notes.txt was not sent: the connection to the network has ended\\.");
  await("^DISCONNECTED user=\"alice\"");
  expectNoFiles();
}

TEST_F(OutgoingFilesTest, RemovedContactGetsNone) {
  start();
  serve("/notes.txt", "hello");
  server_.on("/slow.txt", [](const HttpServer::Client& client) { client.hang(); });
  offerNotes("sleeper");
  sendFile("sleeper", "/slow.txt");
  expectBegun("sleeper", "slow.txt");
  removeContact("alice", "sleeper");
  awaitFrom("sleeper", "The file slow.txt was not sent: the contact was removed\\.");
  expectNotSent("sleeper", "the contact was removed");
}

TEST_F(OutgoingFilesTest, LargeOrEmptyFileIsNotSent) {
  start("max_file_size = 4\n");
  serve("/notes.txt", "hello");
  sendFile("taker", "/notes.txt");
  expectNotSent("taker", "it is larger than 4 bytes");
  serve("/notes.txt", "");
  sendFile("taker", "/notes.txt");
  expectNotSent("taker", "it is empty");
}

TEST_F(OutgoingFilesTest, FetchThatFailsIsTold) {
  start();
  sendFile("taker", "/notes.txt");
  expectNotSent("taker", "127\\.0\\.0\\.1 answers with the HTTP status 404");
  say("alice", "taker", "/file file:///etc/passwd");
  awaitFrom("taker", "The file passwd was not sent: only http and https are fetched\\.");
  say("alice", "taker", "/file https://");
  await("^CONV_MESSAGE .*message=\"The file file was not sent: ");
  say("alice", "taker", "/file");
  awaitFrom("taker", "URL is missing\\. It goes like this: /file URL");
}

TEST_F(OutgoingFilesTest, PrivateAddressIsForbidden) {
  start("", "");
  serve("/notes.txt", "hello");
  sendFile("taker", "/notes.txt");
  expectNotSent("taker", "127\\.0\\.0\\.1 is no public address \\(loopback\\)");
  EXPECT_TRUE(server_.requests().empty());
}

TEST_F(OutgoingFilesTest, OfTooManyAtOnceTheLastIsRefused) {
  constexpr int kMostOutgoing = 5;  // core/limits.h
  start();
  serve("/notes.txt", "hello");
  for (int i = 0; i < kMostOutgoing; ++i) {
    offerNotes("sleeper");
  }
  sendFile("taker", "/notes.txt");
  awaitFrom("taker", "The file notes.txt was not sent: too many files are being sent already\\.");
  EXPECT_EQ(files().size(), static_cast<std::size_t>(kMostOutgoing));
}

TEST_F(OutgoingFilesTest, OfTooManyOfAllUsersTheLastIsRefused) {
  constexpr int kMostOutgoing = 5;  // core/limits.h
  constexpr int kMostOutgoingOfAll = 200;
  start();
  serve("/notes.txt", "hello");
  for (int i = 0; i < kMostOutgoingOfAll / kMostOutgoing; ++i) {
    const std::string user = "user" + std::to_string(i);
    logIn(user);
    for (int k = 0; k < kMostOutgoing; ++k) {
      say(user, "sleeper", "/file " + server_.url() + "/notes.txt");
      await("^CONV_MESSAGE userName=\"" + user + "\" .*is fetched");
    }
  }
  sendFile("taker", "/notes.txt");
  awaitFrom("taker", "The file notes.txt was not sent: too many files are being sent already\\.");
}

TEST_F(OutgoingFilesTest, ContactThatTakesNoFilesIsSpared) {
  start();
  serve("/notes.txt", "hello");
  sendFile("deaf", "/notes.txt");
  expectNotSent("deaf", "this contact can take no files now");
  EXPECT_TRUE(server_.requests().empty());
  say("alice", "prism", "/file " + server_.url() + "/notes.txt");
  awaitFrom("prism", "/file does not work here, but .*");
}

// The free space of working_dir is that of another file system.
TEST_F(OutgoingFilesTest, FullDiskIsTold) {
  if (!mountSmallDisk(outgoing())) {
    GTEST_SKIP() << "SKIPPED: this system gives its users no mount namespace";
  }
  start();
  serve("/notes.txt", std::string(2'000'000, 'x'));
  sendFile("taker", "/notes.txt");
  expectNotSent("taker", "it cannot be written: No space left on device");
  serve("/notes.txt", "hello");
  offerNotes("taker");
  awaitFrom("taker", "The file notes.txt was sent\\.");
}

// The network module is looked for beside the host's program.
TEST_F(OutgoingFilesTest, WithoutTheNetworkModuleTheCommandIsRefused) {
  wrapper_ = {"/bin/sh", "-c", R"(d=$1; cp "$2" "$d/host" && shift 2 && exec "$d/host" "$@")", "sh",
              workingDir().string()};
  start();
  serve("/notes.txt", "hello");
  sendFile("taker", "/notes.txt");
  expectNotSent("taker", "this gateway cannot fetch files");
  spectrum_->awaitLog("it is in Debian's package prism-network");
}

TEST_F(OutgoingFilesTest, WhatACrashHasLeftIsSweptAtTheNextStart) {
  start();
  serve("/notes.txt", "hello");
  offerNotes("sleeper");
  const fs::path left = files().front();
  spectrum_->host().signal(SIGKILL);
  EXPECT_EQ(spectrum_->host().exitStatus().signal, SIGKILL);
  EXPECT_TRUE(fs::exists(left));
  const std::string other(32, 'a');  // of a backend that runs
  fs::create_directory(outgoing() / other);
  directory_.write("outgoing/" + other + "/theirs.txt", "theirs");
  const UniqueFd lock(::open((outgoing() / other).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  ASSERT_EQ(::flock(lock.get(), LOCK_EX | LOCK_NB), 0);
  directory_.write("outgoing/mine.txt", "the administrator's");
  fs::create_directory_symlink(workingDir(), outgoing() / std::string(32, 'b'));
  start();
  spectrum_->awaitLog("removed 1 directory of files that an ended backend had not sent from ");
  EXPECT_FALSE(fs::exists(left.parent_path().parent_path()));
  EXPECT_EQ(files().size(), 2U);
  EXPECT_TRUE(fs::is_symlink(outgoing() / std::string(32, 'b')));
  fs::remove_all(outgoing());
}

TEST_F(OutgoingFilesTest, EndOfTheProcessLeavesNothing) {
  start();
  serve("/notes.txt", "hello");
  server_.on("/slow.txt", [](const HttpServer::Client& client) { client.hang(); });
  offerNotes("sleeper");
  sendFile("taker", "/slow.txt");
  expectBegun("taker", "slow.txt");
  spectrum_->exit();
  spectrum_->expectExit(0);
  EXPECT_FALSE(fs::exists(outgoing()));
}

TEST_F(OutgoingFilesTest, NothingIsOfferedWithoutLibpurplesHelp) {
  launchPurple("prpl-exact", std::string("plugins_dir = ") + PRISM_TEST_PROTOCOLS + "\n" + kAllowLoopback);
  logIn("alice");
  sendFile("watcher", "/notes.txt");
  awaitFrom("watcher", "The file notes.txt was not sent: libpurple can send no files on this network\\.");
}

class JabberOutgoingFileTest : public ScriptedJabber {};

TEST_F(JabberOutgoingFileTest, IsRefusedSinceLibpurpleCrashes) {
  logInWith({});
  say("alice", "bob@localhost", "/file https://files.prism.test/notes.txt");
  await(
      "^CONV_MESSAGE userName=\"alice\" buddyName=\"bob@localhost\" message=\"The file notes.txt was not sent: on "
      "XMPP, "
      "libpurple sends files from peer to peer, which can crash it\\.\"");
}

}  // namespace
}  // namespace prism::tests
