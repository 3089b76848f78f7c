// SPDX-License-Identifier: MIT
// Proxy handshakes as pure codecs: bytes in, bytes out.
#include "net/proxy_handshake.h"

#include "tests/net/net_test.h"

#include <gtest/gtest.h>

namespace net::tests {
namespace {

using Step = ProxyHandshake::Step;

std::string bytes(std::initializer_list<int> values) {
  std::string result;
  for (const int value : values) {
    result += static_cast<char>(value);
  }
  return result;
}

// A handshake with a proxy whose answers the test provides.
class Talk {
 public:
  Talk(Proxy::Type type, const std::string& user, const std::string& password,
       Endpoint target = {"irc.example.org", 6697}) {
    proxy_.type = type;
    proxy_.user = user;
    proxy_.password = password;
    handshake_ = ProxyHandshake::begin(proxy_, target, &refusal_);
  }

  std::string sent() { return handshake_ ? std::exchange(handshake_->out(), {}) : ""; }

  // Feeds bytes. Returns "more", "connected, N bytes left", or the refusal.
  std::string feed(std::string_view bytes) {
    std::size_t used = 0;
    switch (handshake_->receive(bytes, &used)) {
      case Step::kMore:
        EXPECT_EQ(used, bytes.size());
        return "more";
      case Step::kConnected:
        return "connected, " + std::to_string(bytes.size() - used) + " left";
      default:
        return handshake_->refusal();
    }
  }

  std::string feedByteByByte(std::string_view bytes) {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      const std::string come = feed(bytes.substr(i, 1));
      if (come != "more") {
        EXPECT_EQ(i + 1, bytes.size()) << "too early";
        return come;
      }
    }
    return "more";
  }

  const std::string& refusal() const { return refusal_; }

