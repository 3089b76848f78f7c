// SPDX-License-Identifier: MIT
// A payload of which one string is a secret: taken out before protobuf would copy it into memory that nobody wipes.
#pragma once

#include <prism/plugin.h>

#include <string_view>

#include "proto/secret_memory.h"

namespace prism::host {

class SecretField {
 public:
  // `field` is the number of the string.
  SecretField(std::string_view payload, int field);

  // Whether the payload could be read to its end. If not, rest() is of no use.
  bool ok() const { return ok_; }

  // The payload, in which as many NULs stand in for the string. Borrowed, as is value().
  std::string_view rest() const { return {rest_.data(), rest_.size()}; }

  // The string; empty if there is none. A NUL is behind it.
  prism_str value() const { return {value_.data(), value_.size() - 1}; }

 private:
  bool take(int field);

  SecretVector<char> rest_;
  SecretVector<char> value_;
  bool ok_;
};

}  // namespace prism::host
