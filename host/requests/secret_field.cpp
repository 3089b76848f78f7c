// SPDX-License-Identifier: MIT
#include "host/requests/secret_field.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include <algorithm>
#include <cstdint>

namespace prism::host {

using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;

SecretField::SecretField(std::string_view payload, int field)
    : rest_(payload.begin(), payload.end()), value_(1, '\0'), ok_(take(field)) {}

// If the field occurs several times, the last one counts, as in protobuf.
bool SecretField::take(int field) {
  const std::uint32_t wanted = WireFormatLite::MakeTag(field, WireFormatLite::WIRETYPE_LENGTH_DELIMITED);
  CodedInputStream in(reinterpret_cast<const std::uint8_t*>(rest_.data()), static_cast<int>(rest_.size()));
  while (const std::uint32_t tag = in.ReadTag()) {
    if (tag != wanted) {
      if (!WireFormatLite::SkipField(&in, tag)) {
        return false;
      }
      continue;
    }
    std::uint32_t size = 0;
    if (!in.ReadVarint32(&size)) {
      return false;
    }
    const auto start = static_cast<std::size_t>(in.CurrentPosition());
    if (size > rest_.size() - start) {
      return false;
    }
    const auto first = rest_.begin() + static_cast<std::ptrdiff_t>(start);
    const auto last = first + static_cast<std::ptrdiff_t>(size);
    value_.assign(first, last);
    value_.push_back('\0');
    std::fill(first, last, '\0');
    if (!in.Skip(static_cast<int>(size))) {
      return false;
    }
  }
  return in.ConsumedEntireMessage();
}

}  // namespace prism::host
