// SPDX-License-Identifier: MIT
// The service "prism.storage/1": the checks of its callers, sessions, and what the log says.
#include "host/storage/storage.h"

#include "tests/host/unit/guard_test.h"
#include "tests/host/unit/store_test.h"
#include "tests/support/guard_events.h"

#include <cerrno>
#include <optional>

namespace prism::tests {
namespace {

using host::Storage;

class StorageTest : public GuardTest {
 protected:
  StorageTest() { startAs("irc"); }

  // Starts the service for a plugin, and logs alice in.
  void startAs(const std::string& plugin, const std::string& working_dir = "") {
    storage_.reset();
    const std::string directory = working_dir.empty() ? directory_.path().string() : working_dir;
    storage_.emplace(sessions_, guard_, timers_, host::StorageSettings{directory + "/prism-storage/irc.test", 365},
                     plugin, host_log_.logger());
    storage_->start();
    storage_->allowChanges();
    storage_->onLogin("alice");
  }

  prism_result set(const std::string& user, const std::string& key, const std::string& value) {
    const Storage::Outcome outcome =
        storage_->set(host::borrowed(user), host::borrowed(key), {value.data(), value.size()});
    error_ = outcome.error;
    return outcome.result;
  }

  std::string get(const std::string& user, const std::string& key) {
    std::string value = "(none)";
    const auto visit = [](void* data, prism_blob blob) {
      static_cast<std::string*>(data)->assign(static_cast<const char*>(blob.data), blob.size);
    };
    const Storage::Outcome outcome = storage_->get(host::borrowed(user), host::borrowed(key), visit, &value);
    return outcome.result == PRISM_OK ? value : "result " + std::to_string(outcome.result);
  }

  Lines list(const std::string& user, const std::string& prefix = "") {
    Lines keys;
    const auto visit = [](void* data, prism_str key) { static_cast<Lines*>(data)->emplace_back(host::view(key)); };
    EXPECT_EQ(storage_->list(host::borrowed(user), host::borrowed(prefix), visit, &keys).result, PRISM_OK);
    return keys;
  }

  // Ends alice's session as the plugin does.
  void disconnect() {
    disconnected(guard_, kAlice, PRISM_CONNECTION_ERROR_OTHER, PRISM_STR("bye"));
    takeFrames();
  }

  std::string lockOf(const std::string& user) const {
    return directory_.path().string() + "/prism-storage/irc.test/users/" + user + ".lock";
  }

