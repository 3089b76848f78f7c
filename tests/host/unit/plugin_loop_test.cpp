// SPDX-License-Identifier: MIT
#include "host/services/plugin_loop.h"

#include "tests/support/captured_log.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/eventfd.h>

#include <atomic>
#include <stdexcept>
#include <thread>
#include <utility>

namespace prism::host {
namespace {

using std::chrono::milliseconds;
using Lines = std::vector<std::string>;

class PluginLoopTest : public testing::Test {
 protected:
  // Turns the loop until `done` returns true. Some event must wake the loop, or this blocks.
  void turnUntil(const std::function<bool()>& done) {
    while (!done()) {
      loop_.turn();
    }
  }

  struct Pipe {
    Pipe() {
      int fds[2];
      EXPECT_EQ(::pipe2(fds, O_CLOEXEC | O_NONBLOCK), 0);
      in = UniqueFd(fds[0]);
      out = UniqueFd(fds[1]);
    }
    void write() { EXPECT_EQ(::write(out.get(), "x", 1), 1); }
    UniqueFd in, out;
  };

  // A watch that counts its calls, and runs an action.
  struct Watch {
    int calls = 0;
    std::uint32_t ready = 0;
    std::function<void()> then = [] {};

    static void onReady(void* data, prism_watch, std::int32_t, std::uint32_t ready) {
      auto* watch = static_cast<Watch*>(data);
      ++watch->calls;
      watch->ready = ready;
      watch->then();
    }
  };

  prism_watch add(int fd, std::uint32_t events, Watch* watch) {
    prism_watch id = 0;
    EXPECT_EQ(plugin_loop_.watches().add(fd, events, &Watch::onReady, watch, &id), PRISM_OK);
    EXPECT_NE(id, 0U);
    return id;
  }

