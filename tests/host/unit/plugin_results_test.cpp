// SPDX-License-Identifier: MIT
// The results of create(), start() and stop() that the ABI does not know.
#include "host/plugin/plugin.h"
#include "tests/support/captured_log.h"

#include <gtest/gtest.h>

namespace prism::host {
namespace {

using Lines = std::vector<std::string>;

class PluginResultsTest : public ::testing::Test {
 protected:
  PluginResultsTest() {
    functions_.create = [](const prism_host*, void** instance) {
      *instance = instance_;
      return result_;
    };
    functions_.start = [](void*) { return result_; };
    functions_.stop = [](void*) { return result_; };
    result_ = PRISM_OK;
    instance_ = &result_;
  }

  Plugin plugin() { return Plugin(functions_, boundary_); }

  static inline prism_result result_ = PRISM_OK;
  static inline void* instance_ = nullptr;
  tests::CapturedLog log_;
  FaultLog faults_{log_.logger(), ""};
  WriteSide write_side_;
  CallMonitor calls_{write_side_};
  PluginBoundary boundary_{faults_, calls_};
  prism_plugin functions_{};
};

TEST_F(PluginResultsTest, KnownOnesAreNoFaults) {
  EXPECT_TRUE(plugin().create(nullptr));
  EXPECT_TRUE(plugin().start());
  EXPECT_TRUE(plugin().stop());
  for (result_ = PRISM_ERR_FAILED; result_ >= PRISM_ERR_ENDED; --result_) {
    EXPECT_FALSE(plugin().create(nullptr));
    EXPECT_FALSE(plugin().start());
  }
  result_ = PRISM_PENDING;
  EXPECT_FALSE(plugin().stop());
  EXPECT_EQ(log_.take(), Lines{});
}

TEST_F(PluginResultsTest, OthersOfCreateAndStartAreFailures) {
  for (const prism_result result : {PRISM_PENDING + 0, 2, PRISM_ERR_ENDED - 1, -1000}) {
    result_ = result;
    EXPECT_FALSE(plugin().create(nullptr)) << result;
    EXPECT_FALSE(plugin().start()) << result;
    const std::string why =
        ": the result " + std::to_string(result) + " is neither PRISM_OK nor an error; it counts as an error";
    EXPECT_EQ(log_.take(), (Lines{"create" + why, "start" + why}));
  }
}

TEST_F(PluginResultsTest, OthersOfStopMeanThatThePluginIsDone) {
  for (const prism_result result : {2, PRISM_ERR_FAILED + 0}) {
    result_ = result;
    EXPECT_TRUE(plugin().stop());
    EXPECT_EQ(log_.take(), Lines{"stop: the result " + std::to_string(result) +
                                 " is neither PRISM_OK nor PRISM_PENDING; it counts as PRISM_OK"});
  }
}

TEST_F(PluginResultsTest, SuccessWithoutAnInstanceIsNamed) {
  instance_ = nullptr;
  EXPECT_TRUE(plugin().create(nullptr));
  EXPECT_EQ(log_.take(), Lines{"create: the result is PRISM_OK, but the instance is NULL"});
  result_ = PRISM_ERR_FAILED;
  EXPECT_FALSE(plugin().create(nullptr));
  EXPECT_EQ(log_.take(), Lines{});
}

}  // namespace
}  // namespace prism::host
