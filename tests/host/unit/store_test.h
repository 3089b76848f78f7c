// SPDX-License-Identifier: MIT
// Fixture: the stored values of one transport in a temporary directory.
#pragma once

#include "host/storage/store.h"
#include "tests/support/captured_log.h"
#include <prism/testing/temporary_directory.h>

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace prism::tests {

using Lines = std::vector<std::string>;

class StoreTest : public ::testing::Test {
 protected:
  static constexpr host::Store::Wait kWait{5000};
  static constexpr std::int64_t kNow = 1'764'000'000'000;
  static constexpr std::int64_t kDay = 24 * 3600 * 1000;

  // Logs a user in with a process of the transport. Each number is another login.
  host::StoreLogin logIn(std::uint64_t number, const std::string& user = "alice", std::int64_t time = kNow) {
    host::StoreLogin login{{number, time}, false};
    const auto error = store_.recordLogin(user, &login, kWait);
    EXPECT_FALSE(error) << error->sentence;
    return login;
  }

  // Sets a value of the plugin irc, and returns the error.
  std::optional<host::ChangeError> set(host::StoreLogin* login, const std::string& key, const std::string& value,
                                       const std::string& user = "alice") {
    return store_.change(user, login, {"irc", key}, value, kWait);
  }
  void mustSet(host::StoreLogin* login, const std::string& key, const std::string& value) {
    const auto error = set(login, key, value);
    EXPECT_FALSE(error) << error->sentence;
  }

  std::string get(const std::string& key, const std::string& user = "alice") {
    const host::Result<host::Values> values = store_.read(user);
    if (!values) {
      return values.error().sentence;
    }
    const std::string* value = values->find("irc", key);
    return value ? *value : "(none)";
  }

  std::string pathOf(const std::string& file) const { return transport_ + "/" + file; }

  std::string contentOf(const std::string& file) const {
    std::ifstream in(pathOf(file), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  void overwrite(const std::string& file, const std::string& content) {
    std::ofstream(pathOf(file), std::ios::binary) << content;
  }

  bool exists(const std::string& file) const { return std::filesystem::exists(pathOf(file)); }

  // Changes the byte in the middle of a file.
  void damage(const std::string& file) {
    std::string content = contentOf(file);
    ASSERT_FALSE(content.empty()) << file;
    content[content.size() / 2] = static_cast<char>(content[content.size() / 2] ^ 0xFF);
    overwrite(file, content);
  }

  testing::TemporaryDirectory directory_;
  const std::string transport_ = directory_.path().string() + "/prism-storage/irc.test";
  CapturedLog log_;
  host::Store store_{transport_, log_.logger()};
};

}  // namespace prism::tests
