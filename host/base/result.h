// SPDX-License-Identifier: MIT
// Errors as values: an errno and a sentence for the administrator. The errno becomes the exit code, which Spectrum 2
// shows by strerror(). A function without a result returns std::optional<Error>.
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
