// SPDX-License-Identifier: MIT
// Errors as values: an errno, which becomes the exit code that Spectrum 2 shows by strerror(), and a sentence for the
// administrator. A function that has nothing to return but success returns std::optional<Error>.
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace prism::host {

struct Error {
  int code;              // an errno
  std::string sentence;  // names the file, key or address; no full stop, no newline
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : value_(std::move(value)) {}
  Result(Error error) : value_(std::move(error)) {}

  explicit operator bool() const { return std::holds_alternative<T>(value_); }

  T& operator*() { return std::get<T>(value_); }
  const T& operator*() const { return std::get<T>(value_); }
  T* operator->() { return &**this; }
  const T* operator->() const { return &**this; }

  const Error& error() const { return std::get<Error>(value_); }

 private:
  std::variant<T, Error> value_;
};

}  // namespace prism::host
