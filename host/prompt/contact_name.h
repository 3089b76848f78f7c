// SPDX-License-Identifier: MIT
// The name of the prompt contact, which asks a user the plugin's questions. Real contacts and rooms keep their names:
// if one of them has the same name, the prompt contact gets a number behind its own.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

namespace prism::host {

class ContactName {
 public:
  // `wanted` is the configured name. It must outlive this.
  explicit ContactName(const std::string& wanted) : wanted_(wanted), name_(wanted) {}

  const std::string& get() const { return name_; }

  // Returns true if `name` is the prompt contact's, compared as XMPP compares names (normalizedNode()).
  bool is(std::string_view name) const { return isSame(name, name_); }

  static bool isSame(std::string_view a, std::string_view b);

  // Returns true if `name` is `wanted`, or `wanted` with a number (wanted-1). `wanted` must not be empty.
  static bool isNear(std::string_view name, std::string_view wanted);

  // A real contact or room has this name. Returns true if the prompt contact is renamed because of it.
  bool avoid(std::string_view name);

 private:
  const std::string& wanted_;
  std::string name_;
  std::size_t number_ = 0;                    // the number behind the name; 0 if there is none
  std::set<std::string, std::less<>> taken_;  // folded names of real contacts and rooms
};

}  // namespace prism::host
