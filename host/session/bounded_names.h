// SPDX-License-Identifier: MIT
// A map from names to values that is bounded in entries and in bytes of names, because the network chooses the names.
// At the limit, all entries are dropped. `kMost` is the number of entries.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace prism::host {

template <typename Value, std::size_t kMost>
class BoundedNames {
 public:
  static constexpr std::size_t kMostBytes = 1024 * 1024;  // of all names together

  // Returns nullptr if there is no entry of this name. The pointer is valid until the next change.
  Value* find(std::string_view name) {
    const auto found = values_.find(name);
    return found == values_.end() ? nullptr : &found->second;
  }
  const Value* find(std::string_view name) const { return const_cast<BoundedNames*>(this)->find(name); }

  // `name` must not be in the map.
  Value* insert(std::string_view name, Value value) {
    if (values_.size() >= kMost || bytes_ + name.size() > kMostBytes) {
      values_.clear();
      bytes_ = 0;
    }
    bytes_ += name.size();
    return &values_.emplace(name, std::move(value)).first->second;
  }

  bool empty() const { return values_.empty(); }

  // Calls visit(name, value) for each entry.
  template <typename Visit>
  void visit(const Visit& visit) {
    for (auto& [name, value] : values_) {
      visit(name, value);
    }
  }

  // `name` must be in the map.
  void erase(std::string_view name) {
    values_.erase(values_.find(name));
    bytes_ -= name.size();
  }

 private:
  std::map<std::string, Value, std::less<>> values_;
  std::size_t bytes_ = 0;
};

}  // namespace prism::host
