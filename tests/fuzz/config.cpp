// SPDX-License-Identifier: MIT
// The transport's configuration, and everything in the host that reads it before a plugin does.
#include "host/config/config.h"

#include "host/config/settings.h"
#include "host/plugin/config_check.h"
#include "host/plugin/features.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/require.h"

#include <algorithm>
#include <cerrno>
#include <iterator>

namespace {

using namespace prism::host;
using prism::fuzz::require;

void checkError(const Error& error) {
  require(error.code == EINVAL, "what is malformed is EINVAL");
  require(error.sentence.starts_with("x.cfg:"), "an error names the file");
  require(error.sentence.find('\n') == std::string::npos, "an error is one line");
}

// BACKEND_CONFIG is itself a configuration, and must contain only the known keys. A text that cannot be parsed would
// end Spectrum.
void checkFeatures(const Config& config) {
  constexpr const char* kAnnounced[] = {"features.disable_jid_escaping",
                                        "features.muc",
                                        "features.rawxml",
                                        "features.receipts",
                                        "features.send_buddies_on_login",
                                        "registration.needPassword",
                                        "registration.needRegistration"};
  const std::string text = Features(config).text();
  const Result<Config> announced = Config::parse(text, "announced", {});
  require(static_cast<bool>(announced), "what is announced can be parsed");
  for (const char* key : kAnnounced) {
    const auto values = announced->list(key);
    require(values.size() == 1 && (values[0] == "0" || values[0] == "1"), "a feature is announced once");
  }
  announced->visitKeys([&](const std::string& key) {
    require(key == "registration.extraField" || std::count(std::begin(kAnnounced), std::end(kAnnounced), key) == 1,
            "nothing else is announced");
  });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  prism::fuzz::Input input(data, size);
  const std::string_view text = input.upTo('\0');
  std::vector<std::pair<std::string, std::string>> overrides;
  while (!input.done()) {
    std::string key(input.upTo('='));
    overrides.emplace_back(std::move(key), input.upTo('\0'));
  }
  const Result<Config> config = Config::parse(text, "x.cfg", overrides);
  if (!config) {
    checkError(config.error());
    return 0;
  }
  config->visitKeys([&](const std::string& key) {
    const auto values = config->list(key);
    require(!values.empty() && config->get(key) == &values.back(), "of several values the last counts");
    config->visitSection(key.substr(0, key.find('.')), [](std::string_view, std::string_view) {});
  });
  Options options;
  options.host = "localhost";
  options.port = "1";
  if (const Result<Settings> settings = Settings::read(options, *config); !settings) {
    checkError(settings.error());
  }
  PluginNote note;
  note.keys = {"echo.greeting", "irc.*"};
  for (const std::string& finding : findMisspeltKeys(*config, note)) {
    require(finding.find('\n') == std::string::npos, "a finding is one line");
  }
  checkFeatures(*config);
  return 0;
}
