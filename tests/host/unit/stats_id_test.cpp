// SPDX-License-Identifier: MIT
#include "host/spectrum/stats_id.h"

#include <prism/testing/temporary_directory.h>

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace prism::host {
namespace {

// A directory in the form of /proc, as the process 30 sees it.
class StatsIdTest : public ::testing::Test {
 protected:
  StatsIdTest() {
    addProcess("self", "spectrum2_prism", 20, "30");
    addProcess("20", "python3", 10, "20");
    addProcess("10", "spectrum2", 1, "10");
    addProcess("1", "systemd", 0, "1");
  }

  void addProcess(const std::string& directory, const std::string& name, int parent, const std::string& pids) {
    const auto path = proc_.path() / directory;
    std::filesystem::create_directory(path);
    std::ofstream(path / "status") << "Name:\t" << name << "\nPPid:\t" << parent << "\nNSpid:\t" << pids << "\n";
  }

  bool hasSpectrum() const { return hasSpectrumAsAncestor(proc_.path().string(), 30); }

  testing::TemporaryDirectory proc_;
};

TEST_F(StatsIdTest, FindsSpectrumBehindAWrapper) { EXPECT_TRUE(hasSpectrum()); }

TEST_F(StatsIdTest, FindsNoSpectrumBehindSshd) {
  addProcess("10", "sshd", 1, "10");
  EXPECT_FALSE(hasSpectrum());
}

TEST_F(StatsIdTest, DoesNotTakeItselfForSpectrum) {
  addProcess("self", "spectrum2", 1, "30");
  EXPECT_FALSE(hasSpectrum());
}

TEST_F(StatsIdTest, ASpectrumInANestedNamespaceIsNone) {
  addProcess("10", "spectrum2", 1, "10\t1");
  EXPECT_FALSE(hasSpectrum());
}

TEST_F(StatsIdTest, TheProcOfAnotherNamespaceTellsNothing) {
  addProcess("self", "spectrum2_prism", 20, "300\t30");
  EXPECT_FALSE(hasSpectrum());
  addProcess("self", "spectrum2_prism", 20, "300");
  EXPECT_FALSE(hasSpectrum());
}

TEST_F(StatsIdTest, ProcessesThatCannotBeSeenTellNothing) {
  std::filesystem::remove_all(proc_.path() / "20");
  EXPECT_FALSE(hasSpectrum());
  EXPECT_FALSE(hasSpectrumAsAncestor("/nonexistent", 30));
}

TEST_F(StatsIdTest, ALoopOfParentsEnds) {
  addProcess("10", "sh", 20, "10");
  EXPECT_FALSE(hasSpectrum());
}

TEST_F(StatsIdTest, TheLaunchersNumberGoesBefore) {
  EXPECT_EQ(statsId(4242), "4242");
  const std::string id = statsId(std::nullopt);
  EXPECT_TRUE(id.starts_with(std::to_string(::getpid()) + "@")) << id;
}

}  // namespace
}  // namespace prism::host
