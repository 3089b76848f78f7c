// SPDX-License-Identifier: MIT
#include "host/prompt/contact_name.h"

#include "host/stanza/jid.h"

#include <Poco/Ascii.h>
#include <fmt/format.h>

#include <algorithm>

namespace prism::host {
namespace {

// The maximum number of names that the prompt contact avoids. Only a hostile network has contacts prism, prism-1,
// prism-2 and so on up to this.
constexpr std::size_t kMaxTaken = 100;

char lower(char c) { return static_cast<char>(Poco::Ascii::toLower(static_cast<unsigned char>(c))); }

bool isAscii(char c) { return static_cast<unsigned char>(c) < 0x80; }
bool isAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return isAscii(c); });
}

// Compares without regard to ASCII case.
bool isEqual(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char left, char right) { return lower(left) == lower(right); });
}

bool isNearFolded(std::string_view name, std::string_view wanted) {
  if (name.size() < wanted.size() || !isEqual(name.substr(0, wanted.size()), wanted)) {
    return false;
  }
  const std::string_view rest = name.substr(wanted.size());
  return rest.empty() ||
         (rest.size() > 1 && rest.front() == '-' && rest.find_first_not_of("0123456789", 1) == std::string_view::npos);
}

}  // namespace

bool ContactName::isSame(std::string_view a, std::string_view b) {
  return isAscii(a) && isAscii(b) ? isEqual(a, b) : normalizedNode(a) == normalizedNode(b);
}

// Called for each message. The first character is nearly always decisive, since stringprep leaves ASCII unchanged but
// for its case.
bool ContactName::isNear(std::string_view name, std::string_view wanted) {
  if (name.empty() ||
      (isAscii(name.front()) && isAscii(wanted.front()) && lower(name.front()) != lower(wanted.front()))) {
    return false;
  }
  return isAscii(name) && isAscii(wanted) ? isNearFolded(name, wanted)
                                          : isNearFolded(normalizedNode(name), normalizedNode(wanted));
}

bool ContactName::avoid(std::string_view name) {
  if (!isNear(name, wanted_) || taken_.size() >= kMaxTaken) {
    return false;
  }
  taken_.insert(normalizedNode(name));
  const std::size_t before = number_;
  while (taken_.contains(normalizedNode(name_))) {
    name_ = fmt::format("{}-{}", wanted_, ++number_);
  }
  return number_ != before;
}

}  // namespace prism::host
