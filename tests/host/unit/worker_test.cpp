// SPDX-License-Identifier: MIT
#include "host/loop/worker.h"

#include <gtest/gtest.h>

#include <future>
#include <string>
#include <thread>

namespace prism::host {
namespace {

class WorkerTest : public ::testing::Test {
 protected:
  void awaitDone() {
    while (worker_.isBusy()) {
      loop_.turn();
    }
  }

  EventLoop loop_;
  Worker worker_{loop_, "prism-test"};
};

TEST_F(WorkerTest, WorkIsDoneOnTheThreadAndAnsweredOnTheMainOne) {
  std::thread::id thread;
  std::thread::id main;
  ASSERT_TRUE(worker_.start());
  ASSERT_TRUE(worker_.start()) << "it may be called again";
  EXPECT_FALSE(worker_.isBusy());
  worker_.run([&] { thread = std::this_thread::get_id(); }, [&] { main = std::this_thread::get_id(); });
  EXPECT_TRUE(worker_.isBusy());
  EXPECT_EQ(main, std::thread::id()) << "never within run()";
  awaitDone();
  EXPECT_NE(thread, std::thread::id());
  EXPECT_NE(thread, main);
  EXPECT_EQ(main, std::this_thread::get_id());
}

TEST_F(WorkerTest, TheNextPieceMayBeginInTheAnswer) {
  std::string pieces;
  ASSERT_TRUE(worker_.start());
  worker_.run([&] { pieces += "a"; },
              [&] {
                pieces += "b";
                worker_.run([&] { pieces += "c"; }, [&] { pieces += "d"; });
              });
  awaitDone();
  EXPECT_EQ(pieces, "abcd");
}

TEST_F(WorkerTest, TheWaitHasALimit) {
  using std::chrono::milliseconds;
  EXPECT_TRUE(worker_.await(milliseconds(0))) << "there is no work";
  std::promise<void> disk_answers;
  bool done = false;
  ASSERT_TRUE(worker_.start());
  worker_.run([&] { disk_answers.get_future().wait(); }, [&] { done = true; });
  EXPECT_FALSE(worker_.await(milliseconds(1)));
  EXPECT_FALSE(done);
  disk_answers.set_value();
  EXPECT_TRUE(worker_.await(milliseconds(60'000)));
  EXPECT_TRUE(done);
}

}  // namespace
}  // namespace prism::host
