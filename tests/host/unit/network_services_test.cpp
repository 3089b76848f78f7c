// SPDX-License-Identifier: MIT
// The services prism.resolve and prism.media on a fake network: the checks of the plugin's calls, the queue of fetches,
// and the ends of lookups and fetches.
#include "host/base/abi.h"
#include "host/media/daily_share.h"
#include "host/media/fetches.h"
#include "host/network/network_module.h"
#include "host/resolve/lookups.h"
#include "tests/host/unit/fake_network.h"
#include "tests/host/unit/guard_test.h"
#include <prism/testing/temporary_directory.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace prism::tests {
namespace {

using host::Network;

class NetworkServicesTest : public GuardTest {
 protected:
  NetworkServicesTest() {
    sessions_.open("bob");
    auto network = std::make_unique<FakeNetwork>();
    fake_ = network.get();
    network_.emplace(std::move(network), log_.logger());
    lookups_.emplace(*network_, guard_, boundary_);
    fetches_.emplace(ids_, *network_, guard_, timers_, boundary_, kMaxFile);
  }

  static constexpr std::uint64_t kMaxFile = 1000;

  // --- Lookups.

  static prism_lookup lookup(prism_str name) {
    prism_lookup lookup{};
    lookup.struct_size = sizeof lookup;
    lookup.name = name;
    return lookup;
  }

  prism_result resolve(const prism_lookup& lookup) { return lookups_->resolve(&lookup, &onAnswered, this, &id_); }

  static void onAnswered(void* data, prism_resolve_id id, const prism_lookup_answer* answer) {
    auto* self = static_cast<NetworkServicesTest*>(data);
    std::string line = fmt::format("{}: {} {}", id, answer->outcome, host::view(answer->error));
    for (std::uint64_t i = 0; i < answer->addresses_count; ++i) {
      const prism_address& address = *answer->addresses[i];
      EXPECT_EQ(address.struct_size, sizeof address);
      line += fmt::format(" {} {} {}", address.family, host::view(address.text), address.sockaddr.size);
    }
    self->ended_.push_back(line);
    if (self->then_) {
      self->then_();
    }
  }

  // Ends a lookup as the network would.
  void answer(const std::string& name, const Network::Answer& answer) {
    const auto answered = fake_->lookups.at(name).second;
    answered(answer);
  }

  // --- Fetches.

  static prism_fetch fetchOf(prism_str user, prism_str url) {
    prism_fetch fetch{};
    fetch.struct_size = sizeof fetch;
    fetch.user = user;
    fetch.url = url;
    return fetch;
  }

  prism_result fetch(const prism_fetch& fetch) { return fetches_->fetch(&fetch, &onDone, this, &id_); }
  prism_result fetch(prism_str user, const std::string& url) { return fetch(fetchOf(user, host::borrowed(url))); }

  static void onDone(void* data, prism_media_id id, const prism_fetched* fetched) {
    auto* self = static_cast<NetworkServicesTest*>(data);
    EXPECT_EQ(fetched->struct_size, sizeof *fetched);
    self->ended_.push_back(fmt::format("{}: {} {}", id, fetched->outcome, host::view(fetched->error)));
    if (self->then_) {
      self->then_();
    }
  }

  void finish(const std::string& url, std::uint32_t outcome = PRISM_FETCH_DONE) {
    const auto done = fake_->fetches.at(url).second;
    Network::Fetched fetched;
    fetched.outcome = outcome;
    done(fetched);
  }

  std::string running() const {
    std::string urls;
    for (const auto& [url, fetch] : fake_->fetches) {
      urls += (urls.empty() ? "" : " ") + url;
    }
    return urls;
  }

  // Expects that a call is refused with this result, and logged in this way.
  void expectFault(prism_result result, prism_result expected, const std::string& line) {
    expectRefused(result, expected, line);
  }

