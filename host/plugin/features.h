// SPDX-License-Identifier: MIT
// The features of the plugin, which Spectrum 2 gets once, in BACKEND_CONFIG. A value in the transport's configuration
// takes precedence here, since Spectrum would prefer the backend's value.
#pragma once

#include "host/base/result.h"
#include "host/config/config.h"
#include <prism/plugin.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace prism::host {

class Features {
 public:
  // `config` must outlive this.
  explicit Features(const Config& config) : config_(config) {}

  // Sets the features of a plugin that declares none.
  void setDefaults(bool has_rooms);

  // Sets the features that the plugin declares. Returns what is wrong with them, if anything; then nothing changes.
  std::optional<std::string> set(const prism_features& features);

  // The functions that the plugin has.
  struct Abilities {
    bool message = false;
    bool raw_xml = false;
    bool join = false;
    bool roster = false;
  };

  // Returns an error if the messages of users would be lost with the features in force. `plugin` is the plugin's name.
  std::optional<Error> conflict(const Abilities& abilities, const std::string& plugin) const;

  // Returns a sentence for each key of the configuration that turns on something harmless that the plugin does not do.
  std::vector<std::string> findIneffectiveKeys(const Abilities& abilities, const std::string& plugin) const;

  // Returns true if a PRISM_FEATURE_... is in force.
  bool has(std::uint32_t feature) const;

  // Returns the text of BACKEND_CONFIG. It has every key, since Spectrum would replace a missing one by its own
  // default, and not by the administrator's value.
  std::string text() const;

 private:
  // Returns the configured value of a feature; nullopt if there is none.
  std::optional<bool> configured(std::uint32_t feature) const;

  bool countsRoster() const;

  const Config& config_;
  std::uint32_t flags_ = 0;
  bool declared_ = false;  // the plugin has declared its features
};

}  // namespace prism::host
