// SPDX-License-Identifier: MIT
// Lookups, with a name server of the test.
#include "host/network/module/ascii_name.h"
#include "tests/host/network/network_test.h"
#include "tests/net/dns_server.h"
#include <prism/resolve.h>

#include <netinet/in.h>

namespace prism::tests {
namespace {

using net::tests::DnsServer;

class LookupTest : public NetworkTest {
 protected:
  void SetUp() override { open(server_.address()); }

  std::string addresses(const std::string& name, int family = AF_UNSPEC) {
    const Network::Answer answer = lookUp(name, family);
    std::string line = answer.error;
    for (const Network::Address& address : answer.addresses) {
      line += (line.empty() ? "" : " ") + address.text;
    }
    return line;
  }

  DnsServer server_{DnsServer::Zone{{"both.test", {"192.0.2.1", "2001:db8::1"}},
                                    {"xn--bcher-kva.test", {"192.0.2.2"}},
                                    {"xn--strae-oqa.test", {"192.0.2.3"}},
                                    {"silent.test", {}}}};
};

TEST_F(LookupTest, FindsAddressesOfTheFamily) {
  EXPECT_EQ(addresses("both.test", AF_INET), "192.0.2.1");
  EXPECT_EQ(addresses("both.test", AF_INET6), "2001:db8::1");
  EXPECT_EQ(lookUp("both.test").addresses.size(), 2U);
  EXPECT_EQ(lookUp("both.test").outcome, PRISM_LOOKUP_FOUND);
}

TEST_F(LookupTest, TheAddressHasThePort) {
  const Network::Answer answer = lookUp("both.test", AF_INET);
  ASSERT_EQ(answer.addresses.size(), 1U);
  EXPECT_EQ(answer.addresses[0].size, sizeof(sockaddr_in));
  EXPECT_EQ(reinterpret_cast<const sockaddr_in*>(&answer.addresses[0].storage)->sin_port, htons(80));
}

TEST_F(LookupTest, LiteralsAndTheHostsFileNeedNoServer) {
  EXPECT_EQ(addresses("192.0.2.9"), "192.0.2.9");
  EXPECT_EQ(addresses("2001:db8::9"), "2001:db8::9");
  EXPECT_EQ(addresses("2001:db8::9", AF_INET), "2001:db8::9 is an address of the other family");
  EXPECT_EQ(addresses("localhost", AF_INET), "127.0.0.1");
  EXPECT_EQ(server_.questions(), 0U);
}

TEST_F(LookupTest, InternationalNamesAreConverted) {
  EXPECT_EQ(addresses("b\xC3\xBC"
                      "cher.test"),
            "192.0.2.2");
  EXPECT_EQ(addresses("B\xC3\x9C"
                      "CHER.test"),
            "192.0.2.2");
  EXPECT_EQ(addresses("stra\xC3\x9F"
                      "e.test"),
            "192.0.2.3");
  EXPECT_EQ(addresses("\xEF\xBC\x91\xEF\xBC\x92\xEF\xBC\x97.0.0.1"), "127.0.0.1");  // full-width digits
  EXPECT_EQ(host::asciiNameOf("plain.test"), "plain.test");
  const std::string invalid = "\xFF.test";
  EXPECT_EQ(host::asciiNameOf(invalid), invalid);
}

TEST_F(LookupTest, NamesThatDoNotExist) {
  EXPECT_EQ(addresses("nobody.test"), "the name nobody.test is not known");
  EXPECT_EQ(lookUp("nobody.test").outcome, PRISM_LOOKUP_NOT_FOUND);
  for (const std::string& name : {std::string("two words"), std::string("a..b"), std::string("nul\0.test", 9),
                                  std::string(300, 'a'), std::string("\xFF"), std::string()}) {
    EXPECT_EQ(lookUp(name).outcome, PRISM_LOOKUP_NOT_FOUND) << name;
  }
}

TEST_F(LookupTest, ASilentServerTakesNoLongerThanTheTimeLimit) {
  EXPECT_EQ(lookUp("silent.test", AF_INET, std::chrono::milliseconds(100)).outcome, PRISM_LOOKUP_TIMED_OUT);
}

TEST_F(LookupTest, ACancelledLookupEndsWithoutAWord) {
  const auto never = [](const Network::Answer&) { ADD_FAILURE() << "it was cancelled"; };
  auto task = network_->lookUp({"both.test", 80, AF_UNSPEC, std::chrono::seconds(5)}, never);
  task = network_->lookUp({"192.0.2.1", 80, AF_UNSPEC, std::chrono::seconds(5)}, never);
  task.reset();
  EXPECT_EQ(addresses("both.test", AF_INET), "192.0.2.1");
  loop_.turnUntilIdle();
}

}  // namespace
}  // namespace prism::tests