  tests::CapturedLog log_;
  FaultLog faults_{log_.logger(), ""};
  WriteSide write_side_;
  CallMonitor calls_{write_side_};
  PluginBoundary boundary_{faults_, calls_};
  EventLoop loop_;
  PluginLoop plugin_loop_{loop_, boundary_};
};

TEST_F(PluginLoopTest, CallsAWatchAsLongAsItsDescriptorIsReady) {
  Pipe pipe;
  Watch watch;
  add(pipe.in.get(), PRISM_WATCH_READABLE, &watch);
  pipe.write();
  turnUntil([&] { return watch.calls == 3; });
  EXPECT_EQ(watch.ready, PRISM_WATCH_READABLE);
}

TEST_F(PluginLoopTest, AHangUpShowsAsWhatWasAskedFor) {
  Pipe pipe;
  Watch watch;
  add(pipe.in.get(), PRISM_WATCH_READABLE | PRISM_WATCH_WRITABLE, &watch);
  pipe.out = UniqueFd();
  turnUntil([&] { return watch.calls > 0; });
  EXPECT_EQ(watch.ready, PRISM_WATCH_READABLE | PRISM_WATCH_WRITABLE);
}

TEST_F(PluginLoopTest, AWatchMayBeModified) {
  Pipe pipe;
  Watch watch;
  const prism_watch id = add(pipe.out.get(), 0, &watch);
  Watch other;
  Pipe ready;
  ready.write();
  add(ready.in.get(), PRISM_WATCH_READABLE, &other);
  turnUntil([&] { return other.calls == 3; });
  EXPECT_EQ(watch.calls, 0) << "a pause";
  EXPECT_EQ(plugin_loop_.watches().modify(id, PRISM_WATCH_WRITABLE), PRISM_OK);
  turnUntil([&] { return watch.calls > 0; });
  EXPECT_EQ(watch.ready, PRISM_WATCH_WRITABLE);
}

TEST_F(PluginLoopTest, APausedWatchWhoseDescriptorHangsUpDoesNotTurnTheLoop) {
  Pipe paused[2];
  Watch watches[2];
  add(paused[0].in.get(), 0, &watches[0]);
  const prism_watch id = add(paused[1].in.get(), PRISM_WATCH_READABLE, &watches[1]);
  EXPECT_EQ(plugin_loop_.watches().modify(id, 0), PRISM_OK);
  paused[0].out = UniqueFd();
  paused[1].out = UniqueFd();
  static int timers = 0;
  timers = 0;
  plugin_loop_.timers().add(
      milliseconds(20), {}, [](void*, TimerQueue::Id) { ++timers; }, nullptr);
  int turns = 0;
  turnUntil([&] { return ++turns > 1 && timers > 0; });
  EXPECT_LE(turns, 5);
  EXPECT_EQ(watches[0].calls + watches[1].calls, 0);
  EXPECT_EQ(plugin_loop_.watches().modify(id, PRISM_WATCH_READABLE), PRISM_OK);
  turnUntil([&] { return watches[1].calls > 0; });
}

TEST_F(PluginLoopTest, AWatchMayBeRemovedInsideItsOwnCallback) {
  Pipe pipe;
  Watch watch;
  const prism_watch id = add(pipe.in.get(), PRISM_WATCH_READABLE, &watch);
  watch.then = [&] { EXPECT_EQ(plugin_loop_.watches().remove(id), PRISM_OK); };
  pipe.write();
  Pipe ready;
  ready.write();
  Watch other;
  add(ready.in.get(), PRISM_WATCH_READABLE, &other);
  turnUntil([&] { return other.calls == 5; });
  EXPECT_EQ(watch.calls, 1);
  EXPECT_EQ(plugin_loop_.watches().remove(id), PRISM_OK) << "has ended already";
  EXPECT_EQ(plugin_loop_.watches().remove(id + (prism_watch{1} << 32)), PRISM_ERR_ARGUMENT) << "has never been";
}

TEST_F(PluginLoopTest, NoCallComesAfterRemovalEvenIfTheEventHasBeenFetched) {
  Pipe pipes[2];
  Watch watches[2];
  prism_watch ids[2];
  for (int i = 0; i < 2; ++i) {
    ids[i] = add(pipes[i].in.get(), PRISM_WATCH_READABLE, &watches[i]);
    watches[i].then = [&, i] { plugin_loop_.watches().remove(ids[1 - i]); };
    pipes[i].write();
  }
  turnUntil([&] { return watches[0].calls + watches[1].calls >= 3; });
  EXPECT_TRUE(watches[0].calls == 0 || watches[1].calls == 0);
}

TEST_F(PluginLoopTest, ACallbackMayAddWatches) {
  Pipe pipe;
  Watch watch;
  add(pipe.in.get(), PRISM_WATCH_READABLE, &watch);
  std::vector<std::unique_ptr<Pipe>> pipes;
  std::vector<std::unique_ptr<Watch>> watches;
  watch.then = [&] {
    while (watches.size() < 50) {
      pipes.push_back(std::make_unique<Pipe>());
      watches.push_back(std::make_unique<Watch>());
      add(pipes.back()->in.get(), PRISM_WATCH_READABLE, watches.back().get());
    }
    pipes.back()->write();
  };
  pipe.write();
  turnUntil([&] { return watches.size() == 50 && watches.back()->calls > 0; });
}

TEST_F(PluginLoopTest, ADescriptorThatWasClosedTooEarlyDoesNotHarmItsSuccessor) {
  auto pipe = std::make_unique<Pipe>();
  const int number = pipe->in.get();
  Watch old_watch;
  const prism_watch old_id = add(number, PRISM_WATCH_READABLE, &old_watch);
  pipe.reset();
  Pipe successor;
  ASSERT_TRUE(successor.in.get() == number || successor.out.get() == number);
  Watch watch;
  add(successor.in.get(), PRISM_WATCH_READABLE, &watch);
  EXPECT_EQ(plugin_loop_.watches().remove(old_id), PRISM_OK);
  successor.write();
  turnUntil([&] { return watch.calls > 0; });
  EXPECT_EQ(old_watch.calls, 0);
}

TEST_F(PluginLoopTest, RefusesImpossibleWatches) {
  Watch watch;
  prism_watch id = 0;
  WatchTable& watches = plugin_loop_.watches();
  Pipe pipe;
  EXPECT_EQ(watches.add(-1, PRISM_WATCH_READABLE, &Watch::onReady, &watch, &id), PRISM_ERR_ARGUMENT);
  EXPECT_EQ(watches.add(pipe.in.get(), 4, &Watch::onReady, &watch, &id), PRISM_ERR_ARGUMENT);
  EXPECT_EQ(watches.add(pipe.in.get(), PRISM_WATCH_READABLE, nullptr, &watch, &id), PRISM_ERR_ARGUMENT);
  EXPECT_EQ(watches.add(pipe.in.get(), PRISM_WATCH_READABLE, &Watch::onReady, &watch, nullptr), PRISM_ERR_ARGUMENT);
  const UniqueFd file(::open("/proc/self/stat", O_RDONLY | O_CLOEXEC));
  add(pipe.in.get(), PRISM_WATCH_READABLE, &watch);
  EXPECT_EQ(watches.add(pipe.in.get(), PRISM_WATCH_READABLE, &Watch::onReady, &watch, &id), PRISM_ERR_ARGUMENT)
      << "twice";
  EXPECT_EQ(watches.add(9999, PRISM_WATCH_READABLE, &Watch::onReady, &watch, &id), PRISM_ERR_SYSTEM);
  EXPECT_EQ(watches.add(2147483647, PRISM_WATCH_READABLE, &Watch::onReady, &watch, &id), PRISM_ERR_SYSTEM);
  EXPECT_EQ(watches.modify(12345, 0), PRISM_ERR_ARGUMENT);
  EXPECT_EQ(watches.remove(0), PRISM_ERR_ARGUMENT);
}

TEST_F(PluginLoopTest, TimersComeWhenTheyAreDue) {
  static std::vector<int> calls;
  calls.clear();
  static int numbers[] = {0, 1, 2};
  const auto note = [](void* data, TimerQueue::Id) { calls.push_back(*static_cast<int*>(data)); };
  const auto start = TimerQueue::Clock::now();
  plugin_loop_.timers().add(milliseconds(20), {}, note, &numbers[2]);
  plugin_loop_.timers().add(milliseconds(10), {}, note, &numbers[1]);
  plugin_loop_.timers().add(milliseconds(0), {}, note, &numbers[0]);
  turnUntil([] { return calls.size() == 3; });
  EXPECT_EQ(calls, (std::vector<int>{0, 1, 2}));
  EXPECT_GE(TimerQueue::Clock::now() - start, milliseconds(20));
}

TEST_F(PluginLoopTest, PostsComeFromOtherThreadsInOrder) {
  static std::vector<std::intptr_t> calls;
  static std::thread::id caller;
  calls.clear();
  constexpr std::intptr_t kPosts = 1000;
  std::thread thread([this] {
    for (std::intptr_t i = 0; i < kPosts; ++i) {
      const prism_result result = plugin_loop_.posts().post(
          [](void* data) {
            calls.push_back(reinterpret_cast<std::intptr_t>(data));
            caller = std::this_thread::get_id();
          },
          reinterpret_cast<void*>(i));
      EXPECT_EQ(result, PRISM_OK);
    }
  });
  turnUntil([] { return calls.size() == kPosts; });
  thread.join();
  for (std::intptr_t i = 0; i < kPosts; ++i) {
    ASSERT_EQ(calls[static_cast<std::size_t>(i)], i);
  }
  EXPECT_EQ(caller, std::this_thread::get_id());
}

TEST_F(PluginLoopTest, OnHoldNothingIsServedAndNothingIsLost) {
  static int posts = 0;
  static int timers = 0;
  posts = timers = 0;
  Pipe pipe;
  Watch watch;
  add(pipe.in.get(), PRISM_WATCH_READABLE, &watch);
  pipe.write();
  plugin_loop_.posts().post([](void*) { ++posts; }, nullptr);
  plugin_loop_.timers().add(
      {}, {}, [](void*, TimerQueue::Id) { ++timers; }, nullptr);
  plugin_loop_.serve(false);

  // A handler of the host's own, whose readiness makes the loop turn.
  struct Turns : EventLoop::Handler {
    void onReady(std::uint32_t) override { ++count; }
    int count = 0;
  } turns;
  const UniqueFd event(::eventfd(1, EFD_CLOEXEC));
  loop_.add(event.get(), EPOLLIN, &turns, "an event of the test");
  turnUntil([&] { return turns.count == 10; });
  EXPECT_EQ(watch.calls + posts + timers, 0);

  plugin_loop_.serve(true);
  turnUntil([&] { return watch.calls > 0 && posts > 0 && timers > 0; });
  EXPECT_EQ(posts, 1);
  EXPECT_EQ(timers, 1);
  loop_.remove(event.get());
}

TEST_F(PluginLoopTest, ADescriptorThatIsClosedBeforeItsWatchIsRemovedDoesNotSpinTheLoop) {
  Pipe pipe;
  Watch watch;
  const prism_watch id = add(pipe.in.get(), PRISM_WATCH_READABLE, &watch);
  Pipe other;
  Watch kept;
  add(other.in.get(), PRISM_WATCH_READABLE, &kept);
  const UniqueFd copy(::dup(pipe.in.get()));
  pipe.write();
  pipe.in = UniqueFd();
  plugin_loop_.watches().remove(id);
  static bool due = false;
  due = false;
  plugin_loop_.timers().add(
      std::chrono::milliseconds(100), {}, [](void*, TimerQueue::Id) { due = true; }, nullptr);
  int turns = 0;
  turnUntil([&] { return ++turns > 1000 || due; });
  EXPECT_LT(turns, 100) << "nothing is ready until the timer is";
  EXPECT_EQ(watch.calls, 0);
  other.write();
  turnUntil([&] { return kept.calls > 0; });
}

// Closing a descriptor before its watch is removed is a fault, wherever it shows.
TEST_F(PluginLoopTest, ADescriptorThatIsClosedWhileItIsWatchedIsNamedOnce) {
  WatchTable& watches = plugin_loop_.watches();
  Watch watch;
  const auto expectNamed = [&](const std::string& function, int number) {
    EXPECT_EQ(log_.take(), Lines{fmt::format("{}: descriptor {} was closed while it was watched", function, number)});
  };
  const auto watched = [&](std::uint32_t events) {
    Pipe pipe;
    const int number = pipe.in.get();
    return std::pair(add(number, events, &watch), number);  // closes the pipe
  };

  const auto [removed, removed_number] = watched(PRISM_WATCH_READABLE);
  EXPECT_EQ(watches.remove(removed), PRISM_OK);
  expectNamed("watch_remove", removed_number);

  const auto [paused, paused_number] = watched(0);
  EXPECT_EQ(watches.modify(paused, PRISM_WATCH_READABLE), PRISM_ERR_SYSTEM);
  EXPECT_EQ(errno, EBADF);
  expectNamed("watch_modify", paused_number);
  EXPECT_EQ(watches.remove(paused), PRISM_OK);

  const auto [replaced, replaced_number] = watched(PRISM_WATCH_READABLE);
  const UniqueFd other(::eventfd(1, EFD_CLOEXEC));
  ASSERT_EQ(other.get(), replaced_number);
  const prism_watch successor = add(other.get(), PRISM_WATCH_READABLE, &watch);
  expectNamed("watch_add", replaced_number);
  watches.checkDescriptors();
  EXPECT_EQ(watches.remove(replaced), PRISM_OK);
  EXPECT_EQ(watches.remove(successor), PRISM_OK);

  const auto [checked, checked_number] = watched(PRISM_WATCH_READABLE);
  watches.checkDescriptors();
  expectNamed("watch", checked_number);
  watches.checkDescriptors();
  EXPECT_EQ(watches.remove(checked), PRISM_OK);

  const auto [left, left_number] = watched(PRISM_WATCH_READABLE);
  plugin_loop_.close(PluginLoop::Posts::kRun);
  expectNamed("watch", left_number);
  EXPECT_EQ(log_.take(), Lines{});
}

TEST_F(PluginLoopTest, ACheckOfDescriptorsNamesNoneThatIsOpen) {
  Pipe pipes[3];
  Watch watch;
  const prism_watch id = add(pipes[0].in.get(), PRISM_WATCH_READABLE, &watch);
  add(pipes[1].in.get(), 0, &watch);
  plugin_loop_.watches().checkDescriptors();
  EXPECT_EQ(plugin_loop_.watches().modify(id, 0), PRISM_OK);
  EXPECT_EQ(plugin_loop_.watches().modify(id, PRISM_WATCH_READABLE), PRISM_OK);
  plugin_loop_.watches().checkDescriptors();
  pipes[0].write();
  turnUntil([&] { return watch.calls > 0; });
  EXPECT_EQ(plugin_loop_.watches().remove(id), PRISM_OK);
  EXPECT_EQ(log_.take(), Lines{});
}

TEST_F(PluginLoopTest, AllDescriptorsAreCheckedInTheEnd) {
  constexpr int kWatches = 400;
  Watch watch;
  std::vector<UniqueFd> events;
  std::vector<prism_watch> ids;
  for (int i = 0; i < kWatches; ++i) {
    events.emplace_back(::eventfd(0, EFD_CLOEXEC));
    ids.push_back(add(events.back().get(), PRISM_WATCH_READABLE, &watch));
  }
  for (const int each : {0, 255, 256, kWatches - 1}) {
    events[static_cast<std::size_t>(each)] = UniqueFd();
  }
  plugin_loop_.watches().checkDescriptors();
  plugin_loop_.watches().checkDescriptors();
  EXPECT_EQ(log_.take().size(), 4U);
}

TEST_F(PluginLoopTest, AWatchThatSpinsIsNamed) {
  Pipe pipe;
  const int number = pipe.in.get();
  Watch watch;
  add(number, PRISM_WATCH_READABLE, &watch);
  pipe.out = UniqueFd();
  Lines lines;
  turnUntil([&] {
    lines = log_.take();
    return !lines.empty();
  });
  const std::string begin = fmt::format("watch: descriptor {} spins: its callback was called ", number);
  EXPECT_TRUE(lines[0].starts_with(begin)) << lines[0];
  EXPECT_TRUE(lines[0].ends_with(" ms, and has neither read nor written anything")) << lines[0];
}

TEST_F(PluginLoopTest, ExceptionsStayInside) {
  Pipe pipe;
  Watch watch;
  watch.then = [&] { throw std::runtime_error("no\nway"); };
  const prism_watch id = add(pipe.in.get(), PRISM_WATCH_READABLE, &watch);
  pipe.write();
  turnUntil([&] { return watch.calls == 1; });
  plugin_loop_.watches().remove(id);
  plugin_loop_.posts().post([](void*) { throw 42; }, nullptr);
  static bool done = false;
  done = false;
  plugin_loop_.posts().post([](void*) { done = true; }, nullptr);
  turnUntil([] { return done; });
  EXPECT_EQ(log_.take(), (Lines{"watch: exception 'no\\x0away'", "post: exception of an unknown type"}));
}

TEST_F(PluginLoopTest, PostsOfAPluginThatNeverCameToLifeAreDropped) {
  static int posts = 0;
  posts = 0;
  plugin_loop_.posts().post([](void*) { ++posts; }, nullptr);
  plugin_loop_.close(PluginLoop::Posts::kDrop);
  EXPECT_EQ(posts, 0);
}

TEST_F(PluginLoopTest, ClosingMakesTheLastPostsAndTakesNoMore) {
  static int posts = 0;
  posts = 0;
  Pipe pipe;
  Watch watch;
  add(pipe.in.get(), PRISM_WATCH_READABLE, &watch);
  pipe.write();
  plugin_loop_.posts().post([](void*) { ++posts; }, nullptr);
  plugin_loop_.close(PluginLoop::Posts::kRun);
  EXPECT_EQ(posts, 1);
  EXPECT_EQ(plugin_loop_.posts().post([](void*) { ++posts; }, nullptr), PRISM_ERR_STATE);
  EXPECT_EQ(watch.calls, 0);
}

// Posts on its own thread until the queue refuses.
class Poster {
 public:
  explicit Poster(PostQueue& posts)
      : posts_(posts), thread_([this] {
          while ((result_ = posts_.post(&count, this)) == PRISM_OK) {
            if (++accepted_ == PostQueue::kMost) {
              accepted_.notify_one();
            }
          }
        }) {}
  ~Poster() { thread_.join(); }

