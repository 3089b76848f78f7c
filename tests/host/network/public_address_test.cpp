// SPDX-License-Identifier: MIT
// A fetch never connects to an address that is not public: not by a URL, not by a redirect, and not by a name server
// that changes its answers. The tests run in a network namespace of their own, in which a public address is local.
#include "tests/host/network/http_server.h"
#include "tests/host/network/network_test.h"
#include "tests/net/dns_server.h"
#include <prism/media.h>

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>

namespace prism::tests {
namespace {

using net::tests::DnsServer;

constexpr const char* kPublic = "9.9.9.9";

// Sets an address of an interface (SIOCSIFADDR), or its flags.
bool configureInterface(int socket, const char* name, const char* address) {
  ifreq request{};
  std::strncpy(request.ifr_name, name, sizeof request.ifr_name - 1);
  auto* ipv4 = reinterpret_cast<sockaddr_in*>(&request.ifr_addr);
  ipv4->sin_family = AF_INET;
  if (::inet_pton(AF_INET, address, &ipv4->sin_addr) != 1 || ::ioctl(socket, SIOCSIFADDR, &request) != 0) {
    return false;
  }
  request.ifr_flags = IFF_UP;
  return ::ioctl(socket, SIOCSIFFLAGS, &request) == 0;
}

// Moves this process into a new network namespace. The kernel may forbid that to users.
bool enterNamespace() {
  static const bool is_inside = [] {
    if (::unshare(::geteuid() == 0 ? CLONE_NEWNET : CLONE_NEWUSER | CLONE_NEWNET) != 0) {
      return false;
    }
    const UniqueFd socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    return configureInterface(socket.get(), "lo", "127.0.0.1") && configureInterface(socket.get(), "lo:1", kPublic);
  }();
  return is_inside;
}

class PublicAddressTest : public NetworkTest {
 protected:
  void SetUp() override {
    if (!enterNamespace()) {
      GTEST_SKIP() << "this system does not permit network namespaces: " << std::strerror(errno);
    }
    dns_ = std::make_unique<DnsServer>(DnsServer::Zone{{"public.test", {kPublic}},
                                                       {"xn--bcher-kva.test", {kPublic}},
                                                       {"inside.test", {"127.0.0.1"}},
                                                       {"inside6.test", {"::1"}},
                                                       {"mapped.test", {"::ffff:127.0.0.1"}},
                                                       {"nat64.test", {"64:ff9b::7f00:1"}},
                                                       {"both.test", {kPublic, "127.0.0.1"}}});
    server_ = std::make_unique<HttpServer>(kPublic);
    inside_ = std::make_unique<HttpServer>("127.0.0.1");
    inside_->on("/", response("200 OK", "", "a secret"));
    open(dns_->address(), false);
  }

  void TearDown() override {
    if (inside_) {
      EXPECT_TRUE(inside_->requests().empty()) << "a request has come to an address that is not public";
    }
    NetworkTest::TearDown();
  }

  std::string port() const { return ":" + std::to_string(server_->port()); }
  std::string insidePort() const { return ":" + std::to_string(inside_->port()); }

  void expectForbidden(const std::string& url, const std::string& host, const std::string& range) {
    expectFailure(url, PRISM_FETCH_FORBIDDEN, host + " is no public address (" + range + ")");
  }

