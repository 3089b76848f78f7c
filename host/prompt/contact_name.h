// SPDX-License-Identifier: MIT
// What the contact that asks is called, for one user. Real contacts and rooms keep their names: where there is one that is
// called as the contact is, the contact gets another name.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

namespace prism::host {

class ContactName {
 public:
  // `wanted` is what the configuration says. It must outlive this.
  explicit ContactName(const std::string& wanted) : wanted_(wanted), name_(wanted) {}

  const std::string& get() const { return name_; }

  // True if this is the contact's name. Names that XMPP takes for one are the same (foldedNode()).
  bool is(std::string_view name) const { return isSame(name, name_); }

  static bool isSame(std::string_view a, std::string_view b);

  // True if `name` is `wanted`, or `wanted` with a number behind it (wanted-1). `wanted` is not empty.
  static bool isNear(std::string_view name, std::string_view wanted);

  // There is somebody else of this name. True if the contact has another one now.
  bool avoid(std::string_view name);

 private:
  const std::string& wanted_;
  std::string name_;
  std::size_t number_ = 0;                   // behind the name; 0: none
  std::set<std::string, std::less<>> real_;  // folded
};

}  // namespace prism::host
