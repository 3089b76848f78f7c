// SPDX-License-Identifier: MIT
#include "tests/soak/health.h"

#include "tests/support/sanitized.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace prism::soak {
namespace {

// The first sample is not used: it fills pools and buffers that are kept.
constexpr std::size_t kWarmUp = 1;
constexpr std::size_t kFewest = kWarmUp + 3;

// Allowed growth of the median, from the first third of the samples to the last.
constexpr std::uint64_t kAllowedKb = 256;

std::uint64_t median(std::vector<std::uint64_t> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

void Health::sample(pid_t host) {
  if (host != host_) {
    host_ = host;
    resident_kb_.clear();
    descriptors_.clear();
  }
  const std::string process = "/proc/" + std::to_string(host);
  std::ifstream statm(process + "/statm");
  std::uint64_t total = 0;
  std::uint64_t resident = 0;
  statm >> total >> resident;
  resident_kb_.push_back(resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)) / 1024);
  const std::filesystem::directory_iterator descriptors(process + "/fd");
  descriptors_.push_back(static_cast<std::size_t>(std::distance(begin(descriptors), end(descriptors))));
}

bool Health::hasEnoughSamples() const { return resident_kb_.size() >= kFewest; }

std::string Health::growth() const {
  if (!hasEnoughSamples()) {
    return {};
  }
  const std::size_t third = (resident_kb_.size() - kWarmUp) / 3;
  const auto from = resident_kb_.begin() + kWarmUp;
  const std::uint64_t before = median({from, from + static_cast<std::ptrdiff_t>(third)});
  const std::uint64_t after = median({resident_kb_.end() - static_cast<std::ptrdiff_t>(third), resident_kb_.end()});
  if (!tests::kSanitized && after > before + kAllowedKb) {
    return fmt::format("memory has grown from {} to {} kB, {} are allowed", before, after, kAllowedKb);
  }
  if (descriptors_.back() != descriptors_[kWarmUp]) {
    return fmt::format("descriptors were {}, and are {}", descriptors_[kWarmUp], descriptors_.back());
  }
  return {};
}

std::string Health::text() const {
  return resident_kb_.empty()
             ? "not sampled"
             : fmt::format("{} samples, memory {} to {} kB, the last {}, descriptors {} to {}", resident_kb_.size(),
                           *std::min_element(resident_kb_.begin(), resident_kb_.end()),
                           *std::max_element(resident_kb_.begin(), resident_kb_.end()), resident_kb_.back(),
                           *std::min_element(descriptors_.begin(), descriptors_.end()),
                           *std::max_element(descriptors_.begin(), descriptors_.end()));
}

}  // namespace prism::soak
