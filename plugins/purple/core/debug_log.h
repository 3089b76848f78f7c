// SPDX-License-Identifier: MIT
// Writes libpurple's debug output to the host's log; libpurple's categories become areas. Replaces known secrets:
// libpurple keeps its own out of the output, but not every protocol plugin does.
#pragma once

#include <prism/host.hpp>

#include <purple.h>

#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace purple {

class DebugLog {
 public:
  // One in a process.
  explicit DebugLog(prism::Host host);
  ~DebugLog();
  DebugLog(const DebugLog&) = delete;
  DebugLog& operator=(const DebugLog&) = delete;

  // For purple_debug_set_ui_ops().
  static PurpleDebugUiOps* operations();

  // Returns true if the host logs lines of this level and category.
  bool isEnabled(PurpleDebugLevel level, std::string_view category) const;
  // [any]
  void write(PurpleDebugLevel level, std::string_view category, std::string text) const;

 private:
  friend class Secrets;
  struct LongestFirst {
    bool operator()(const std::string& one, const std::string& other) const {
      return one.size() != other.size() ? one.size() > other.size() : one < other;
    }
  };

  void addSecret(const std::string& text);
  void removeSecret(const std::string& text);

  const prism::Host host_;
  mutable std::mutex mutex_;
  std::map<std::string, std::size_t, LongestFirst>
      secrets_;  // secret text and the number of Secrets objects that contain it
};

// A set of texts that the log hides while this object lives. `log` must outlive it.
class Secrets {
 public:
  explicit Secrets(DebugLog& log) : log_(log) {}
  ~Secrets();
  Secrets(const Secrets&) = delete;
  Secrets& operator=(const Secrets&) = delete;

  void add(std::string_view secret);

 private:
  DebugLog& log_;
  std::vector<std::string> forms_;
};

}  // namespace purple
