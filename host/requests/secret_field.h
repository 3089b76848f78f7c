// SPDX-License-Identifier: MIT
// A payload with one secret string. The string is taken out before protobuf can copy it into memory that is not wiped.
#pragma once

#include "proto/secret_memory.h"
#include <prism/plugin.h>

#include <string_view>

namespace prism::host {

class SecretField {
 public:
  // `field` is the field number of the secret string.
  SecretField(std::string_view payload, int field);

  // Returns true if the payload is valid to its end. If not, rest() must not be used.
  bool ok() const { return ok_; }

  // The payload with the string overwritten by NULs. rest() and value() are borrowed.
  std::string_view rest() const { return {rest_.data(), rest_.size()}; }

  // The string with a NUL behind it; empty if there is none.
  prism_str value() const { return {value_.data(), value_.size() - 1}; }

 private:
  bool take(int field);

  SecretVector<char> rest_;
  SecretVector<char> value_;
  bool ok_;
};

}  // namespace prism::host
