// SPDX-License-Identifier: MIT
#include "host/plugin/features.h"

#include "host/base/abi.h"
#include "host/base/quote.h"
#include "host/base/xml_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <span>

namespace prism::host {
namespace {

constexpr std::uint32_t kAllFeatures = 2 * PRISM_FEATURE_RELOGIN - 1;

// Keys of the text of BACKEND_CONFIG, in the order of Spectrum's documentation.
struct Key {
  const char* section;
  const char* name;
  std::uint32_t feature;
};
constexpr Key kKeys[] = {
    {"registration", "needPassword", PRISM_FEATURE_PASSWORD},
    {"registration", "needRegistration", PRISM_FEATURE_REGISTRATION},
    {"features", "receipts", PRISM_FEATURE_RECEIPTS},
    {"features", "muc", PRISM_FEATURE_ROOMS},
    {"features", "rawxml", PRISM_FEATURE_RAW_XML},
    {"features", "disable_jid_escaping", PRISM_FEATURE_UNESCAPED_JIDS},
    {"features", "send_buddies_on_login", PRISM_FEATURE_ROSTER_ON_LOGIN},
};

bool isTrue(const Config& config, const std::string& key) {
  const Config::Value* value = config.get(key);
  return value && parseBool(*value).value_or(false);
}

// Returns true if `text` is one line without a comment. A value from the command line need not be.
bool isOneLine(std::string_view text) { return text.find_first_of("#\r\n") == std::string_view::npos; }

}  // namespace

void Features::setDefaults(bool has_rooms) {
  flags_ = PRISM_FEATURE_PASSWORD | PRISM_FEATURE_REGISTRATION | (has_rooms ? PRISM_FEATURE_ROOMS : 0);
}

std::optional<std::string> Features::set(const prism_features& features) {
  if ((features.flags & ~kAllFeatures) != 0) {
    return fmt::format("flags have the unknown bits {:#x}", features.flags & ~kAllFeatures);
  }
  flags_ = features.flags;
  declared_ = true;
  return std::nullopt;
}

std::optional<Error> Features::conflict(const Abilities& abilities, const std::string& plugin) const {
  const auto word = configured(PRISM_FEATURE_RAW_XML);
  if (has(PRISM_FEATURE_RAW_XML) && !abilities.raw_xml) {
    if (word) {
      return Error{EINVAL,
                   fmt::format("{}: features.rawxml is 1, but the plugin {} takes no raw XML, so all that users send "
                               "would be lost; remove this key",
                               config_.name(), plugin)};
    }
    return Error{ELIBBAD,
                 fmt::format("the plugin {} wants raw XML (PRISM_FEATURE_RAW_XML), but has no raw_xml(), so all that "
                             "users send would be lost",
                             plugin)};
  }
  if (word && !*word && (flags_ & PRISM_FEATURE_RAW_XML) != 0 && !abilities.message) {
    return Error{EINVAL,
                 fmt::format("{}: features.rawxml is 0, but the plugin {} takes raw XML only, so all that users send "
                             "would be lost; remove this key",
                             config_.name(), plugin)};
  }
  return std::nullopt;
}

std::vector<std::string> Features::findIneffectiveKeys(const Abilities& abilities, const std::string& plugin) const {
  std::vector<std::string> found;
  const auto look = [&](std::uint32_t feature, bool able, const char* key, const char* why) {
    if (!able && configured(feature).value_or(false)) {
      found.push_back(
          fmt::format("{}: {} is 1, but the plugin {} {}; remove this key", config_.name(), key, plugin, why));
    }
  };
  const bool may_acknowledge = !declared_ || (flags_ & PRISM_FEATURE_RECEIPTS) != 0;
  look(PRISM_FEATURE_ROOMS, abilities.join, "features.muc", "has no rooms");
  look(PRISM_FEATURE_RECEIPTS, may_acknowledge, "features.receipts", "does not tell what has been delivered");
  look(PRISM_FEATURE_ROSTER_ON_LOGIN, abilities.roster, "features.send_buddies_on_login", "does not look at contacts");
  return found;
}

std::optional<bool> Features::configured(std::uint32_t feature) const {
  const auto key =
      std::find_if(std::begin(kKeys), std::end(kKeys), [&](const Key& known) { return known.feature == feature; });
  const Config::Value* text =
      key == std::end(kKeys) ? nullptr : config_.get(fmt::format("{}.{}", key->section, key->name));
  return text ? parseBool(*text) : std::nullopt;
}

bool Features::has(std::uint32_t feature) const {
  if (const auto word = configured(feature)) {
    return *word;
  }
  // In server mode nobody can register, so Spectrum would refuse every login if registration were needed.
  if (feature == PRISM_FEATURE_REGISTRATION && isTrue(config_, "service.server_mode")) {
    return false;
  }
  return (flags_ & feature) != 0;
}

// Returns true if Spectrum has to send the roster at login for the Guard to count it. In gateway mode, Spectrum keeps a
// user's contacts from session to session, and sends them to a client all at once.
bool Features::countsRoster() const {
  return !isTrue(config_, "service.server_mode") && !configured(PRISM_FEATURE_ROSTER_ON_LOGIN);
}

std::string Features::text() const {
  std::string text;
  std::string_view section;
  for (const Key& key : kKeys) {
    if (section != key.section) {
      section = key.section;
      text += fmt::format("[{}]\n", section);
      if (section == "registration") {
        for (const std::string_view field : config_.list("registration.extraField")) {
          if (isOneLine(field)) {
            text += fmt::format("extraField={}\n", field);
          }
        }
      }
    }
    const bool on = has(key.feature) || (key.feature == PRISM_FEATURE_ROSTER_ON_LOGIN && countsRoster());
    text += fmt::format("{}={}\n", key.name, on ? 1 : 0);
  }
  return text;
}

}  // namespace prism::host
