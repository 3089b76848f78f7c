// SPDX-License-Identifier: MIT
// prism/media.hpp: the files and fetches that reach the host, and how they end.
#include "tests/support/fake_host.h"
#include <prism/media.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>

namespace prism::tests {
namespace {

class MediaTest : public testing::Test {
 protected:
  OpenFetch fetch() {
    return media_.fetch({"alice", "http://a/"}, [this](const Fetched& fetched) { note(fetched); });
  }

  OpenPublication publish(const File& file) {
    return media_.publish(file, [this](const Published& published) {
      ended_.push_back(std::to_string(static_cast<std::uint32_t>(published.outcome)) + " " +
                       std::string(published.url) + " " + std::string(published.mime_type) + " " +
                       std::string(published.error));
    });
  }

  static prism_published published(std::uint32_t outcome, prism_str url = {}, prism_str mime_type = {}) {
    return {sizeof(prism_published), outcome, url, mime_type, {}};
  }

  void note(const Fetched& fetched) {
    ended_.push_back(std::to_string(static_cast<std::uint32_t>(fetched.outcome)) + " " +
                     std::to_string(fetched.http_status) + " " + std::string(fetched.error) + " " +
                     std::string(fetched.url) + " " + std::string(fetched.mime_type) + " " +
                     std::string(fetched.bytes) + " " + std::to_string(fetched.size));
  }

  static prism_fetched fetched(std::uint32_t outcome) {
    prism_fetched fetched{};
    fetched.struct_size = sizeof fetched;
    fetched.outcome = outcome;
    return fetched;
  }

