// SPDX-License-Identifier: MIT
// A map from names to values with a bound of its own. The network chooses the names, so their count and their bytes are
// limited: at the limit, all are forgotten.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace prism::host {

template <typename Value>
class BoundedNames {
 public:
  static constexpr std::size_t kMostBytes = 1024 * 1024;  // of the names

  explicit BoundedNames(std::size_t most) : most_(most) {}

  // nullptr if there is none. Valid until the next change.
  Value* find(std::string_view name) {
    const auto found = values_.find(name);
    return found == values_.end() ? nullptr : &found->second;
  }
  const Value* find(std::string_view name) const { return const_cast<BoundedNames*>(this)->find(name); }

  // There must be none of this name.
  Value* insert(std::string_view name, Value value) {
    if (values_.size() >= most_ || bytes_ + name.size() > kMostBytes) {
      values_.clear();
      bytes_ = 0;
    }
    bytes_ += name.size();
    return &values_.emplace(name, std::move(value)).first->second;
  }

  // There must be one of this name.
  void erase(std::string_view name) {
    values_.erase(values_.find(name));
    bytes_ -= name.size();
  }

 private:
  const std::size_t most_;
  std::map<std::string, Value, std::less<>> values_;
  std::size_t bytes_ = 0;
};

}  // namespace prism::host
