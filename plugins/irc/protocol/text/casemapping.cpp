// SPDX-License-Identifier: MIT
#include "protocol/text/casemapping.h"

#include <algorithm>

namespace irc {
namespace {

char fold(char c, Casemapping casemapping) {
  // In ASCII, [\] follow Z as {|} follow z.
  const char last = casemapping == Casemapping::kAscii ? 'Z' : ']';
  if (c >= 'A' && c <= last) {
    return static_cast<char>(c + ('a' - 'A'));
  }
  return c == '~' && casemapping == Casemapping::kRfc1459 ? '^' : c;
}

}  // namespace

Casemapping casemappingOf(std::string_view name) {
  if (equalFolded(name, "rfc1459", Casemapping::kAscii)) {
    return Casemapping::kRfc1459;
  }
  // Servers write it in both ways.
  if (equalFolded(name, "rfc1459-strict", Casemapping::kAscii) ||
      equalFolded(name, "strict-rfc1459", Casemapping::kAscii)) {
    return Casemapping::kRfc1459Strict;
  }
  return Casemapping::kAscii;
}

std::string foldCase(std::string_view name, Casemapping casemapping) {
  std::string folded(name);
  for (char& c : folded) {
    c = fold(c, casemapping);
  }
  return folded;
}

bool equalFolded(std::string_view a, std::string_view b, Casemapping casemapping) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [=](char x, char y) { return fold(x, casemapping) == fold(y, casemapping); });
}

}  // namespace irc