 private:
  Proxy proxy_;
  std::string refusal_;
  std::unique_ptr<ProxyHandshake> handshake_;
};

Talk socks(const std::string& user = "", const std::string& password = "",
           Endpoint target = {"irc.example.org", 6697}) {
  return {Proxy::Type::kSocks5, user, password, std::move(target)};
}

Talk http(const std::string& user = "", const std::string& password = "", Endpoint target = {"irc.example.org", 6697}) {
  return {Proxy::Type::kHttp, user, password, std::move(target)};
}

const std::string kGranted = bytes({5, 0, 0, 1, 10, 0, 0, 1, 4, 56});

TEST(Socks5, AsksForAName) {
  Talk talk = socks();
  EXPECT_EQ(talk.sent(), bytes({5, 1, 0}));
  EXPECT_EQ(talk.feed(bytes({5, 0})), "more");
  EXPECT_EQ(talk.sent(), bytes({5, 1, 0, 3, 15}) + "irc.example.org" + bytes({0x1A, 0x29}));
  EXPECT_EQ(talk.feed(kGranted + ":hello"), "connected, 6 left");
}

TEST(Socks5, AsksForAddresses) {
  Talk ipv4 = socks("", "", {"192.0.2.1", 6667});
  ipv4.feed(bytes({5, 0}));
  EXPECT_EQ(ipv4.sent(), bytes({5, 1, 0, 5, 1, 0, 1, 192, 0, 2, 1, 0x1A, 0x0B}));
  Talk ipv6 = socks("", "", {"2001:db8::1", 6667});
  ipv6.sent();
  ipv6.feed(bytes({5, 0}));
  EXPECT_EQ(ipv6.sent(), bytes({5, 1, 0, 4, 0x20, 1, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0x1A, 0x0B}));
}

TEST(Socks5, LogsIn) {
  Talk talk = socks("me", "secret");
  EXPECT_EQ(talk.sent(), bytes({5, 2, 0, 2}));
  EXPECT_EQ(talk.feed(bytes({5, 2})), "more");
  EXPECT_EQ(talk.sent(), bytes({1, 2}) + "me" + bytes({6}) + "secret");
  EXPECT_EQ(talk.feed(bytes({1, 0})), "more");
  EXPECT_EQ(talk.sent().substr(0, 5), bytes({5, 1, 0, 3, 15}));
  EXPECT_EQ(talk.feed(kGranted), "connected, 0 left");
}

TEST(Socks5, DoesNotLogInIfNobodyAsks) {
  Talk talk = socks("me", "secret");
  talk.sent();
  talk.feed(bytes({5, 0}));
  EXPECT_EQ(talk.sent().substr(0, 5), bytes({5, 1, 0, 3, 15}));
}

TEST(Socks5, AnswersOfEachKindMayComeByteByByte) {
  for (const std::string& answer :
       {kGranted, bytes({5, 0, 0, 3, 5}) + "proxy" + bytes({1, 2}), bytes({5, 0, 0, 3, 0, 1, 2}),
        bytes({5, 0, 0, 4}) + std::string(16, 'x') + bytes({1, 2})}) {
    Talk talk = socks("me", "secret");
    EXPECT_EQ(talk.feedByteByByte(bytes({5, 2})), "more");
    EXPECT_EQ(talk.feedByteByByte(bytes({1, 0})), "more");
    EXPECT_EQ(talk.feedByteByByte(answer), "connected, 0 left");
  }
}

TEST(Socks5, SaysWhyItIsRefused) {
  EXPECT_EQ(socks().feed("HTTP/1.1 400"), "speaks no SOCKS5");
  EXPECT_EQ(socks().feed(bytes({5, 0xFF})), "wants a user and a password");
  EXPECT_EQ(socks("me", "secret").feed(bytes({5, 0xFF})), "accepts no user and password");
  EXPECT_EQ(socks().feed(bytes({5, 2})), "wants a way of authentication that was not offered");
  EXPECT_EQ(socks("me", "secret").feed(bytes({5, 1})), "wants a way of authentication that was not offered");
  EXPECT_EQ(socks("me", "secret").feed(bytes({5, 2, 1, 1})), "does not accept the user and the password");
  const std::vector<std::pair<int, std::string>> replies{{1, "it failed"},
                                                         {2, "its rules forbid it"},
                                                         {3, "network unreachable"},
                                                         {4, "host unreachable"},
                                                         {5, "connection refused"},
                                                         {6, "timed out"},
                                                         {7, "it knows no such command"},
                                                         {8, "it knows no such kind of address"},
                                                         {200, "error 200"}};
  for (const auto& [code, meaning] : replies) {
    EXPECT_EQ(socks().feed(bytes({5, 0, 5, code, 0, 1, 0, 0, 0, 0, 0, 0})),
              "did not connect to irc.example.org, port 6697: " + meaning);
  }
  EXPECT_EQ(socks().feed(bytes({5, 0, 5, 0, 0, 9, 0})), "answered with a kind of address that does not exist");
  EXPECT_EQ(socks().feed(bytes({5, 0, 4, 0, 0, 1, 0})), "speaks no SOCKS5");
}

TEST(Socks5, NothingIsTooLong) {
  const std::string refusal = "a user name or password for SOCKS has 255 bytes at most";
  EXPECT_EQ(socks(std::string(256, 'u'), "p").refusal(), refusal);
  EXPECT_EQ(socks("u", std::string(256, 'p')).refusal(), refusal);
  EXPECT_EQ(socks(std::string(255, 'u'), std::string(255, 'p')).refusal(), "");
}

TEST(HttpConnect, AsksForAName) {
  Talk talk = http();
  EXPECT_EQ(talk.sent(), "CONNECT irc.example.org:6697 HTTP/1.1\r\nHost: irc.example.org:6697\r\n\r\n");
  EXPECT_EQ(talk.feed("HTTP/1.1 200 Connection established\r\nVia: x\r\n\r\n:hello"), "connected, 6 left");
}

TEST(HttpConnect, AsksForAddresses) {
  EXPECT_EQ(http("", "", {"192.0.2.1", 80}).sent(), "CONNECT 192.0.2.1:80 HTTP/1.1\r\nHost: 192.0.2.1:80\r\n\r\n");
  EXPECT_EQ(http("", "", {"2001:db8::1", 80}).sent(),
            "CONNECT [2001:db8::1]:80 HTTP/1.1\r\nHost: [2001:db8::1]:80\r\n\r\n");
}

TEST(HttpConnect, LogsIn) {
  // The example of RFC 7617.
  EXPECT_EQ(http("Aladdin", "open sesame").sent(),
            "CONNECT irc.example.org:6697 HTTP/1.1\r\nHost: irc.example.org:6697\r\n"
            "Proxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n\r\n");
}

TEST(HttpConnect, AnswersMayComeByteByByte) {
  EXPECT_EQ(http().feedByteByByte("HTTP/1.0 204 Fine\r\n\r\n"), "connected, 0 left");
  EXPECT_EQ(http().feedByteByByte("HTTP/1.1 299\n\n"), "connected, 0 left");
  EXPECT_EQ(http().feedByteByByte("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\na: b\r\n\r\n"), "connected, 0 left");
}

TEST(HttpConnect, SaysWhyItIsRefused) {
  EXPECT_EQ(http().feed("SSH-2.0-x\r\n"), "speaks no HTTP");
  EXPECT_EQ(http().feed("HTTP/1.x 200 OK\r\n\r\n"), "speaks no HTTP");
  EXPECT_EQ(http().feed("HTTP/1.1 20\r\n\r\n"), "speaks no HTTP");
  EXPECT_EQ(http().feed("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"), "wants a user and a password");
  EXPECT_EQ(http("me", "secret").feed("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"),
            "does not accept the user and the password");
  EXPECT_EQ(http().feed("HTTP/1.1 403 No\x1B[2J\r\n\r\n"),
            "did not connect to irc.example.org:6697: \"HTTP/1.1 403 No?[2J\"");
  EXPECT_EQ(http().feed("HTTP/1.1 301 Elsewhere\r\n\r\n"),
            "did not connect to irc.example.org:6697: \"HTTP/1.1 301 Elsewhere\"");
}

TEST(HttpConnect, AnAnswerHasAnEnd) {
  Talk talk = http();
  EXPECT_EQ(talk.feed("HTTP/1.1 200 OK\r\n"), "more");
  EXPECT_EQ(talk.feed(std::string(16000, 'x')), "more");
  EXPECT_EQ(talk.feed(std::string(1000, 'x')), "sent an answer without an end");
}

TEST(HttpConnect, ANameCannotWriteHeadersOfItsOwn) {
  EXPECT_EQ(http("", "", {"irc.test\r\nX: y", 1}).refusal(), "\"irc.test\r\nX: y\" is no host name");
  EXPECT_EQ(http("a:b", "c").refusal(), "a user name for HTTP has no colon");
}

}  // namespace
}  // namespace net::tests
