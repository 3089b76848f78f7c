// SPDX-License-Identifier: MIT
#include "host/config/settings.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <filesystem>

namespace prism::host {
namespace {

Result<StorageSettings> settingsOf(const std::string& configuration) {
  return readStorageSettings(*Config::parse(configuration, "x.cfg", {}));
}

TEST(StorageSettings, TheTransportHasADirectoryOfItsOwn) {
  const auto settings = settingsOf("[service]\njid = irc.test\nworking_dir = /var/lib/spectrum2/$jid/\n");
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->directory, "/var/lib/spectrum2/irc.test/prism-storage/irc.test");
  EXPECT_EQ(settings->days, 365u);
  EXPECT_EQ(settingsOf("[service]\njid = ../x\nworking_dir = /d\n")->directory, "/d/prism-storage/%2E.%2Fx");
}

TEST(StorageSettings, WithoutAWorkingDirectoryItIsWhereTheHostIsStarted) {
  EXPECT_EQ(settingsOf("[service]\njid = irc.test\n")->directory,
            std::filesystem::current_path().string() + "/prism-storage/irc.test");
}

TEST(StorageSettings, DaysAreChecked) {
  EXPECT_EQ(settingsOf("[prism]\nstorage_days = 0\n")->days, 0u);
  const auto settings = settingsOf("[prism]\nstorage_days = a year\n");
  ASSERT_FALSE(settings);
  EXPECT_EQ(settings.error().code, EINVAL);
  EXPECT_EQ(settings.error().sentence,
            "x.cfg: prism.storage_days must be a whole number from 0 to 36500, but is 'a year'");
}

}  // namespace
}  // namespace prism::host
