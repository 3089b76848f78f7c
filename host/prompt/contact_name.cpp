#include "host/prompt/contact_name.h"

#include <Poco/Ascii.h>
#include <fmt/format.h>

#include <algorithm>

namespace prism::host {
namespace {

// Nobody has contacts prism, prism-1, prism-2 and so on up to this; a network that makes them up gets no further.
constexpr std::size_t kMostReal = 100;

char lower(char c) { return static_cast<char>(Poco::Ascii::toLower(static_cast<unsigned char>(c))); }

std::string lower(std::string_view name) {
  std::string result(name);
  std::transform(result.begin(), result.end(), result.begin(), [](char c) { return lower(c); });
  return result;
}

}  // namespace

bool ContactName::isSame(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char left, char right) { return lower(left) == lower(right); });
}

bool ContactName::isNear(std::string_view name, std::string_view wanted) {
  if (name.size() < wanted.size() || !isSame(name.substr(0, wanted.size()), wanted)) {
    return false;
  }
  const std::string_view rest = name.substr(wanted.size());
  return rest.empty() ||
         (rest.size() > 1 && rest.front() == '-' && rest.find_first_not_of("0123456789", 1) == std::string_view::npos);
}

bool ContactName::avoid(std::string_view name) {
  if (!isNear(name, wanted_) || real_.size() >= kMostReal) {
    return false;
  }
  real_.insert(lower(name));
  const std::size_t before = number_;
  while (real_.contains(lower(name_))) {
    name_ = fmt::format("{}-{}", wanted_, ++number_);
  }
  return number_ != before;
}

}  // namespace prism::host
