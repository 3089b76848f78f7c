// What libpurple says for debugging, in our log, where its categories are areas. Secrets that are known are blotted out:
// libpurple takes care of its own, but not every protocol plugin does.
#pragma once

#include <prism/host.hpp>

#include <purple.h>

#include <set>
#include <string>
#include <string_view>

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

  // What must not be seen from now on, and what need not be hidden any more.
  void hide(const std::string& secret);
  void unhide(const std::string& secret);

  // Whether such a line would be written anywhere.
  bool isEnabled(PurpleDebugLevel level, std::string_view category) const;
  void write(PurpleDebugLevel level, std::string_view category, std::string text) const;

 private:
  const prism::Host host_;
  std::multiset<std::string, std::less<>> secrets_;
};

}  // namespace purple