  void awaitFullQueue() {
    for (std::size_t seen = accepted_; seen < PostQueue::kMost; seen = accepted_) {
      accepted_.wait(seen);
    }
  }

  prism_result join() {
    std::exchange(thread_, std::thread([] {})).join();
    return result_;
  }

  std::size_t accepted() const { return accepted_; }
  std::size_t called() const { return called_; }

 private:
  static void count(void* self) { ++static_cast<Poster*>(self)->called_; }

  PostQueue& posts_;
  std::atomic<std::size_t> accepted_ = 0;
  std::size_t called_ = 0;  // main thread only
  prism_result result_ = PRISM_OK;
  std::thread thread_;
};

TEST_F(PluginLoopTest, AThreadThatPostsTooMuchWaitsForRoom) {
  Poster poster(plugin_loop_.posts());
  poster.awaitFullQueue();
  for (std::size_t turns = 1; turns <= 20; ++turns) {
    const std::size_t before = poster.called();
    loop_.turn();
    EXPECT_LE(poster.called() - before, PostQueue::kMost);
  }
  EXPECT_GE(poster.called(), PostQueue::kMost);
  plugin_loop_.close(PluginLoop::Posts::kRun);
  EXPECT_EQ(poster.join(), PRISM_ERR_STATE);
  EXPECT_EQ(poster.called(), poster.accepted());
}

TEST_F(PluginLoopTest, ThreadThatWaitsForSpaceIsReleasedAtTheEnd) {
  Poster poster(plugin_loop_.posts());
  poster.awaitFullQueue();
  plugin_loop_.posts().endWaiting();
  EXPECT_EQ(poster.join(), PRISM_ERR_LIMIT);
  EXPECT_EQ(poster.accepted(), PostQueue::kMost);
  plugin_loop_.close(PluginLoop::Posts::kRun);
  EXPECT_EQ(poster.called(), PostQueue::kMost);
}

TEST_F(PluginLoopTest, TheMainThreadIsRefusedAndDoesNotWait) {
  static std::size_t posts = 0;
  posts = 0;
  const auto count = [](void*) { ++posts; };
  for (std::size_t i = 0; i < 2 * PostQueue::kMost; ++i) {
    ASSERT_EQ(plugin_loop_.posts().post(count, nullptr), PRISM_OK);
  }
  EXPECT_EQ(plugin_loop_.posts().post(count, nullptr), PRISM_ERR_LIMIT);
  loop_.turn();
  EXPECT_EQ(posts, 2 * PostQueue::kMost);
  EXPECT_EQ(plugin_loop_.posts().post(count, nullptr), PRISM_OK);
}

TEST_F(PluginLoopTest, WatchesThatAreLeftBehindAreNotWithoutEnd) {
  Watch watch;
  prism_watch id = 0;
  prism_result result = PRISM_OK;
  std::size_t added = 0;
  for (; result == PRISM_OK && added < 2'000'000; ++added) {
    const UniqueFd forgotten(::eventfd(0, EFD_CLOEXEC));
    result = plugin_loop_.watches().add(forgotten.get(), PRISM_WATCH_READABLE, &Watch::onReady, &watch, &id);
  }
  EXPECT_EQ(result, PRISM_ERR_LIMIT);
  EXPECT_EQ(added - 1, std::size_t{1024} * 1024);
}

}  // namespace
}  // namespace prism::host
