// SPDX-License-Identifier: MIT
// What the plugin can do, as Spectrum 2 is told once, in BACKEND_CONFIG. What the administrator says of the same in the
// transport's configuration comes first: Spectrum itself would let the backend's word count more.
#pragma once

#include <prism/plugin.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "host/base/result.h"
#include "host/config/config.h"

namespace prism::host {

class Features {
 public:
  // `config` must outlive this.
  explicit Features(const Config& config) : config_(config) {}

  // What holds for a plugin that says nothing.
  void assume(bool has_rooms);

  // What the plugin says. Returns what is wrong with it; then nothing is taken over.
  std::optional<std::string> set(const prism_features& features);

  // What the plugin has functions for.
  struct Abilities {
    bool message = false;
    bool raw_xml = false;
    bool join = false;
    bool roster = false;
  };

  // Why the plugin, called `plugin`, cannot be used with the features in force: what users send would be lost.
  std::optional<Error> conflict(const Abilities& abilities, const std::string& plugin) const;

  // A sentence for each key of the configuration that turns on what the plugin does not do, and does no harm.
  std::vector<std::string> findPointless(const Abilities& abilities, const std::string& plugin) const;

  // Whether a PRISM_FEATURE_... is in force.
  bool has(std::uint32_t feature) const;

  // The text of BACKEND_CONFIG. Each key is there: what is left out would count as Spectrum's default, not as the
  // administrator's word.
  std::string text() const;

 private:
  // What the configuration says of a feature, if it says anything.
  std::optional<bool> configured(std::uint32_t feature) const;

  bool countsRoster() const;

  const Config& config_;
  std::uint32_t flags_ = 0;
  bool said_ = false;  // by the plugin
  std::vector<std::string> extra_fields_;
};

}  // namespace prism::host
