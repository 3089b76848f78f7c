// SPDX-License-Identifier: MIT
#include "host/config/spectrum_values.h"

#include <prism/testing/temporary_directory.h>

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>

namespace prism::host {
namespace {

constexpr uid_t kSomebody = 65534;

// Acts as a user other than root, who may write anywhere.
class Unprivileged {
 public:
  Unprivileged() { EXPECT_EQ(is_root_ ? ::seteuid(kSomebody) : 0, 0); }
  ~Unprivileged() { EXPECT_EQ(is_root_ ? ::seteuid(0) : 0, 0); }

 private:
  const bool is_root_ = ::geteuid() == 0;
};

class WorkingDirectory : public ::testing::Test {
 protected:
  ~WorkingDirectory() override { std::filesystem::permissions(directory_.path(), std::filesystem::perms(0755)); }

  std::string fault(const std::string& working_dir) {
    const auto config = Config::parse("[service]\nworking_dir = " + working_dir + "\n", "x.cfg", {});
    const Unprivileged unprivileged;
    return findUnusableWorkingDirectory(*config).value_or("");
  }

  testing::TemporaryDirectory directory_;
  const std::string path_ = directory_.path().string();
};

TEST_F(WorkingDirectory, MayBeMissingWhereItCanBeMade) {
  std::filesystem::permissions(directory_.path(), std::filesystem::perms(0777));
  EXPECT_EQ(fault(path_), "");
  EXPECT_EQ(fault(path_ + "/new/below/"), "");
  EXPECT_EQ(fault(""), "") << "Spectrum has a default";
  EXPECT_FALSE(std::filesystem::exists(path_ + "/new"));
}

TEST_F(WorkingDirectory, IsNamedWhereItCannotBeMade) {
  std::filesystem::permissions(directory_.path(), std::filesystem::perms(0555));
  EXPECT_EQ(fault(path_ + "/new/below"), "x.cfg: service.working_dir: Spectrum 2 cannot make " + path_ +
                                             "/new/below, since the user who runs this check may not write to " +
                                             path_ + ": Permission denied");
}

TEST_F(WorkingDirectory, IsNamedWhereItCannotBeWrittenTo) {
  std::filesystem::permissions(directory_.path(), std::filesystem::perms(0555));
  EXPECT_EQ(fault(path_), "x.cfg: service.working_dir: the user who runs this check may not write to " + path_ +
                              ": Permission denied");
}

TEST_F(WorkingDirectory, IsNamedWhereItCannotBeReached) {
  std::filesystem::create_directories(path_ + "/closed/below/w");
  std::filesystem::permissions(directory_.path(), std::filesystem::perms(0755));
  std::filesystem::permissions(path_ + "/closed", std::filesystem::perms(0600));
  EXPECT_EQ(fault(path_ + "/closed/below/w"),
            "x.cfg: service.working_dir: " + path_ +
                "/closed/below/w cannot be reached, since the user who runs this check may not search " + path_ +
                "/closed");
  std::filesystem::permissions(path_ + "/closed", std::filesystem::perms(0700));
}

TEST_F(WorkingDirectory, IsNoFile) {
  const std::string file = directory_.write("file", "");
  std::filesystem::permissions(directory_.path(), std::filesystem::perms(0777));
  EXPECT_EQ(fault(file), "x.cfg: service.working_dir: " + file + " is no directory");
  EXPECT_EQ(fault(file + "/x"), "x.cfg: service.working_dir: " + file + " is no directory");
}

}  // namespace
}  // namespace prism::host
