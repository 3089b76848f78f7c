// SPDX-License-Identifier: MIT
// prism/resolve.hpp: the lookups that reach the host, and how they end.
#include "tests/support/fake_host.h"
#include <prism/resolve.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>

namespace prism::tests {
namespace {

class ResolverTest : public testing::Test {
 protected:
  OpenLookup resolve() {
    return resolver_.resolve({"irc.test"}, [this](const LookupAnswer& answer) { note(answer); });
  }

  void note(const LookupAnswer& answer) {
    std::string line = std::to_string(static_cast<std::uint32_t>(answer.outcome)) + " " + std::string(answer.error);
    for (const Address& address : answer.addresses) {
      line += " " + std::to_string(static_cast<std::uint32_t>(address.family)) + " " + std::string(address.text) + " " +
              std::string(address.sockaddr);
    }
    ended_.push_back(line);
  }

  static prism_lookup_answer answer(std::uint32_t outcome, const char* error) {
    prism_lookup_answer answer{};
    answer.struct_size = sizeof answer;
    answer.outcome = outcome;
    answer.error = prism_str_from(error);
    return answer;
  }

  FakeHost fake_;
  const Resolver resolver_{Host(fake_.table())};
  Lines ended_;
};

TEST_F(ResolverTest, ALookupReachesTheHostWhole) {
  const OpenLookup open = resolver_.resolve({"irc.test", 6697, Family::IPv6, std::chrono::seconds(3)},
                                            [this](const LookupAnswer& answer) { note(answer); });
  EXPECT_TRUE(resolver_);
  EXPECT_TRUE(open);
  EXPECT_EQ(open.result(), Result::Ok);
  EXPECT_EQ(fake_.take(), Lines{"resolve irc.test port=6697 family=2 timeout=3000"});
  const prism_address first{sizeof(prism_address), PRISM_FAMILY_IPV6, PRISM_STR("2001:db8::1"), {"raw", 3}};
  const prism_address second{sizeof(prism_address), PRISM_FAMILY_IPV4, PRISM_STR("192.0.2.1"), {"bytes", 5}};
  const prism_address* const addresses[] = {&first, &second};
  prism_lookup_answer found = answer(PRISM_LOOKUP_FOUND, "");
  found.addresses = addresses;
  found.addresses_count = 2;
  fake_.endLookup(1, found);
  EXPECT_EQ(ended_, Lines{"1  2 2001:db8::1 raw 1 192.0.2.1 bytes"});
  EXPECT_FALSE(open);
}

TEST_F(ResolverTest, EachOutcomeIsTold) {
  for (const auto outcome : {PRISM_LOOKUP_NOT_FOUND, PRISM_LOOKUP_TIMED_OUT, PRISM_LOOKUP_FAILED}) {
    const OpenLookup open = resolve();
    fake_.endLookup(outcome - 1, answer(outcome, "why"));
  }
  EXPECT_EQ(ended_, (Lines{"2 why", "3 why", "4 why"}));
}

TEST_F(ResolverTest, ItsEndCancelsIt) {
  OpenLookup open = resolve();
  fake_.take();
  open = resolve();
  EXPECT_EQ(fake_.take(), (Lines{"resolve irc.test", "cancel_lookup 1"}));
  open.cancel();
  EXPECT_EQ(fake_.take(), Lines{"cancel_lookup 2"});
  open.cancel();
  EXPECT_FALSE(open);
  EXPECT_EQ(fake_.take(), Lines{});
}

TEST_F(ResolverTest, ItMayBeReplacedInItsOwnCallback) {
  OpenLookup open;
  open = resolver_.resolve({"one.test"}, [&](const LookupAnswer&) { open = resolve(); });
  fake_.endLookup(1, answer(PRISM_LOOKUP_FAILED, ""));
  EXPECT_TRUE(open);
  fake_.endLookup(2, answer(PRISM_LOOKUP_FAILED, "second"));
  EXPECT_EQ(ended_, Lines{"4 second"});
}

TEST_F(ResolverTest, ARefusalIsTheResult) {
  for (const Result refusal : {Result::BadArgument, Result::WrongState, Result::NoMemory, Result::WrongThread}) {
    fake_.answer(static_cast<prism_result>(refusal));
    const OpenLookup open = resolve();
    EXPECT_FALSE(open);
    EXPECT_EQ(open.result(), refusal);
  }
}

TEST_F(ResolverTest, OnAnotherThreadACancelLeavesTheCallbackWithoutEffect) {
  OpenLookup open = resolve();
  fake_.answer(PRISM_ERR_THREAD);
  open.cancel();
  fake_.endLookup(1, answer(PRISM_LOOKUP_FAILED, ""));
  EXPECT_EQ(ended_, Lines{});
}

TEST_F(ResolverTest, AnExceptionIsLogged) {
  const OpenLookup open =
      resolver_.resolve({"irc.test"}, [](const LookupAnswer&) { throw std::runtime_error("oops"); });
  fake_.take();
  fake_.endLookup(1, answer(PRISM_LOOKUP_FAILED, ""));
  EXPECT_EQ(fake_.take(), Lines{"fault: a lookup: exception: oops"});
}

TEST_F(ResolverTest, AHostWithoutTheServiceRefuses) {
  prism_host other = *fake_.table();
  other.get_service = [](const prism_host*, const char*) -> const void* { return nullptr; };
  const Resolver missing{Host(&other)};
  EXPECT_FALSE(missing);
  EXPECT_EQ(missing.resolve({"irc.test"}, [](const LookupAnswer&) {}).result(), Result::Unsupported);
}

}  // namespace
}  // namespace prism::tests
