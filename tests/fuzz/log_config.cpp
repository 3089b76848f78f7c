// SPDX-License-Identifier: MIT
// The log's configuration, up to a line that is formatted with it.
#include "host/log/config.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/require.h"

#include <Poco/Message.h>

namespace {

using namespace prism::host;
using prism::fuzz::require;

std::optional<std::string> known(const std::string& name) {
  return name == "jid" ? std::optional<std::string>("irc.example.org") : std::nullopt;
}

std::optional<std::string> others(const std::string&) { return std::nullopt; }

void write(const AppenderConfig& appender) {
  constexpr std::size_t kMuch = 16 * LogProperties::kMaxValue * 100;
  LogPattern pattern(appender.pattern);
  Poco::Message message("Plugin.irc", "a \xC3\xA9 line", Poco::Message::PRIO_WARNING);
  message.setTime(Poco::Timestamp(Poco::Timestamp::TimeVal{1'795'377'000'123'456}));
  std::string line;
  pattern.format(message, line);
  require(line.size() < kMuch, "a line is not much longer than its pattern");
  const std::string suffix = LogDate(appender.date_suffix).of(message.getTime());
  require(suffix.size() < kMuch, "nor is the suffix of a file");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  LogComplaints complaints("log.cfg");
  LogProperties properties = LogProperties::parse(text, &complaints);
  properties.expand(&known, &others, &complaints);
  for (const auto& [key, property] : properties.all()) {
    require(property.value.size() <= LogProperties::kMaxValue, "no value is longer than allowed");
    require(property.line > 0, "each has its line");
  }
  const LogConfig config = LogConfig::parse(properties, &complaints);
  for (const AppenderConfig& appender : config.appenders) {
    require(appender.kind != AppenderConfig::Kind::kFile || !appender.path.empty(), "a file has a path");
    write(appender);
  }
  require(complaints.sentences().size() <= 21, "so many complaints, and then one that there are more");
  for (const std::string& sentence : complaints.sentences()) {
    require(sentence.starts_with("log.cfg:"), "a complaint names the file");
  }
  return 0;
}