  std::unique_ptr<DnsServer> dns_;
  std::unique_ptr<HttpServer> server_;
  std::unique_ptr<HttpServer> inside_;
};

TEST_F(PublicAddressTest, APublicAddressIsFetched) {
  server_->on("/", response("200 OK", "", "hello"));
  EXPECT_EQ(fetch("http://public.test" + port() + "/").bytes, "hello");
  EXPECT_EQ(fetch("http://PUBLIC.test." + port() + "/").bytes, "hello");
  EXPECT_EQ(fetch(server_->url() + "/").bytes, "hello");
  EXPECT_EQ(fetch("http://151587081" + port() + "/").bytes, "hello");  // 9.9.9.9 as one number
}

TEST_F(PublicAddressTest, AnInternationalNameIsFetchedInItsAsciiForm) {
  server_->on("/a%20b", response("200 OK", "", "hello"));
  const Network::Fetched fetched = fetch(
      "http://B\xC3\xBC"
      "cher.test" +
      port() + "/a b");
  EXPECT_EQ(fetched.bytes, "hello") << fetched.error;
  EXPECT_EQ(urlOf(fetched), "http://xn--bcher-kva.test" + port() + "/a%20b");
  ASSERT_EQ(server_->requests().size(), 1U);
  EXPECT_NE(server_->requests()[0].find("\r\nHost: xn--bcher-kva.test" + port() + "\r\n"), std::string::npos);
}

TEST_F(PublicAddressTest, EachFormOfAnAddressIsRecognized) {
  const struct {
    const char* host;
    const char* shown;
    const char* range;
  } cases[] = {
      {"127.0.0.1", "127.0.0.1", "loopback"},
      {"localhost", "localhost", "loopback"},
      {"LOCALHOST.", "localhost", "loopback"},
      {"inside.test", "inside.test", "loopback"},
      {"inside6.test", "inside6.test", "loopback"},
      {"mapped.test", "mapped.test", "loopback"},
      {"nat64.test", "nat64.test", "loopback"},
      {"2130706433", "127.0.0.1", "loopback"},
      {"0x7f000001", "127.0.0.1", "loopback"},
      {"0177.0.0.1", "127.0.0.1", "loopback"},
      {"127.1", "127.0.0.1", "loopback"},
      {"%31%32%37.0.0.1", "127.0.0.1", "loopback"},
      {"\xEF\xBC\x91\xEF\xBC\x92\xEF\xBC\x97.0.0.1", "127.0.0.1", "loopback"},
      {"0", "0.0.0.0", "this network"},
      {"0.0.0.0", "0.0.0.0", "this network"},
      {"10.0.0.1", "10.0.0.1", "private"},
      {"172.16.0.1", "172.16.0.1", "private"},
      {"192.168.1.1", "192.168.1.1", "private"},
      {"169.254.169.254", "169.254.169.254", "link-local"},
      {"100.64.0.1", "100.64.0.1", "shared"},
      {"224.0.0.1", "224.0.0.1", "multicast"},
      {"255.255.255.255", "255.255.255.255", "reserved"},
      {"[::1]", "::1", "loopback"},
      {"[::]", "::", "unspecified"},
      {"[fd00::1]", "fd00::1", "unique local"},
      {"[fe80::1]", "fe80::1", "link-local"},
      {"[::ffff:127.0.0.1]", "::ffff:127.0.0.1", "loopback"},
      {"[::ffff:7f00:1]", "::ffff:7f00:1", "loopback"},
      {"[64:ff9b::127.0.0.1]", "64:ff9b::7f00:1", "loopback"},
      {"[2002:7f00:1::]", "2002:7f00:1::", "loopback"},
      {"[ff02::1]", "ff02::1", "multicast"},
  };
  for (const auto& each : cases) {
    expectForbidden(std::string("http://") + each.host + insidePort() + "/", each.shown, each.range);
  }
}

TEST_F(PublicAddressTest, ARedirectInwardsIsNotFollowed) {
  for (const std::string& host : {std::string("127.0.0.1"), std::string("inside.test"), std::string("2130706433")}) {
    server_->on("/", response("302 Found", "Location: http://" + host + insidePort() + "/\r\n"));
    expectForbidden("http://public.test" + port() + "/", host == "2130706433" ? "127.0.0.1" : host, "loopback");
  }
}

TEST_F(PublicAddressTest, ANameThatLeadsInwardsAfterTheFirstAnswerIsNotFollowed) {
  server_->on("/", [this](const HttpServer::Client& client) {
    dns_->set("public.test", {"127.0.0.1"});
    client.send(response("302 Found", "Location: http://public.test" + insidePort() + "/\r\n"));
  });
  expectForbidden("http://public.test" + port() + "/", "public.test", "loopback");
  expectForbidden("http://public.test" + port() + "/", "public.test", "loopback");
}

TEST_F(PublicAddressTest, TheNameIsLookedUpOnceForTheCheckAndTheConnection) {
  dns_->answerOnce("public.test", {"127.0.0.1"});  // what every later question gets
  server_->on("/", response("200 OK", "", "hello"));
  EXPECT_EQ(fetch("http://public.test" + port() + "/").bytes, "hello");
  EXPECT_LE(dns_->questions(), 2U) << "one for IPv4 and one for IPv6";
}

TEST_F(PublicAddressTest, OnlyThePublicOnesOfSeveralAddressesAreTried) {
  // Nothing listens at this port of the public address.
  const Network::Fetched fetched = fetch("http://both.test" + insidePort() + "/");
  EXPECT_EQ(fetched.outcome, PRISM_FETCH_FAILED) << fetched.error;
  server_->on("/", response("200 OK", "", "hello"));
  EXPECT_EQ(fetch("http://both.test" + port() + "/").bytes, "hello");
}

}  // namespace
}  // namespace prism::tests