  testing::TemporaryDirectory directory_;
  CapturedLog host_log_{"StorageTest"};
  host::TimerSource timers_;
  std::optional<Storage> storage_;
  int error_ = 0;
};

TEST_F(StorageTest, KeepsValuesOfUsersAndOfTheTransport) {
  EXPECT_EQ(set("alice", "token", "alice's"), PRISM_OK);
  EXPECT_EQ(set("", "token", "everybody's"), PRISM_OK);
  EXPECT_EQ(set("alice", "empty", ""), PRISM_OK);
  EXPECT_EQ(get("alice", "token"), "alice's");
  EXPECT_EQ(get("", "token"), "everybody's");
  EXPECT_EQ(get("alice", "empty"), "");
  EXPECT_EQ(storage_->remove(kAlice, PRISM_STR("token")).result, PRISM_OK);
  EXPECT_EQ(storage_->remove(kAlice, PRISM_STR("token")).result, PRISM_OK) << "there is none";
  EXPECT_EQ(get("alice", "token"), "(none)");
  EXPECT_EQ(get("", "token"), "everybody's");
  EXPECT_EQ(host_log_.take(), Lines{});
  EXPECT_EQ(log_.take(), Lines{});
}

TEST_F(StorageTest, ListsKeysByPrefix) {
  for (const char* const key : {"b/2", "a", "b/1", "b0", "\xC3\xA9"}) {
    EXPECT_EQ(set("alice", key, "x"), PRISM_OK);
  }
  EXPECT_EQ(list("alice"), (Lines{"a", "b/1", "b/2", "b0", "\xC3\xA9"}));
  EXPECT_EQ(list("alice", "b/"), (Lines{"b/1", "b/2"}));
  EXPECT_EQ(list("alice", "c"), Lines{});
  EXPECT_EQ(list(""), Lines{});
}

TEST_F(StorageTest, PluginsDoNotSeeEachOthersValues) {
  set("alice", "token", "irc's");
  EXPECT_EQ(storage_->change("alice", "rooms", "the host's").result, PRISM_OK);
  startAs("ircx");
  EXPECT_EQ(get("alice", "token"), "(none)");
  EXPECT_EQ(list("alice"), Lines{});
  set("alice", "token", "ircx's");
  storage_->remove(kAlice, PRISM_STR("token"));
  startAs("irc");
  EXPECT_EQ(get("alice", "token"), "irc's");
  EXPECT_EQ(list("alice"), Lines{"token"}) << "the host's is not there either";
  std::optional<std::string> value;
  EXPECT_EQ(storage_->get("alice", "rooms", &value).result, PRISM_OK);
  EXPECT_EQ(value, "the host's");
  EXPECT_EQ(storage_->get("", "rooms", &value).result, PRISM_OK);
}

TEST_F(StorageTest, InvalidArgumentsAreRefused) {
  const auto refused = [this](prism_result result, const std::string& line) {
    expectRefused(result, PRISM_ERR_ARGUMENT, line);
  };
  const std::string large(PRISM_STORAGE_MAX_VALUE + 1, 'x');
  const auto no_value = [](void*, prism_blob) {};
  const auto no_key = [](void*, prism_str) {};
  const prism_str null{nullptr, 3};
  refused(set("alice", "", "x"), "storage.set: key is empty");
  refused(set("alice", std::string(256, 'k'), "x"), "storage.set: key has 256 bytes; 255 are allowed");
  refused(set("alice", "bell \a", "x"), "storage.set: key is no text that XML allows");
  refused(set("alice", "latin \xE9", "x"), "storage.set: key is no text that XML allows");
  refused(storage_->set(kAlice, PRISM_STR("k"), {nullptr, 3}).result,
          "storage.set: value is NULL, but has a size of 3");
  expectRefused(set("alice", "k", large), PRISM_ERR_TOO_LARGE,
                "storage.set: value has 262145 bytes; 262144 are allowed");
  refused(storage_->set(kAlice, null, {"x", 1}).result, "storage.set: key is NULL, but has a size of 3");
  refused(storage_->set(null, PRISM_STR("k"), {"x", 1}).result, "storage.set: user is NULL, but has a size of 3");
  refused(storage_->remove(kAlice, {}).result, "storage.remove: key is empty");
  refused(storage_->get(kAlice, {}, no_value, nullptr).result, "storage.get: key is empty");
  refused(storage_->get(kAlice, PRISM_STR("k"), nullptr, nullptr).result, "storage.get: visit is NULL");
  refused(storage_->list(kAlice, {}, nullptr, nullptr).result, "storage.list: visit is NULL");
  refused(storage_->list(kAlice, PRISM_STR("\a"), no_key, nullptr).result,
          "storage.list: prefix is no text that XML allows");
  EXPECT_EQ(set("alice", std::string(255, 'k'), std::string(PRISM_STORAGE_MAX_VALUE, 'x')), PRISM_OK);
}

TEST_F(StorageTest, UsersWithoutALoginHaveNoValues) {
  expectRefused(set("mallory", "k", "x"), PRISM_ERR_NO_USER, "storage.set: user 'mallory' is not logged in");
  EXPECT_EQ(get("mallory", "k"), "result -3");
  EXPECT_EQ(log_.take(), Lines{"plugin misbehaving: fake: storage.get: user 'mallory' is not logged in"});
  expectRefused(storage_
                    ->list(
                        kMallory, {}, [](void*, prism_str) {}, nullptr)
                    .result,
                PRISM_ERR_NO_USER, "storage.list: user 'mallory' is not logged in");
}

TEST_F(StorageTest, ANameThatIsNoJidHasNoValues) {
  const std::string longest(2047, 'x');
  storage_->onLogin(longest);
  EXPECT_EQ(set(longest, "k", "x"), PRISM_OK);
  EXPECT_EQ(get(longest, "k"), "x");
  const std::string longer = longest + "y";
  storage_->onLogin(longer);
  EXPECT_EQ(set(longer, "k", "x"), PRISM_ERR_NO_USER);
  log_.take();
}

TEST_F(StorageTest, ValuesCanBeStoredUntilLogoutHasReturned) {
  sessions_.close("alice");
  EXPECT_EQ(set("alice", "k", "in logout"), PRISM_OK);
  storage_->onLogout("alice");
  expectRefused(set("alice", "k", "x"), PRISM_ERR_NO_USER, "storage.set: user 'alice' is not logged in");
}

TEST_F(StorageTest, ValuesCanBeStoredRightAfterDisconnected) {
  disconnect();
  EXPECT_EQ(set("alice", "k", "after disconnected"), PRISM_OK);
  storage_->endTurn();
  expectRefused(set("alice", "k", "x"), PRISM_ERR_NO_USER, "storage.set: user 'alice' is not logged in");
}

TEST_F(StorageTest, ALoginInTheSameTurnStays) {
  disconnect();
  sessions_.open("alice");
  storage_->onLogin("alice");
  storage_->endTurn();
  EXPECT_EQ(set("alice", "k", "x"), PRISM_OK);
}

TEST_F(StorageTest, NothingIsChangedBeforeStart) {
  set("", "k", "x");
  storage_.reset();
  storage_.emplace(sessions_, guard_, timers_,
                   host::StorageSettings{directory_.path().string() + "/prism-storage/irc.test", 365}, "irc",
                   host_log_.logger());
  storage_->start();
  EXPECT_EQ(get("", "k"), "x");
  expectRefused(set("", "k", "y"), PRISM_ERR_STATE, "storage.set: values can be changed from start() on");
  expectRefused(storage_->remove({}, PRISM_STR("k")).result, PRISM_ERR_STATE,
                "storage.remove: values can be changed from start() on");
}

TEST_F(StorageTest, ALoginCostsNothingUnlessThePluginWantsTheService) {
  storage_.reset();
  const testing::TemporaryDirectory other;
  storage_.emplace(sessions_, guard_, timers_, host::StorageSettings{other.path().string() + "/prism-storage/x", 365},
                   "irc", host_log_.logger());
  storage_->allowChanges();
  storage_->onLogin("alice");
  EXPECT_TRUE(std::filesystem::is_empty(other.path()));
}

TEST_F(StorageTest, ANewerLoginElsewhereIsLoggedOnce) {
  set("alice", "k", "here");
  {
    Storage elsewhere(sessions_, guard_, timers_, {directory_.path().string() + "/prism-storage/irc.test", 365}, "irc",
                      host_log_.logger());
    elsewhere.start();
    elsewhere.allowChanges();
    elsewhere.onLogin("alice");
    EXPECT_EQ(elsewhere.set(kAlice, PRISM_STR("k"), {"elsewhere", 9}).result, PRISM_OK);
  }
  EXPECT_EQ(set("alice", "k", "x"), PRISM_ERR_STATE);
  EXPECT_EQ(set("alice", "k", "y"), PRISM_ERR_STATE);
  EXPECT_EQ(storage_->remove(kAlice, PRISM_STR("k")).result, PRISM_ERR_STATE);
  EXPECT_EQ(get("alice", "k"), "elsewhere");
  EXPECT_EQ(host_log_.take(), Lines{"no more values of user 'alice' are stored here until the next login: the user has "
                                    "logged in at another backend since"});
  EXPECT_EQ(log_.take(), Lines{}) << "it is no fault of the plugin";
  storage_->onLogin("alice");
  EXPECT_EQ(set("alice", "k", "z"), PRISM_OK);
}

TEST_F(StorageTest, TooManyBytesAreTheFaultOfThePlugin) {
  const std::string large(PRISM_STORAGE_MAX_VALUE, 'x');
  for (const char* const key : {"1", "2", "3"}) {
    EXPECT_EQ(set("alice", key, large), PRISM_OK);
  }
  expectRefused(set("alice", "4", large), PRISM_ERR_LIMIT,
                "storage.set: user 'alice': keys and values would have 1048580 bytes, at most 1048576 are allowed");
}

TEST_F(StorageTest, FailuresAreSaidOnceWithARemedy) {
  startAs("irc", directory_.path().string() + "/later");
  const std::string failure = "stored values: cannot make the directory " + directory_.path().string() +
                              "/later/prism-storage: No such file or directory; service.working_dir must exist";
  EXPECT_EQ(host_log_.take(), Lines{failure});
  EXPECT_EQ(set("alice", "k", "x"), PRISM_ERR_SYSTEM);
  EXPECT_EQ(error_, ENOENT);
  EXPECT_EQ(host_log_.take(), Lines{});
  std::filesystem::create_directory(directory_.path() / "later");
  EXPECT_EQ(set("alice", "k", "x"), PRISM_OK) << "the login is recorded now";
  EXPECT_EQ(get("alice", "k"), "x");
  EXPECT_EQ(host_log_.take(), Lines{"stored values: writing works again"});
}

TEST_F(StorageTest, ALockThatIsHeldIsWaitedForOnce) {
  const auto held = host::FileLock::take(lockOf("alice"), host::Store::Wait(5000));
  ASSERT_TRUE(held);
  EXPECT_EQ(set("alice", "k", "x"), PRISM_ERR_SYSTEM);
  EXPECT_EQ(error_, ETIMEDOUT);
  EXPECT_EQ(host_log_.take(),
            Lines{"stored values: another process holds the lock " + lockOf("alice") +
                  ", and may be stopped; look for a backend of this transport in the state T, and end it"});
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(set("alice", "k", "x"), PRISM_ERR_SYSTEM);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5)) << "a hundred waits take ten";
}

TEST_F(StorageTest, ValuesAreSettledInTheEnd) {
  set("alice", "k", "one");
  set("alice", "k", "two");
  const host::Store store(directory_.path().string() + "/prism-storage/irc.test", host_log_.logger());
  storage_.reset();  // ends the thread, which settles
  EXPECT_FALSE(store.isUnsettled("alice"));
  EXPECT_EQ(*store.read("alice")->find("irc", "k"), "two");
}

}  // namespace
}  // namespace prism::tests
