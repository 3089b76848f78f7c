// SPDX-License-Identifier: MIT
#include "host/log/fault_limiter.h"

#include <algorithm>
#include <functional>

namespace prism::host {
namespace {

std::size_t hashOf(std::string_view function, std::string_view user) {
  const std::hash<std::string_view> hash;
  return hash(function) * 31 + hash(user);
}

}  // namespace

FaultLimiter::Source* FaultLimiter::find(std::size_t hash, std::string_view function, std::string_view user) {
  const auto found = std::find_if(sources_.begin(), sources_.end(), [&](const Source& source) {
    return source.hash == hash && source.function == function && source.user == user.substr(0, kLongestName);
  });
  return found == sources_.end() ? nullptr : &*found;
}

FaultLimiter::Verdict FaultLimiter::ask(std::string_view function, std::string_view user, Time now) {
  Verdict verdict{};
  if (!started_ || now - period_start_ >= kPeriod) {
    verdict.withheld = takeWithheld();
    started_ = true;
    period_start_ = now;
    written_ = 0;
    sources_.clear();
  }
  const std::size_t hash = hashOf(function, user);
  Source* source = find(hash, function, user);
  const bool free = source ? source->written < kLines && written_ < kAllLines - kFirstLines : written_ < kAllLines;
  if (!free) {
    ++(source ? source->withheld : withheld_of_others_);
    return verdict;
  }
  if (!source) {
    source =
        &sources_.emplace_back(Source{hash, std::string(function), std::string(user.substr(0, kLongestName)), 0, 0});
  }
  ++source->written;
  ++written_;
  verdict.write = true;
  return verdict;
}

FaultLimiter::AllWithheld FaultLimiter::takeWithheld() {
  AllWithheld all;
  for (Source& source : sources_) {
    if (source.withheld > 0) {
      all.push_back({source.function, source.user, source.withheld});
      source.withheld = 0;
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const Withheld& a, const Withheld& b) { return a.lines > b.lines; });
  for (; all.size() > kMostNamed; all.pop_back()) {
    withheld_of_others_ += all.back().lines;
  }
  if (withheld_of_others_ > 0) {
    all.push_back({"", "", withheld_of_others_});
    withheld_of_others_ = 0;
  }
  return all;
}

}  // namespace prism::host
