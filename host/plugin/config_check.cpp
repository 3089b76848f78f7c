// SPDX-License-Identifier: MIT
#include "host/plugin/config_check.h"

#include "host/base/quote.h"
#include "host/config/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <set>

namespace prism::host {
namespace {

// The largest distance at which a name counts as misspelt. Beyond it, the name is another word.
constexpr std::size_t kNear = 2;

std::string_view sectionOf(std::string_view key) { return key.substr(0, key.find('.')); }

// Returns the number of letters to be inserted, left out or changed (Levenshtein's distance).
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t change = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({change, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

// Returns the name in `known` that is nearest to `name`; empty if none is within kNear.
std::string nearest(std::string_view name, const std::set<std::string, std::less<>>& known) {
  std::string best;
  std::size_t best_distance = kNear + 1;
  for (const std::string& candidate : known) {
    if (const std::size_t d = distance(name, candidate); d < best_distance) {
      best_distance = d;
      best = candidate;
    }
  }
  return best;
}

// Returns true for the sections of the transport's configuration that Spectrum 2 itself reads.
bool isSpectrums(std::string_view section) {
  constexpr std::string_view kSections[] = {"service",  "identity", "logging", "database", "registration",
                                            "features", "proxy",    "backend", "vhosts",   "gateway_responder"};
  return std::find(std::begin(kSections), std::end(kSections), section) != std::end(kSections);
}

}  // namespace

std::vector<std::string> findMisspeltKeys(const Config& config, const PluginNote& plugin) {
  std::set<std::string, std::less<>> keys;
  std::set<std::string, std::less<>> open_sections;  // sections whose keys the plugin cannot list
  for (const char* key : kSettingKeys) {
    keys.emplace(key);
  }
  for (const std::string& key : plugin.keys) {
    if (key.ends_with(".*")) {
      open_sections.insert(key.substr(0, key.size() - 2));
    } else {
      keys.insert(key);
    }
  }
  std::set<std::string, std::less<>> sections = open_sections;
  for (const std::string& key : keys) {
    sections.emplace(sectionOf(key));
  }

  std::vector<std::string> found;
  config.visitKeys([&](const std::string& key) {
    const std::string_view section = sectionOf(key);
    if (keys.contains(key) || open_sections.contains(section)) {
      return;
    }
    if (sections.contains(section)) {
      const std::string meant = nearest(key, keys);
      if (!meant.empty()) {
        found.push_back(fmt::format("{}: {} is not known; is {} meant?", config.name(), inQuotes(key), meant));
      } else if (!isSpectrums(section)) {
        found.push_back(fmt::format("{}: {} is not known", config.name(), inQuotes(key)));
      }
    } else if (const std::string meant = nearest(section, sections); !isSpectrums(section) && !meant.empty()) {
      found.push_back(
          fmt::format("{}: the section of {} is not known; is [{}] meant?", config.name(), inQuotes(key), meant));
    }
  });
  return found;
}

}  // namespace prism::host