  FakeHost fake_;
  const Media media_{Host(fake_.table())};
  Lines ended_;
};

TEST_F(MediaTest, AFileReachesTheHostWhole) {
  const OpenPublication open = publish({"alice", "cat.png", "image/png", "a cat"});
  EXPECT_TRUE(open);
  EXPECT_EQ(open.result(), Result::Ok);
  File from_descriptor{"alice", "cat.png"};
  from_descriptor.fd = 7;
  EXPECT_EQ(publish(from_descriptor).result(), Result::Ok);
  EXPECT_EQ(fake_.take(), (Lines{"publish alice name=cat.png mime_type=image/png bytes=a cat",
                                 "publish alice flags=1 name=cat.png fd=7", "cancel_media 2"}));
  fake_.endPublication(1, published(PRISM_PUBLISH_DONE, PRISM_STR("https://files.test/1"), PRISM_STR("image/png")));
  EXPECT_EQ(ended_, Lines{"1 https://files.test/1 image/png "});
  EXPECT_FALSE(open);
}

TEST_F(MediaTest, EachEndOfAPublicationIsTold) {
  for (const auto outcome : {PRISM_PUBLISH_TOO_LARGE, PRISM_PUBLISH_FULL, PRISM_PUBLISH_FAILED, PRISM_PUBLISH_ENDED}) {
    const OpenPublication open = publish({"alice"});
    prism_published failed = published(outcome);
    failed.error = PRISM_STR("why");
    fake_.endPublication(outcome - 1, failed);
  }
  EXPECT_EQ(ended_, (Lines{"2   why", "3   why", "4   why", "5   why"}));
}

TEST_F(MediaTest, ARefusedFileIsNotOpen) {
  for (const Result refusal : {Result::LimitReached, Result::NoUser, Result::SystemError}) {
    fake_.answer(static_cast<prism_result>(refusal));
    const OpenPublication open = publish({"alice"});
    EXPECT_FALSE(open);
    EXPECT_EQ(open.result(), refusal);
  }
}

TEST_F(MediaTest, AFetchReachesTheHostWhole) {
  const OpenFetch open = media_.fetch({"alice", "http://a/", 1000, std::chrono::seconds(5), 0},
                                      [this](const Fetched& fetched) { note(fetched); });
  EXPECT_TRUE(open);
  EXPECT_EQ(open.result(), Result::Ok);
  EXPECT_EQ(fake_.take(), Lines{"fetch alice http://a/ flags=1 max_size=1000 timeout=5000"});
  prism_fetched done = fetched(PRISM_FETCH_DONE);
  done.http_status = 200;
  done.url = PRISM_STR("http://b/");
  done.mime_type = PRISM_STR("text/plain");
  done.bytes = {"hello", 5};
  done.size = 5;
  fake_.endFetch(1, done);
  EXPECT_EQ(ended_, Lines{"1 200  http://b/ text/plain hello 5"});
  EXPECT_FALSE(open);
}

TEST_F(MediaTest, EachOutcomeIsTold) {
  for (const auto outcome : {PRISM_FETCH_FORBIDDEN, PRISM_FETCH_TOO_LARGE, PRISM_FETCH_TIMED_OUT, PRISM_FETCH_REFUSED,
                             PRISM_FETCH_FAILED, PRISM_FETCH_ENDED}) {
    const OpenFetch open = fetch();
    prism_fetched failed = fetched(outcome);
    failed.error = PRISM_STR("why");
    fake_.endFetch(outcome - 1, failed);
  }
  EXPECT_EQ(ended_,
            (Lines{"2 0 why    0", "3 0 why    0", "4 0 why    0", "5 0 why    0", "6 0 why    0", "7 0 why    0"}));
}

TEST_F(MediaTest, ItsEndCancelsAFetch) {
  OpenFetch open = fetch();
  fake_.take();
  open = fetch();
  EXPECT_EQ(fake_.take(), (Lines{"fetch alice http://a/", "cancel_media 1"}));
  open.cancel();
  EXPECT_EQ(fake_.take(), Lines{"cancel_media 2"});
  open.cancel();
  EXPECT_FALSE(open);
  EXPECT_EQ(fake_.take(), Lines{});
}

TEST_F(MediaTest, AFetchMayBeReplacedInItsOwnCallback) {
  OpenFetch open;
  open = media_.fetch({"alice", "http://a/"}, [&](const Fetched&) { open = fetch(); });
  fake_.endFetch(1, fetched(PRISM_FETCH_DONE));
  EXPECT_TRUE(open);
  fake_.endFetch(2, fetched(PRISM_FETCH_DONE));
  EXPECT_EQ(ended_.size(), 1U);
}

TEST_F(MediaTest, ARefusalIsTheResult) {
  for (const Result refusal : {Result::BadArgument, Result::NoUser, Result::NoMemory, Result::WrongThread}) {
    fake_.answer(static_cast<prism_result>(refusal));
    const OpenFetch open = fetch();
    EXPECT_FALSE(open);
    EXPECT_EQ(open.result(), refusal);
  }
}

TEST_F(MediaTest, OnAnotherThreadACancelLeavesTheCallbackWithoutEffect) {
  OpenFetch open = fetch();
  fake_.answer(PRISM_ERR_THREAD);
  open.cancel();
  fake_.endFetch(1, fetched(PRISM_FETCH_DONE));
  EXPECT_EQ(ended_, Lines{});
}

TEST_F(MediaTest, AnExceptionIsLogged) {
  const OpenFetch open = media_.fetch({"alice", "http://a/"}, [](const Fetched&) { throw std::runtime_error("oops"); });
  fake_.take();
  fake_.endFetch(1, fetched(PRISM_FETCH_DONE));
  EXPECT_EQ(fake_.take(), Lines{"fault: a fetch: exception: oops"});
}

TEST_F(MediaTest, TheAbilitiesAreThoseOfTheHost) {
  EXPECT_TRUE(media_.canPublish());
  EXPECT_TRUE(media_.canFetch());
  prism_host other = *fake_.table();
  other.get_service = [](const prism_host*, const char*) -> const void* {
    static const prism_media only_fetch{sizeof(prism_media), PRISM_MEDIA_CAN_FETCH, nullptr, nullptr, nullptr};
    return &only_fetch;
  };
  const Media fetches{Host(&other)};
  EXPECT_FALSE(fetches.canPublish());
  EXPECT_TRUE(fetches.canFetch());
  other.get_service = [](const prism_host*, const char*) -> const void* { return nullptr; };
  const Media missing{Host(&other)};
  EXPECT_FALSE(missing.canPublish());
  EXPECT_FALSE(missing.canFetch());
  EXPECT_EQ(missing.publish({"alice"}, [](const Published&) {}).result(), Result::Unsupported);
  EXPECT_EQ(missing.fetch({"alice", "http://a/"}, [](const Fetched&) {}).result(), Result::Unsupported);
}

}  // namespace
}  // namespace prism::tests
