// SPDX-License-Identifier: MIT
// Files of stored values. A file is read as it was written, or refused with a reason.
#include "host/storage/format.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/require.h"
#include <prism/storage.h>

// The header alone: no library is linked.
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <string>
#include <utility>

using prism::fuzz::require;
using prism::host::Decoding;
using prism::host::Values;

namespace {

void checkFile(const std::string& file) {
  Values values;
  std::string why;
  if (prism::host::decode(file, &values, &why) != Decoding::kDone) {
    require(!why.empty(), "a refusal says why");
    require(values.entries().empty(), "what is refused is not read in part");
    return;
  }
  require(prism::host::encode(values) == file, "what is read is all that is written");
  for (const auto& [key, value] : values.entries()) {
    require(!key.first.empty() && !key.second.empty(), "each value has an owner and a key");
    require(key.second.size() <= PRISM_STORAGE_MAX_KEY && value.size() <= PRISM_STORAGE_MAX_VALUE, "limits hold");
  }
  values.change("irc", "key", "value");
  Values again;
  require(prism::host::decode(prism::host::encode(values), &again, &why) == Decoding::kDone, "it can be read again");
  require(again.entries() == values.entries() && again.user() == values.user(), "nothing is lost");
}

// Returns a file with the right checksum, which the fuzzer would hardly find.
std::string fileOf(std::uint32_t count, std::string_view body) {
  const auto little = [](std::uint64_t number, int size) {
    std::string bytes;
    for (; size > 0; --size, number >>= 8U) {
      bytes.push_back(static_cast<char>(number & 0xFFU));
    }
    return bytes;
  };
  return "prismval" + little(1, 4) + little(count, 4) + little(XXH3_64bits(body.data(), body.size()), 8) +
         std::string(body);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  checkFile(bytes);
  prism::fuzz::Input input(data, size);
  const std::uint8_t count = input.byte();
  checkFile(fileOf(count, input.rest()));
  if (const auto record = prism::host::decodeLoginRecord(bytes)) {
    require(record->number != 0, "a record is of a login");
    require(bytes.substr(0, 12) == prism::host::encode(*record).substr(0, 12), "a record begins as one");
  }
  return 0;
}
