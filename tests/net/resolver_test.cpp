// SPDX-License-Identifier: MIT
#include "net/resolver.h"

#include "net/address.h"
#include "net/host_name.h"
#include "tests/net/dns_server.h"
#include "tests/net/net_test.h"

#include <memory>
#include <optional>

namespace net::tests {
namespace {

class ResolverTest : public testing::Test {
 protected:
  // Resolves a name. Returns the answer as one line.
  std::string lookUp(Resolver* resolver, const std::string& name) {
    std::optional<Resolver::Answer> answer;
    const auto lookup = resolver->lookUp(name, 6667, [&](Resolver::Answer come) {
      EXPECT_FALSE(answer) << "answered twice";
      answer = std::move(come);
    });
    EXPECT_FALSE(answer) << "answered from within the call";
    loop.turnUntil("the answer", [&] { return answer.has_value(); });
    return answer ? line(*answer) : "";
  }

  static std::string line(const Resolver::Answer& answer) {
    std::string result = answer.error;
    for (const Address& address : answer.addresses) {
      result += (result.empty() ? "" : " ") + address.text();
    }
    return result;
  }

  LoopHost loop;
};

TEST_F(ResolverTest, LiteralsAreAddresses) {
  Resolver resolver(loop.host());
  EXPECT_EQ(lookUp(&resolver, "192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(lookUp(&resolver, "2001:db8:0::1"), "2001:db8::1");
}

TEST_F(ResolverTest, ThePortIsInTheAddress) {
  const auto ipv4 = literalAddress("192.0.2.1", 6697);
  ASSERT_TRUE(ipv4);
  EXPECT_EQ(reinterpret_cast<const sockaddr_in*>(&ipv4->storage)->sin_port, htons(6697));
  const auto ipv6 = literalAddress("::1", 6697);
  ASSERT_TRUE(ipv6);
  EXPECT_EQ(reinterpret_cast<const sockaddr_in6*>(&ipv6->storage)->sin6_port, htons(6697));
}

TEST_F(ResolverTest, LocalhostIsKnownWithoutANameServer) {
  const DnsServer server(DnsServer::Zone{});
  Resolver resolver(loop.host(), server.address());
  EXPECT_NE(lookUp(&resolver, "localhost").find("127.0.0.1"), std::string::npos);
  EXPECT_EQ(server.questions(), 0U);
}

TEST_F(ResolverTest, InvalidHostNameIsNotLookedUp) {
  const DnsServer server(DnsServer::Zone{});
  Resolver resolver(loop.host(), server.address());
  EXPECT_EQ(lookUp(&resolver, ""), "\"\" is no host name");
  EXPECT_EQ(lookUp(&resolver, "irc example"), "\"irc example\" is no host name");
  EXPECT_EQ(lookUp(&resolver, "irc..example"), "\"irc..example\" is no host name");
  EXPECT_EQ(lookUp(&resolver, "irc:example"), "\"irc:example\" is no host name");
  EXPECT_EQ(lookUp(&resolver, "irc.ex\xC3\xA4mple"), "\"irc.ex\xC3\xA4mple\" is no host name");
  EXPECT_EQ(server.questions(), 0U);
  EXPECT_TRUE(isHostName("irc-1.Example_net.org."));
  EXPECT_FALSE(isHostName(std::string(255, 'a')));
}

TEST_F(ResolverTest, AsksANameServer) {
  const DnsServer server(DnsServer::Zone{{"irc.test", {"192.0.2.1"}}});
  Resolver resolver(loop.host(), server.address());
  EXPECT_EQ(lookUp(&resolver, "irc.test"), "192.0.2.1");
  EXPECT_EQ(lookUp(&resolver, "IRC.test."), "192.0.2.1");
}

TEST_F(ResolverTest, FamiliesComeByTurns) {
  const DnsServer server(
      DnsServer::Zone{{"irc.test", {"192.0.2.1", "192.0.2.2", "192.0.2.3", "2001:db8::1", "2001:db8::2"}}});
  Resolver resolver(loop.host(), server.address());
  const std::string addresses = lookUp(&resolver, "irc.test");
  // The order of the families depends on this machine's routes.
  std::string families;
  for (const char c : addresses) {
    families += c == '.' && (families.empty() || families.back() != '.') ? "." : c == ':' ? ":" : c == ' ' ? " " : "";
  }
  EXPECT_EQ(std::count(addresses.begin(), addresses.end(), ' '), 4) << addresses;
  const bool ipv6_first = addresses.find(':') < addresses.find('.');
  EXPECT_EQ(families, ipv6_first ? "::: . ::: . ." : ". ::: . ::: .") << addresses;
}

TEST_F(ResolverTest, TurnsKeepTheOrderWithinAFamily) {
  std::vector<Address> addresses;
  for (const char* text : {"2001:db8::1", "192.0.2.1", "192.0.2.2", "192.0.2.3", "2001:db8::2"}) {
    addresses.push_back(*literalAddress(text, 1));
  }
  std::string order;
  for (const Address& address : interleaveFamilies(addresses)) {
    order += address.text() + " ";
  }
  EXPECT_EQ(order, "2001:db8::1 192.0.2.1 2001:db8::2 192.0.2.2 192.0.2.3 ");
  EXPECT_TRUE(interleaveFamilies({}).empty());
}

TEST_F(ResolverTest, ANameThatDoesNotExist) {
  const DnsServer server(DnsServer::Zone{});
  Resolver resolver(loop.host(), server.address());
  EXPECT_EQ(lookUp(&resolver, "irc.invalid"), "the name irc.invalid is not known");
}

TEST_F(ResolverTest, WithTheSystemsNameServersAnAnswerComesInTime) {
  Resolver resolver(loop.host());
  std::optional<Resolver::Answer> answer;
  const auto lookup = resolver.lookUp("irc.invalid", 6667, [&](Resolver::Answer come) { answer = std::move(come); });
  // c-ares itself gives up after ten seconds.
  loop.turnUntil(
      "the answer", [&] { return answer.has_value(); }, std::chrono::seconds(20));
  ASSERT_TRUE(answer);
  EXPECT_TRUE(answer->addresses.empty());
  EXPECT_NE(answer->error.find("irc.invalid"), std::string::npos) << answer->error;
}

TEST_F(ResolverTest, ManyAtOnce) {
  DnsServer::Zone zone;
  for (int i = 0; i < 100; ++i) {
    zone["irc" + std::to_string(i) + ".test"] = {"192.0.2." + std::to_string(i)};
  }
  const DnsServer server(zone);
  Resolver resolver(loop.host(), server.address());
  std::vector<std::string> answers(100);
  std::vector<Resolver::Lookup> lookups;
  std::size_t count = 0;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    lookups.push_back(resolver.lookUp("irc" + std::to_string(i) + ".test", 1, [&, i](const Resolver::Answer& answer) {
      answers[i] = line(answer);
      ++count;
    }));
  }
  loop.turnUntil("all answers", [&] { return count == answers.size(); });
  for (std::size_t i = 0; i < answers.size(); ++i) {
    EXPECT_EQ(answers[i], "192.0.2." + std::to_string(i));
  }
}

TEST_F(ResolverTest, ADroppedLookupIsNotAnswered) {
  const DnsServer server(DnsServer::Zone{{"irc.test", {"192.0.2.1"}}, {"silent.test", {}}});
  Resolver resolver(loop.host(), server.address());
  const auto never = [](const Resolver::Answer&) { ADD_FAILURE() << "answered"; };
  { const auto dropped = resolver.lookUp("irc.test", 1, never); }
  { const auto dropped = resolver.lookUp("192.0.2.1", 1, never); }
  auto replaced = resolver.lookUp("irc.test", 1, never);
  replaced = resolver.lookUp("silent.test", 1, never);
  EXPECT_EQ(lookUp(&resolver, "irc.test"), "192.0.2.1");
  replaced = {};
  loop.turnUntilIdle();
}

TEST_F(ResolverTest, ALookupMayEndInItsOwnAnswerAndBeginAnother) {
  const DnsServer server(DnsServer::Zone{{"irc.test", {"192.0.2.1"}}});
  Resolver resolver(loop.host(), server.address());
  Resolver::Lookup lookup;
  std::string second;
  lookup = resolver.lookUp("irc.invalid", 1, [&](const Resolver::Answer&) {
    lookup = resolver.lookUp("irc.test", 1, [&](const Resolver::Answer& answer) {
      second = line(answer);
      lookup = {};
    });
  });
  loop.turnUntil("the second answer", [&] { return second == "192.0.2.1"; });
}

TEST_F(ResolverTest, MayEndBeforeItsLookups) {
  const DnsServer server(DnsServer::Zone{{"silent.test", {}}});
  auto resolver = std::make_unique<Resolver>(loop.host(), server.address());
  const auto never = [](const Resolver::Answer&) { ADD_FAILURE() << "answered"; };
  const auto first = resolver->lookUp("silent.test", 1, never);
  auto second = resolver->lookUp("silent.test", 1, never);
  loop.turnUntil("the questions", [&] {
    if (server.questions() == 0) {
      static_cast<void>(loop.host().post([] {}));
    }
    return server.questions() > 0;
  });
  resolver.reset();
  loop.turnUntilIdle();
  second = {};
}

TEST_F(ResolverTest, SaysIfItCannotWork) {
  Resolver resolver(loop.host(), "not an address");
  EXPECT_EQ(lookUp(&resolver, "irc.test").substr(0, 26), "names cannot be resolved: ");
}

}  // namespace
}  // namespace net::tests