  host::WriteSide write_side_;
  host::CallMonitor calls_{write_side_};
  host::PluginBoundary boundary_{faults_, calls_};
  host::TimerSource timers_;
  host::MediaIds ids_;
  FakeNetwork* fake_ = nullptr;
  std::optional<host::NetworkModule> network_;
  std::optional<host::Lookups> lookups_;
  std::optional<host::Fetches> fetches_;
  std::uint64_t id_ = 0;
  Lines ended_;
  std::function<void()> then_;  // run in each callback
};

TEST_F(NetworkServicesTest, ALookupIsAnsweredOnce) {
  EXPECT_EQ(resolve(lookup(PRISM_STR("irc.test"))), PRISM_OK);
  EXPECT_EQ(id_, 1U);
  const Network::Lookup asked = fake_->lookups.at("irc.test").first;
  EXPECT_EQ(asked.family, AF_UNSPEC);
  EXPECT_EQ(asked.timeout, std::chrono::seconds(10));
  Network::Answer found{PRISM_LOOKUP_FOUND, "", {}};
  Network::Address address;
  address.storage.ss_family = AF_INET;
  address.size = sizeof(sockaddr_in);
  address.text = "192.0.2.1";
  found.addresses.push_back(address);
  answer("irc.test", found);
  EXPECT_EQ(ended_, Lines{"1: 1  1 192.0.2.1 16"});
  EXPECT_TRUE(fake_->lookups.empty());
  EXPECT_EQ(lookups_->cancel(1), PRISM_OK);
}

TEST_F(NetworkServicesTest, ErrorsOfALookupAreFitForXml) {
  EXPECT_EQ(resolve(lookup(PRISM_STR("bad"))), PRISM_OK);
  answer("bad", {PRISM_LOOKUP_NOT_FOUND, "\"b\x01\xFF\" is no host name", {}});
  EXPECT_EQ(ended_, Lines{"1: 2 \"b\xEF\xBF\xBD\xEF\xBF\xBD\" is no host name"});
}

TEST_F(NetworkServicesTest, ACancelledLookupIsForgotten) {
  EXPECT_EQ(resolve(lookup(PRISM_STR("irc.test"))), PRISM_OK);
  EXPECT_EQ(lookups_->cancel(id_), PRISM_OK);
  EXPECT_EQ(lookups_->cancel(id_), PRISM_OK);
  EXPECT_TRUE(fake_->lookups.empty());
  EXPECT_EQ(log_.take(), Lines{});
  expectFault(lookups_->cancel(2), PRISM_ERR_ARGUMENT, "resolve.cancel: there is no lookup 2");
  expectFault(lookups_->cancel(0), PRISM_ERR_ARGUMENT, "resolve.cancel: there is no lookup 0");
}

TEST_F(NetworkServicesTest, InvalidLookupsAreRefused) {
  expectFault(lookups_->resolve(nullptr, &onAnswered, this, &id_), PRISM_ERR_ARGUMENT,
              "resolve.resolve: the argument is NULL");
  prism_lookup asked = lookup(PRISM_STR("x"));
  expectFault(lookups_->resolve(&asked, nullptr, this, &id_), PRISM_ERR_ARGUMENT, "resolve.resolve: answered is NULL");
  expectFault(lookups_->resolve(&asked, &onAnswered, this, nullptr), PRISM_ERR_ARGUMENT, "resolve.resolve: id is NULL");
  expectFault(resolve(lookup({nullptr, 3})), PRISM_ERR_ARGUMENT, "resolve.resolve: name is NULL, but has a size of 3");
  expectFault(resolve(lookup({nullptr, 2000})), PRISM_ERR_ARGUMENT,
              "resolve.resolve: name is NULL, but has a size of 2000");
  asked.port = 65'536;
  expectFault(resolve(asked), PRISM_ERR_ARGUMENT, "resolve.resolve: port is 65536, at most 65535 is allowed");
  asked = lookup(PRISM_STR("x"));
  asked.family = 3;
  expectFault(resolve(asked), PRISM_ERR_ARGUMENT, "resolve.resolve: family 3 does not exist");
  asked = lookup(PRISM_STR("x"));
  asked.timeout_ms = 60'001;
  expectFault(resolve(asked), PRISM_ERR_ARGUMENT, "resolve.resolve: timeout_ms is 60001, at most 60000 are allowed");
  asked = lookup(PRISM_STR("x"));
  asked.struct_size = 8;
  expectFault(resolve(asked), PRISM_ERR_ARGUMENT,
              fmt::format("resolve.resolve: struct_size is 8, expected at least {}", sizeof(prism_lookup)));
}

TEST_F(NetworkServicesTest, AnyTypedNameIsAnswered) {
  EXPECT_EQ(resolve(lookup({})), PRISM_OK);
  answer("", {PRISM_LOOKUP_NOT_FOUND, "\"\" is no host name", {}});
  const std::string long_name(900, 'x');  // of an event in this test
  EXPECT_EQ(resolve(lookup(host::borrowed(long_name))), PRISM_OK);
  answer(long_name, {PRISM_LOOKUP_NOT_FOUND, "it is no host name", {}});
  // As much as a stanza has, and more than an event may have.
  const std::string longer(100'000, 'x');
  EXPECT_EQ(resolve(lookup(host::borrowed(longer))), PRISM_OK);
  answer("", {PRISM_LOOKUP_NOT_FOUND, "\"\" is no host name", {}});
  EXPECT_EQ(ended_,
            (Lines{"1: 2 \"\" is no host name", "2: 2 it is no host name", "3: 2 the name has more than 1023 bytes"}));
  EXPECT_EQ(log_.take(), Lines{});
}

TEST_F(NetworkServicesTest, ALongNameEndsWithTheProcessAsOthersDo) {
  const std::string longer(1024, 'x');
  EXPECT_EQ(resolve(lookup(host::borrowed(longer))), PRISM_OK);
  lookups_->endAll();
  EXPECT_EQ(ended_, Lines{"1: 5 the gateway is about to end"});
}

TEST_F(NetworkServicesTest, OpenLookupsAreBounded) {
  for (int i = 0; i < 1000; ++i) {
    const std::string name = std::to_string(i);
    ASSERT_EQ(resolve(lookup(host::borrowed(name))), PRISM_OK);
  }
  expectFault(resolve(lookup(PRISM_STR("more"))), PRISM_ERR_LIMIT, "resolve.resolve: 1000 lookups are open already");
  answer("7", {PRISM_LOOKUP_TIMED_OUT, "", {}});
  EXPECT_EQ(resolve(lookup(PRISM_STR("more"))), PRISM_OK);
}

TEST_F(NetworkServicesTest, AFetchOfAUserIsBoundedByTheHost) {
  prism_fetch asked = fetchOf(kAlice, PRISM_STR("http://a/"));
  EXPECT_EQ(fetch(asked), PRISM_OK);
  EXPECT_EQ(fake_->fetches.at("http://a/").first.max_size, kMaxFile);
  EXPECT_LE(fake_->fetches.at("http://a/").first.timeout, std::chrono::seconds(60));
  asked = fetchOf(kAlice, PRISM_STR("http://b/"));
  asked.max_size = kMaxFile + 1;
  asked.timeout_ms = 500;
  EXPECT_EQ(fetch(asked), PRISM_OK);
  EXPECT_EQ(fake_->fetches.at("http://b/").first.max_size, kMaxFile);
  EXPECT_LE(fake_->fetches.at("http://b/").first.timeout, std::chrono::milliseconds(500));
  finish("http://a/");
  asked = fetchOf(kAlice, PRISM_STR("http://c/"));
  asked.max_size = 5;
  EXPECT_EQ(fetch(asked), PRISM_OK);
  EXPECT_EQ(fake_->fetches.at("http://c/").first.max_size, 5U);
}

TEST_F(NetworkServicesTest, TwoFetchesOfAUserRunAndTheOthersWait) {
  for (const char* url : {"a1", "a2", "a3", "a4"}) {
    EXPECT_EQ(fetch(kAlice, url), PRISM_OK);
  }
  EXPECT_EQ(fetch(kBob, "b1"), PRISM_OK);
  EXPECT_EQ(running(), "a1 a2 b1");
  finish("a2");
  EXPECT_EQ(running(), "a1 a3 b1");
  EXPECT_EQ(fetches_->cancel(1), PRISM_OK);
  EXPECT_EQ(running(), "a3 a4 b1");
  EXPECT_EQ(ended_, Lines{"2: 1 "});
  EXPECT_EQ(fetches_->cancel(1), PRISM_OK);
  expectFault(fetches_->cancel(6), PRISM_ERR_ARGUMENT, "media.cancel: there is no fetch or publication 6");
}

TEST_F(NetworkServicesTest, EightFetchesRunAtATime) {
  for (int i = 0; i < 10; ++i) {
    const std::string user = "user" + std::to_string(i);
    sessions_.open(user);
    EXPECT_EQ(fetch(host::borrowed(user), std::to_string(i)), PRISM_OK);
  }
  EXPECT_EQ(running(), "0 1 2 3 4 5 6 7");
  finish("3", PRISM_FETCH_FAILED);
  EXPECT_EQ(running(), "0 1 2 4 5 6 7 8");
}

TEST_F(NetworkServicesTest, OpenFetchesAreBounded) {
  for (int i = 0; i < 16; ++i) {
    ASSERT_EQ(fetch(kAlice, "a" + std::to_string(i)), PRISM_OK);
  }
  expectFault(fetch(kAlice, "more"), PRISM_ERR_LIMIT, "media.fetch: 16 fetches for user 'alice' are open already");
  for (int i = 16; i < 256; ++i) {
    const std::string user = "user" + std::to_string(i);
    sessions_.open(user);
    ASSERT_EQ(fetch(host::borrowed(user), user), PRISM_OK);
  }
  EXPECT_EQ(fetch(kBob, "more"), PRISM_ERR_LIMIT);
  EXPECT_EQ(log_.take(), Lines{"media.fetch: 256 fetches are open already"}) << "it is no fault of the plugin";
}

TEST_F(NetworkServicesTest, AUserDoesNotWaitForTheManyFetchesOfOthers) {
  const auto hang = [this](int user, int count) {
    const std::string name = "user" + std::to_string(user);
    sessions_.open(name);
    for (int i = 0; i < count; ++i) {
      EXPECT_EQ(fetch(host::borrowed(name), fmt::format("{}/{}", name, i)), PRISM_OK);
    }
  };
  for (int i = 0; i < 4; ++i) {
    hang(i, 16);
  }
  EXPECT_EQ(fetch(kAlice, "a1"), PRISM_OK);
  EXPECT_TRUE(fake_->fetches.contains("a1")) << "four users leave places: " << running();
  finish("a1");
  hang(4, 16);
  hang(5, 16);
  EXPECT_EQ(fake_->fetches.size(), 8U);
  EXPECT_EQ(fetch(kAlice, "a2"), PRISM_OK);
  EXPECT_EQ(fetch(kAlice, "a3"), PRISM_OK);
  EXPECT_FALSE(fake_->fetches.contains("a2"));
  finish(fake_->fetches.rbegin()->first, PRISM_FETCH_TIMED_OUT);
  EXPECT_TRUE(fake_->fetches.contains("a2")) << "it is her turn: " << running();
  finish(fake_->fetches.rbegin()->first, PRISM_FETCH_TIMED_OUT);
  EXPECT_FALSE(fake_->fetches.contains("a3")) << "others have their turns: " << running();
}

TEST_F(NetworkServicesTest, AFetchThatWaitsTooLongIsTimedOut) {
  EXPECT_EQ(fetch(kAlice, "a1"), PRISM_OK);
  EXPECT_EQ(fetch(kAlice, "a2"), PRISM_OK);
  prism_fetch asked = fetchOf(kAlice, PRISM_STR("a3"));
  asked.timeout_ms = 1;
  EXPECT_EQ(fetch(asked), PRISM_OK);
  pollfd due{timers_.fd(), POLLIN, 0};
  ASSERT_EQ(::poll(&due, 1, 10'000), 1);
  timers_.runDue([](auto callback, void* data, auto timer) { callback(data, timer); });
  EXPECT_EQ(ended_, Lines{"3: 4 too many other files are fetched"});
  EXPECT_EQ(running(), "a1 a2");
  finish("a1");
  EXPECT_EQ(running(), "a2");
}

TEST_F(NetworkServicesTest, ACallbackMayFetchAndCancel) {
  EXPECT_EQ(fetch(kAlice, "a1"), PRISM_OK);
  EXPECT_EQ(fetch(kAlice, "a2"), PRISM_OK);
  EXPECT_EQ(fetch(kAlice, "a3"), PRISM_OK);
  then_ = [this] {
    EXPECT_EQ(fetches_->cancel(1), PRISM_OK);
    EXPECT_EQ(fetches_->cancel(3), PRISM_OK);
    EXPECT_EQ(fetch(kAlice, "a4"), PRISM_OK);
  };
  finish("a1");
  EXPECT_EQ(running(), "a2 a4");
  EXPECT_EQ(timers_.size(), 0U);
}

TEST_F(NetworkServicesTest, AnExceptionOfACallbackCostsThatCallback) {
  EXPECT_EQ(fetch(kAlice, "a1"), PRISM_OK);
  then_ = [] { throw std::runtime_error("oops"); };
  finish("a1");
  EXPECT_EQ(log_.take(), Lines{"plugin misbehaving: fake: media.fetch: exception 'oops'"});
  EXPECT_EQ(running(), "");
}

TEST_F(NetworkServicesTest, AnyTypedUrlIsAnswered) {
  EXPECT_EQ(fetch(kAlice, ""), PRISM_OK);
  finish("", PRISM_FETCH_FORBIDDEN);
  const std::string long_url(900, 'x');
  EXPECT_EQ(fetch(kAlice, long_url), PRISM_OK);
  finish(long_url, PRISM_FETCH_FORBIDDEN);
  EXPECT_EQ(fetch(kAlice, "http://a/" + std::string(100'000, 'x')), PRISM_OK);
  EXPECT_EQ(running(), "") << "nothing of it is fetched";
  finish("", PRISM_FETCH_FORBIDDEN);
  EXPECT_EQ(ended_, (Lines{"1: 2 ", "2: 2 ", "3: 2 the URL has more than 4096 bytes"}));
  EXPECT_EQ(log_.take(), Lines{});
}

TEST_F(NetworkServicesTest, InvalidFetchesAreRefused) {
  const prism_fetch good = fetchOf(kAlice, PRISM_STR("http://a/"));
  expectFault(fetches_->fetch(nullptr, &onDone, this, &id_), PRISM_ERR_ARGUMENT, "media.fetch: the argument is NULL");
  expectFault(fetches_->fetch(&good, nullptr, this, &id_), PRISM_ERR_ARGUMENT, "media.fetch: done is NULL");
  expectFault(fetches_->fetch(&good, &onDone, this, nullptr), PRISM_ERR_ARGUMENT, "media.fetch: id is NULL");
  expectFault(fetch(kMallory, "http://a/"), PRISM_ERR_NO_USER, "media.fetch: user 'mallory' is not logged in");
  expectFault(fetch(fetchOf(kAlice, {nullptr, 5000})), PRISM_ERR_ARGUMENT,
              "media.fetch: url is NULL, but has a size of 5000");
  prism_fetch asked = good;
  asked.flags = 6;
  expectFault(fetch(asked), PRISM_ERR_ARGUMENT, "media.fetch: flags have the unknown bits 0x6");
  asked = good;
  asked.timeout_ms = 600'001;
  expectFault(fetch(asked), PRISM_ERR_ARGUMENT, "media.fetch: timeout_ms is 600001, at most 600000 are allowed");
  asked = good;
  asked.flags = PRISM_FETCH_TO_DESCRIPTOR;
  asked.fd = -1;
  expectFault(fetch(asked), PRISM_ERR_ARGUMENT, "media.fetch: fd is -1, which is no open descriptor");
  const UniqueFd device(::open("/dev/null", O_RDWR | O_CLOEXEC));
  asked.fd = device.get();
  expectFault(fetch(asked), PRISM_ERR_ARGUMENT,
              fmt::format("media.fetch: fd is {}, which is no regular file", asked.fd));
  const UniqueFd read_only(::open("/proc/self/exe", O_RDONLY | O_CLOEXEC));
  asked.fd = read_only.get();
  expectFault(fetch(asked), PRISM_ERR_ARGUMENT,
              fmt::format("media.fetch: fd is {}, which is not open for writing", asked.fd));
}

TEST_F(NetworkServicesTest, TheDescriptorOfAFetchIsTheHostsOwn) {
  const testing::TemporaryDirectory directory;
  UniqueFd fd(::open(directory.write("file", "").c_str(), O_WRONLY | O_CLOEXEC));
  prism_fetch asked = fetchOf(kAlice, PRISM_STR("http://a/"));
  asked.flags = PRISM_FETCH_TO_DESCRIPTOR;
  asked.fd = fd.get();
  EXPECT_EQ(fetch(asked), PRISM_OK);
  const int own = fake_->fetches.at("http://a/").first.fd;
  EXPECT_NE(own, fd.get());
  fd.close();
  EXPECT_EQ(::write(own, "x", 1), 1);
  finish("http://a/");
  EXPECT_EQ(::fcntl(own, F_GETFD), -1) << "it stays open";
}

TEST_F(NetworkServicesTest, WithoutTheModuleFetchesAreRefused) {
  host::NetworkModule missing(
      {}, [] { return nullptr; }, log_.logger());
  EXPECT_EQ(missing.get(), nullptr);
  const Lines lines = log_.take();
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_TRUE(lines[0].starts_with("the plugin can neither resolve names nor fetch files: /")) << lines[0];
  EXPECT_TRUE(lines[0].ends_with("/spectrum2_prism_network.so is missing; it is in Debian's package prism-network"))
      << lines[0];
  EXPECT_EQ(missing.get(), nullptr);
  EXPECT_EQ(log_.take(), Lines{}) << "it is said once";
  host::Fetches fetches(ids_, missing, guard_, timers_, boundary_, kMaxFile);
  const prism_fetch asked = fetchOf(kAlice, PRISM_STR("http://a/"));
  expectFault(fetches.fetch(&asked, &onDone, this, &id_), PRISM_ERR_UNSUPPORTED,
              "media.fetch: PRISM_MEDIA_CAN_FETCH is not set");
}

TEST_F(NetworkServicesTest, AtTheEndOpenFetchesEndOnce) {
  for (const char* url : {"a1", "a2", "a3", "a4"}) {
    EXPECT_EQ(fetch(kAlice, url), PRISM_OK);
  }
  then_ = [this] {
    fetches_->cancel(3);
    expectFault(fetch(kAlice, "late"), PRISM_ERR_STATE, "media.fetch: the process is about to end");
  };
  fetches_->endAll();
  EXPECT_EQ(ended_, (Lines{"1: 7 the gateway is about to end", "2: 7 the gateway is about to end",
                           "4: 7 the gateway is about to end"}));
  EXPECT_EQ(running(), "");
  EXPECT_EQ(timers_.size(), 0U);
}

TEST_F(NetworkServicesTest, AtTheEndOpenLookupsEndOnce) {
  EXPECT_EQ(resolve(lookup(PRISM_STR("a"))), PRISM_OK);
  EXPECT_EQ(resolve(lookup(PRISM_STR("b"))), PRISM_OK);
  EXPECT_EQ(resolve(lookup(PRISM_STR("c"))), PRISM_OK);
  then_ = [this] {
    lookups_->cancel(2);
    expectFault(resolve(lookup(PRISM_STR("d"))), PRISM_ERR_STATE, "resolve.resolve: the process is about to end");
  };
  lookups_->endAll();
  EXPECT_EQ(ended_, (Lines{"1: 5 the gateway is about to end", "3: 5 the gateway is about to end"}));
  EXPECT_TRUE(fake_->lookups.empty());
}

TEST(DailyShareTest, ANewDayBeginsAtNothing) {
  host::DailyShare shares(100);
  EXPECT_FALSE(shares.isUsedUp("alice", 5));
  shares.add("alice", 60);
  EXPECT_FALSE(shares.isUsedUp("alice", 5));
  shares.add("alice", 60);
  EXPECT_TRUE(shares.isUsedUp("alice", 5));
  EXPECT_FALSE(shares.isUsedUp("bob", 5));
  EXPECT_FALSE(shares.isUsedUp("alice", 6));
}

TEST(DailyShareTest, AFileThatDoesNotComeIsTakenBack) {
  host::DailyShare shares(100);
  EXPECT_FALSE(shares.isUsedUp("alice", 5));
  shares.add("alice", 100);
  shares.remove("alice", 100);
  EXPECT_FALSE(shares.isUsedUp("alice", 5));
  shares.add("alice", 100);
  EXPECT_FALSE(shares.isUsedUp("alice", 6));
  shares.remove("alice", 100);  // a file of yesterday
  shares.add("alice", 100);
  EXPECT_TRUE(shares.isUsedUp("alice", 6));
}

}  // namespace
}  // namespace prism::tests
