// SPDX-License-Identifier: MIT
// Stored positions of a user, and what users type after /history. Any bytes are read, and what was read is stored again
// in the same form.
#include "host/history/positions.h"
#include "host/history/typed_history.h"
#include "tests/fuzz/require.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using prism::fuzz::require;
using prism::host::HistoryPosition;
using prism::host::HistoryPositions;

namespace {

constexpr std::int64_t kNow = 1'764'000'000'000;
constexpr std::int64_t kLongestAge = std::int64_t{90} * 24 * 3600 * 1000;

void checkPositions(std::string_view bytes) {
  HistoryPositions positions;
  positions.read(bytes, kNow);
  std::size_t count = 0;
  positions.visit([&count](HistoryPosition& position) {
    ++count;
    require(!position.buddy.empty(), "each position is of a contact or a room");
    require(position.last().time <= kNow && position.last().time >= kNow - kLongestAge, "its time is one of the past");
  });
  require(count <= HistoryPositions::kMost, "they are bounded");
  const std::string text = positions.text();
  require(text.size() <= HistoryPositions::kMostBytes + 2, "their text is bounded");
  HistoryPositions again;
  again.read(text, kNow);
  require(again.text() == text, "what is stored is all that is read");
}

void checkTyped(std::string_view bytes) {
  if (const auto typed = prism::host::readTypedHistory(bytes, kNow)) {
    require((typed->count != 0) + (typed->since != 0) + (typed->around != 0) <= 1, "it is one of them");
    require(typed->since >= 0 && typed->since < kNow && typed->around >= 0 && typed->around < kNow, "times are past");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  checkPositions(bytes);
  checkTyped(bytes);
  return 0;
}
