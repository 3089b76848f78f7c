// SPDX-License-Identifier: MIT
// Fetches from servers that are wrong or hostile.
#include "tests/host/network/http_server.h"
#include "tests/host/network/network_test.h"
#include "tests/net/peer.h"
#include "tests/support/servers/certificates.h"
#include <prism/media.h>
#include <prism/testing/temporary_directory.h>

#include <fcntl.h>
#include <openssl/ssl.h>
#include <sys/stat.h>

#include <cstdlib>

namespace prism::tests {
namespace {

using std::chrono::milliseconds;

class FetchTest : public NetworkTest {
 protected:
  void SetUp() override { open(); }

  std::string url(const std::string& path) const { return server_.url() + path; }

  void redirect(const std::string& path, const std::string& location, const std::string& status = "302 Found") {
    server_.on(path, response(status, "Location: " + location + "\r\n", "moved"));
  }

  HttpServer server_;
};

TEST_F(FetchTest, GetsTheBodyAndItsType) {
  server_.on("/cat.jpg", response("200 OK", "Content-Type: Image/JPEG; q=1\r\n", "a cat"));
  const Network::Fetched fetched = fetch(url("/cat.jpg"));
  EXPECT_EQ(fetched.outcome, PRISM_FETCH_DONE);
  EXPECT_EQ(fetched.error, "");
  EXPECT_EQ(fetched.http_status, 200U);
  EXPECT_EQ(fetched.bytes, "a cat");
  EXPECT_EQ(fetched.size, 5U);
  EXPECT_EQ(fetched.mime_type, "image/jpeg");
  EXPECT_EQ(urlOf(fetched), url("/cat.jpg"));
}

TEST_F(FetchTest, TellsTheServerNothingAboutTheGateway) {
  server_.on("/", response("200 OK", "Set-Cookie: a=b\r\n"));
  EXPECT_EQ(fetch(url("/")).outcome, PRISM_FETCH_DONE);
  EXPECT_EQ(fetch(url("/")).outcome, PRISM_FETCH_DONE);
  for (const std::string& request : server_.requests()) {
    EXPECT_EQ(request, "GET / HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(server_.port()) +
                           "\r\nUser-Agent: Prism\r\nAccept: */*\r\n\r\n");
  }
}

TEST_F(FetchTest, TypesThatAreNoneAreLeftOut) {
  for (const char* type :
       {"", "image", "image/", "/png", "a/b/c", "text/plain x", "text/pl\x01in", "t\xC3\xA9xt/plain"}) {
    server_.on("/", response("200 OK", std::string("Content-Type: ") + type + "\r\n"));
    const Network::Fetched fetched = fetch(url("/"));
    EXPECT_EQ(fetched.outcome, PRISM_FETCH_DONE);
    EXPECT_EQ(fetched.mime_type, "") << type;
  }
}

TEST_F(FetchTest, NoContentIsASuccess) {
  server_.on("/", "HTTP/1.1 204 No Content\r\n\r\n");
  EXPECT_EQ(fetch(url("/")).outcome, PRISM_FETCH_DONE);
}

TEST_F(FetchTest, FollowsRedirects) {
  redirect("/1", "/2", "301 Moved");
  redirect("/2", "3?x=y", "302 Found");
  redirect("/3?x=y", url("/4"), "303 See Other");
  redirect("/4", "//127.0.0.1:" + std::to_string(server_.port()) + "/5", "307 Temporary Redirect");
  redirect("/5", "/6", "308 Permanent Redirect");
  server_.on("/6", response("200 OK", "", "here"));
  const Network::Fetched fetched = fetch(url("/1"));
  EXPECT_EQ(fetched.error, "");
  EXPECT_EQ(fetched.bytes, "here");
  EXPECT_EQ(urlOf(fetched), url("/6"));
}

TEST_F(FetchTest, EndlessRedirectsEnd) {
  redirect("/loop", "/loop");
  redirect("/a", "/b");
  redirect("/b", "/a");
  expectFailure(url("/loop"), PRISM_FETCH_REFUSED, "the servers redirect more than 5 times");
  EXPECT_EQ(server_.requests().size(), 6U);
  expectFailure(url("/a"), PRISM_FETCH_REFUSED, "the servers redirect more than 5 times");
}

TEST_F(FetchTest, RedirectsToOtherProtocolsAreNotFollowed) {
  for (const char* location : {"file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1:70/", "dict://127.0.0.1/",
                               "javascript:alert(1)", "data:text/plain,x", "smb://127.0.0.1/x"}) {
    redirect("/", location);
    const Network::Fetched fetched = fetch(url("/"));
    EXPECT_EQ(fetched.outcome, PRISM_FETCH_FORBIDDEN) << location;
    EXPECT_EQ(fetched.bytes, "") << location;
  }
  redirect("/", "http://user:secret@127.0.0.1/");
  expectFailure(url("/"), PRISM_FETCH_FORBIDDEN, "a URL with a user name is not fetched");
}

TEST_F(FetchTest, ARedirectWithoutALocationIsAnAnswer) {
  server_.on("/", response("302 Found", "", "where?"));
  expectFailure(url("/"), PRISM_FETCH_REFUSED, "127.0.0.1 answers with the HTTP status 302");
  server_.on("/", response("304 Not Modified", "Location: /x\r\n"));
  expectFailure(url("/"), PRISM_FETCH_REFUSED, "127.0.0.1 answers with the HTTP status 304");
}

TEST_F(FetchTest, UrlsThatAreNotFetched) {
  expectFailure("", PRISM_FETCH_FORBIDDEN, "this is no URL");
  expectFailure("cat.jpg", PRISM_FETCH_FORBIDDEN, "this is no URL");
  expectFailure("http://", PRISM_FETCH_FORBIDDEN, "this is no URL");
  expectFailure(std::string("http://127.0.0.1/\0x", 19), PRISM_FETCH_FORBIDDEN, "this is no URL");
  expectFailure("http://127.0.0.1:99999/", PRISM_FETCH_FORBIDDEN, "this is no URL");
  for (const char* twice : {"http://a%2531/", "http://127./", "http://../", "http://a%zz/"}) {
    expectFailure(twice, PRISM_FETCH_FORBIDDEN, "the URL has no valid host");
  }
  expectFailure("file:///etc/passwd", PRISM_FETCH_FORBIDDEN, "only http and https are fetched");
  expectFailure("ftp://127.0.0.1/", PRISM_FETCH_FORBIDDEN, "only http and https are fetched");
  expectFailure("gopher://127.0.0.1/", PRISM_FETCH_FORBIDDEN, "only http and https are fetched");
  expectFailure("unknown://127.0.0.1/", PRISM_FETCH_FORBIDDEN, "only http and https are fetched");
  expectFailure("http://user@127.0.0.1/", PRISM_FETCH_FORBIDDEN, "a URL with a user name is not fetched");
  expectFailure("http://[fe80::1%25lo]/", PRISM_FETCH_FORBIDDEN, "a URL with the name of an interface is not fetched");
}

TEST_F(FetchTest, ABodyThatIsTooLargeIsCut) {
  server_.on("/exact", response("200 OK", "", std::string(kMaxSize, 'x')));
  EXPECT_EQ(fetch(url("/exact")).size, kMaxSize);
  server_.on("/more", response("200 OK", "", std::string(kMaxSize + 1, 'x')));
  expectFailure(url("/more"), PRISM_FETCH_TOO_LARGE, "it is larger than 100000 bytes");
  server_.on("/endless", [](const HttpServer::Client& client) {
    client.send("HTTP/1.1 200 OK\r\n\r\n");
    while (client.send(std::string(10'000, 'x'))) {
    }
  });
  expectFailure(url("/endless"), PRISM_FETCH_TOO_LARGE, "it is larger than 100000 bytes");
  server_.on("/chunks", [](const HttpServer::Client& client) {
    client.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    while (client.send("3e8\r\n" + std::string(1000, 'x') + "\r\n")) {
    }
  });
  expectFailure(url("/chunks"), PRISM_FETCH_TOO_LARGE, "it is larger than 100000 bytes");
}

TEST_F(FetchTest, ALyingLengthIsNotBelieved) {
  const auto head = [](const std::string& length) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n";
  };
  server_.on("/claims-more", head("100") + "short");
  const Network::Fetched fetched = fetch(url("/claims-more"));
  EXPECT_EQ(fetched.outcome, PRISM_FETCH_FAILED);
  EXPECT_EQ(fetched.bytes, "");
  server_.on("/claims-less", head("5") + "short, and more");
  EXPECT_EQ(fetch(url("/claims-less")).bytes, "short");
  server_.on("/claims-much", head("99999999999"));
  expectFailure(url("/claims-much"), PRISM_FETCH_TOO_LARGE, "it is larger than 100000 bytes");
  server_.on("/claims-nonsense", head("-1") + "x");
  EXPECT_NE(fetch(url("/claims-nonsense")).outcome, PRISM_FETCH_DONE);
}

TEST_F(FetchTest, CompressionIsNotUndone) {
  const std::string bomb = "\x1F\x8B\x08 a few bytes that would become many";
  server_.on("/", response("200 OK", "Content-Encoding: gzip\r\n", bomb));
  EXPECT_EQ(fetch(url("/")).bytes, bomb);
}

TEST_F(FetchTest, EndlessHeadersAreCut) {
  server_.on("/", [](const HttpServer::Client& client) {
    client.send("HTTP/1.1 200 OK\r\n");
    while (client.send("X-Filler: " + std::string(1000, 'x') + "\r\n")) {
    }
  });
  expectFailure(url("/"), PRISM_FETCH_FAILED, "the headers of 127.0.0.1 are too large");
}

TEST_F(FetchTest, SlowServersAreCut) {
  server_.on("/silent", [](const HttpServer::Client& client) { client.hang(); });
  EXPECT_EQ(fetch(url("/silent"), milliseconds(200)).outcome, PRISM_FETCH_TIMED_OUT);
  server_.on("/trickle", [](const HttpServer::Client& client) {
    client.send("HTTP/1.1 200 OK\r\n\r\n");
    while (client.send("x") && client.pause(20)) {
    }
  });
  EXPECT_EQ(fetch(url("/trickle"), milliseconds(200)).outcome, PRISM_FETCH_TIMED_OUT);
  server_.on("/headers", [](const HttpServer::Client& client) {
    client.send("HTTP/1.1 200 OK\r\nX-Slow: ");
    while (client.send("x") && client.pause(20)) {
    }
  });
  EXPECT_EQ(fetch(url("/headers"), milliseconds(200)).outcome, PRISM_FETCH_TIMED_OUT);
}

TEST_F(FetchTest, TheTimeLimitIncludesAllRedirects) {
  server_.on("/", [](const HttpServer::Client& client) {
    client.pause(100);
    client.send(response("302 Found", "Location: /\r\n"));
  });
  EXPECT_EQ(fetch(url("/"), milliseconds(250)).outcome, PRISM_FETCH_TIMED_OUT);
}

TEST_F(FetchTest, AnErrorIsTheServersRefusal) {
  expectFailure(url("/nothing"), PRISM_FETCH_REFUSED, "127.0.0.1 answers with the HTTP status 404");
  server_.on("/endless", [](const HttpServer::Client& client) {
    client.send("HTTP/1.1 500 Oops\r\n\r\n");
    while (client.send(std::string(10'000, 'x'))) {
    }
  });
  expectFailure(url("/endless"), PRISM_FETCH_REFUSED, "127.0.0.1 answers with the HTTP status 500");
  server_.on("/large", "HTTP/1.1 403 No\r\nContent-Length: 99999999999\r\n\r\n");
  expectFailure(url("/large"), PRISM_FETCH_REFUSED, "127.0.0.1 answers with the HTTP status 403");
}

TEST_F(FetchTest, WhatIsNoHttpFails) {
  server_.on("/", "SSH-2.0-OpenSSH_9.2\r\n");
  EXPECT_EQ(fetch(url("/")).outcome, PRISM_FETCH_FAILED);
  server_.on("/", "");
  EXPECT_EQ(fetch(url("/")).outcome, PRISM_FETCH_FAILED);
  net::tests::Peer plain([](net::tests::Wire& wire) { wire.write("no TLS is spoken here, whoever asks\r\n"); });
  EXPECT_EQ(fetch("https://127.0.0.1:" + std::to_string(plain.port()) + "/").outcome, PRISM_FETCH_FAILED);
}

TEST_F(FetchTest, ACertificateThatNobodyKnowsIsRefused) {
  const Identity identity = makeIdentity({.name = "files.test"});
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_server_method()), &SSL_CTX_free);
  SSL_CTX_use_certificate(context.get(), identity.certificate.get());
  SSL_CTX_use_PrivateKey(context.get(), identity.key.get());
  net::tests::Peer server([&](net::tests::Wire& wire) { wire.startTls(context.get()); });
  expectFailure("https://127.0.0.1:" + std::to_string(server.port()) + "/", PRISM_FETCH_FAILED,
                "the certificate of 127.0.0.1 is not valid");
}

TEST_F(FetchTest, ProxiesOfTheEnvironmentAreNotUsed) {
  for (const char* name : {"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"}) {
    ::setenv(name, "http://127.0.0.1:1", 1);
  }
  server_.on("/", response("200 OK", "", "direct"));
  EXPECT_EQ(fetch(url("/")).bytes, "direct");
}

TEST_F(FetchTest, WritesToADescriptor) {
  const testing::TemporaryDirectory directory;
  const std::string path = directory.write("file", "before ");
  const UniqueFd fd(::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC));
  server_.on("/", response("200 OK", "", "the body"));
  const Network::Fetched fetched = fetch(url("/"), std::chrono::seconds(10), fd.get());
  EXPECT_EQ(fetched.outcome, PRISM_FETCH_DONE) << fetched.error;
  EXPECT_EQ(fetched.bytes, "");
  EXPECT_EQ(fetched.size, 8U);
  struct stat info {};
  EXPECT_EQ(::fstat(fd.get(), &info), 0);
  EXPECT_EQ(info.st_size, 15);
}

TEST_F(FetchTest, AFullDiskEndsTheFetch) {
  const UniqueFd full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
  server_.on("/", response("200 OK", "", "the body"));
  const Network::Fetched fetched = fetch(url("/"), std::chrono::seconds(10), full.get());
  EXPECT_EQ(fetched.outcome, PRISM_FETCH_FAILED);
  EXPECT_EQ(fetched.error, "it cannot be written: No space left on device");
}

TEST_F(FetchTest, ACancelledFetchEndsWithoutAWord) {
  const auto never = [](const Network::Fetched&) { ADD_FAILURE() << "it was cancelled"; };
  server_.on("/", [](const HttpServer::Client& client) {
    client.send("HTTP/1.1 200 OK\r\n\r\nx");
    client.hang();
  });
  auto task = network_->fetch({url("/"), kMaxSize, std::chrono::seconds(10), -1}, never);
  task.reset();  // before anything has happened
  task = network_->fetch({url("/"), kMaxSize, std::chrono::seconds(10), -1}, never);
  const Timer tick = loop_.host().every(milliseconds(5), [] {});
  loop_.turnUntil("the request", [&] { return !server_.requests().empty(); });
  task.reset();
  task = network_->fetch({"file:///", kMaxSize, std::chrono::seconds(10), -1}, never);
  task.reset();  // with the result under way
  loop_.turnUntilIdle();
}

TEST_F(FetchTest, AFetchMayEndInItsOwnCallback) {
  server_.on("/", response("200 OK", "", "x"));
  std::unique_ptr<Network::Task> task;
  int fetched = 0;
  const std::function<void(const Network::Fetched&)> next = [&](const Network::Fetched& result) {
    EXPECT_EQ(result.bytes, "x");
    task.reset();
    if (++fetched < 3) {
      task = network_->fetch({url("/"), kMaxSize, std::chrono::seconds(10), -1}, next);
    }
  };
  task = network_->fetch({url("/"), kMaxSize, std::chrono::seconds(10), -1}, next);
  loop_.turnUntil("three fetches", [&] { return fetched == 3; });
}

TEST_F(FetchTest, ManyAtOnce) {
  constexpr int kCount = 50;
  std::vector<std::unique_ptr<Network::Task>> tasks;
  int fetched = 0;
  for (int i = 0; i < kCount; ++i) {
    const std::string path = "/" + std::to_string(i);
    server_.on(path, response("200 OK", "", path));
    tasks.push_back(network_->fetch({url(path), kMaxSize, std::chrono::seconds(10), -1},
                                    [&fetched, path](const Network::Fetched& result) {
                                      EXPECT_EQ(result.bytes, path) << result.error;
                                      ++fetched;
                                    }));
  }
  loop_.turnUntil("all fetches", [&] { return fetched == kCount; });
}

TEST(NetworkModuleTest, AModuleOfAnotherBuildIsRefused) {
  const net::tests::LoopHost loop;
  std::string error;
  EXPECT_EQ(host::prism_open_network("9.9.9 interface 1", loop.host().table(), {}, &error), nullptr);
  EXPECT_EQ(error, "it is of Prism " + host::networkBuild(PRISM_VERSION) + ", and the host of 9.9.9 interface 1");
}

}  // namespace
}  // namespace prism::tests
