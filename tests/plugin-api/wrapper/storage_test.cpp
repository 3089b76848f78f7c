// SPDX-License-Identifier: MIT
// prism/storage.hpp: the calls that reach the host, and what comes back.
#include "tests/support/fake_host.h"
#include <prism/storage.hpp>

#include <gtest/gtest.h>

#include <cerrno>

namespace prism::tests {
namespace {

class StorageWrapperTest : public testing::Test {
 protected:
  FakeHost fake_;
  const Storage storage_{Host(fake_.table())};
};

TEST_F(StorageWrapperTest, IsThere) { EXPECT_TRUE(storage_); }

TEST_F(StorageWrapperTest, GetsAValue) {
  fake_.stored()[{"alice", "token"}] = std::string("a\0b", 3);
  const StoredValue stored = storage_.get("alice", "token");
  EXPECT_EQ(fake_.take(), Lines{"get user=alice key=token"});
  EXPECT_EQ(stored.result, Result::Ok);
  EXPECT_EQ(stored.value, std::string("a\0b", 3));
}

TEST_F(StorageWrapperTest, AMissingValueIsNoErrorAndAnEmptyOneIsThere) {
  fake_.stored()[{"alice", "empty"}] = "";
  EXPECT_EQ(storage_.get("alice", "empty").value, "");
  const StoredValue stored = storage_.get("alice", "token");
  EXPECT_EQ(stored.result, Result::Ok);
  EXPECT_EQ(stored.value, std::nullopt);
}

TEST_F(StorageWrapperTest, SetsAndRemoves) {
  EXPECT_EQ(storage_.set("alice", "token", "secret"), Result::Ok);
  EXPECT_EQ(storage_.set(kWholeTransport, "cursor", "7"), Result::Ok);
  EXPECT_EQ(storage_.remove("alice", "token"), Result::Ok);
  EXPECT_EQ(fake_.take(),
            (Lines{"set user=alice key=token value=secret", "set key=cursor value=7", "remove user=alice key=token"}));
  EXPECT_EQ(fake_.stored(), (FakeHost::Values{{{"", "cursor"}, "7"}}));
}

TEST_F(StorageWrapperTest, ListsKeys) {
  fake_.stored() = {{{"alice", "room/a"}, "1"}, {{"alice", "room/b"}, "2"}, {{"alice", "token"}, "3"}};
  EXPECT_EQ(storage_.list("alice", "room/").keys, (std::vector<std::string>{"room/a", "room/b"}));
  EXPECT_EQ(storage_.list("alice").keys, (std::vector<std::string>{"room/a", "room/b", "token"}));
  EXPECT_EQ(fake_.take(), (Lines{"list user=alice prefix=room/", "list user=alice"}));
}

TEST_F(StorageWrapperTest, ErrorsComeThroughWithTheirErrno) {
  fake_.answer(PRISM_ERR_SYSTEM);
  errno = ENOSPC;
  EXPECT_EQ(storage_.set("alice", "token", "secret"), Result::SystemError);
  EXPECT_EQ(storage_.get("alice", "token").result, Result::SystemError);
  EXPECT_EQ(storage_.list("alice").result, Result::SystemError);
  EXPECT_EQ(storage_.remove("alice", "token"), Result::SystemError);
  EXPECT_EQ(errno, ENOSPC);
}

TEST_F(StorageWrapperTest, AHostWithoutTheServiceRefusesEachCall) {
  prism_host table = *fake_.table();
  table.get_service = [](const prism_host*, const char*) -> const void* { return nullptr; };
  const Storage none{Host(&table)};
  EXPECT_FALSE(none);
  EXPECT_EQ(none.get("alice", "token").result, Result::Unsupported);
  EXPECT_EQ(none.set("alice", "token", "secret"), Result::Unsupported);
  EXPECT_EQ(none.remove("alice", "token"), Result::Unsupported);
  EXPECT_EQ(none.list("alice").result, Result::Unsupported);
  EXPECT_EQ(fake_.take(), Lines{});
}

}  // namespace
}  // namespace prism::tests
