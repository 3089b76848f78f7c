// SPDX-License-Identifier: MIT
#include "host/config/settings.h"

#include "host/base/file_name.h"
#include "host/base/quote.h"
#include "host/base/xml_text.h"
#include "host/config/name_servers.h"
#include "host/metrics/path.h"
#include <prism/text.hpp>

#include <fmt/format.h>

#include <cerrno>
#include <filesystem>
#include <optional>
#include <system_error>

namespace prism::host {
namespace {

constexpr std::size_t kMaxNetworkName = 100;  // bytes

// Returns true if `name` can be the part of a JID before the '@', and is no whole JID itself.
bool isContactName(std::string_view name) {
  constexpr std::size_t kLongest = 64;
  return !name.empty() && name.size() <= kLongest && isXmlText(name) &&
         name.find_first_of(" \t@/") == std::string_view::npos;
}

// Returns the port of Spectrum, and an error if its host is missing.
Result<std::uint16_t> readAddress(const Options& options) {
  if (options.host.empty()) {
    return Error{EINVAL, "--host is missing: this program is started by Spectrum 2 (see --help)"};
  }
  if (options.port.empty()) {
    return Error{EINVAL, "--port is missing: this program is started by Spectrum 2 (see --help)"};
  }
  return readPort(options.port);
}

Result<Settings::Connect> readConnect(const Config& config) {
  const std::string_view connect = config.text("prism.connect");
  if (connect == "stdio") {
    return Settings::Connect::kStdio;
  }
  if (connect == "tcp" || !config.get("prism.connect")) {
    return Settings::Connect::kTcp;
  }
  return Error{EINVAL,
               fmt::format("{}: prism.connect must be tcp or stdio, but is {}", config.name(), inQuotes(connect))};
}

// Spectrum 2 sends a signal to this process. 1 is never a backend.
Result<std::optional<std::uint32_t>> readLocalPid(const Options& options) {
  if (options.local_pid.empty()) {
    return std::optional<std::uint32_t>();
  }
  constexpr std::uint32_t kLargestPid = 4 * 1024 * 1024;  // PID_MAX_LIMIT of the kernel
  const auto pid = parseNumber(options.local_pid);
  if (!pid || *pid < 2 || *pid > kLargestPid) {
    return Error{EINVAL, fmt::format("--prism.local_pid must be a number from 2 to {}, but is {}", kLargestPid,
                                     inQuotes(options.local_pid))};
  }
  return pid;
}

// Reads the settings for files that plugins publish and fetch. The numbers of the configuration are in MiB.
Result<MediaSettings> readMedia(const Config& config) {
  constexpr std::uint64_t kMiB = 1024 * 1024;
  constexpr std::uint32_t kLargestFile = 1024;
  constexpr std::uint32_t kLargestTotal = 16 * 1024 * 1024;
  constexpr std::uint32_t kMostDays = 36'500;
  const auto max_file = config.number("prism.media_max_file", 20, 1, kLargestFile);
  const auto max_total = config.number("prism.media_max_total", 1024, 1, kLargestTotal);
  const auto days = config.number("prism.media_days", 30, 0, kMostDays);
  for (const auto* number : {&max_file, &max_total, &days}) {
    if (!*number) {
      return number->error();
    }
  }
  const auto private_allowed = config.boolean("prism.media_allow_private", false);
  if (!private_allowed) {
    return private_allowed.error();
  }
  MediaSettings media;
  media.max_file = *max_file * kMiB;
  media.max_total = *max_total * kMiB;
  media.days = *days;
  media.private_allowed = *private_allowed;
  // Without one of them, a link would lead nowhere.
  std::string_view url = config.text("service.web_url");
  const std::string_view directory = config.text("service.web_directory");
  if (!url.empty() && !directory.empty()) {
    url.remove_suffix(url.ends_with('/') ? 1 : 0);
    media.web_url = url;
    media.web_directory = directory;
  }
  return media;
}

}  // namespace

std::string_view backendId(const Config& config) {
  const std::string_view id = config.text("service.backend_id");
  return id.empty() ? "0" : id;
}

Result<StorageSettings> readStorageSettings(const Config& config) {
  constexpr std::uint32_t kMostDays = 36500;
  StorageSettings storage;
  const auto days = config.number("prism.storage_days", storage.days, 0, kMostDays);
  if (!days) {
    return days.error();
  }
  // Spectrum 2 starts its backends in its working directory.
  const std::string_view working_dir = config.text("service.working_dir");
  std::error_code error;
  const std::filesystem::path directory = std::filesystem::path(working_dir.empty() ? "." : working_dir) /
                                          "prism-storage" / fileNameOf(config.text("service.jid"));
  const std::filesystem::path absolute = std::filesystem::absolute(directory, error).lexically_normal();
  storage.directory = error ? directory.string() : absolute.string();  // the working directory may be deleted
  storage.days = *days;
  return storage;
}

Result<Settings> Settings::read(const Options& options, const Config& config) {
  const auto connect = readConnect(config);
  if (!connect) {
    return connect.error();
  }
  const auto port = *connect == Connect::kTcp ? readAddress(options) : Result<std::uint16_t>(std::uint16_t{0});
  if (!port) {
    return port.error();
  }
  const auto local_pid = readLocalPid(options);
  if (!local_pid) {
    return local_pid.error();
  }
  constexpr std::uint32_t kDay = 24 * 3600;
  constexpr std::uint32_t kLargestFrame = 1024 * 1024 * 1024;
  // Every XMPP server accepts the smallest (RFC 6120 section 13.12). Between servers, the usual limit is 256 or 512
  // KiB, and 128 KiB in some older configurations. Spectrum's parser ends at 10,000,000 bytes.
  constexpr std::uint32_t kSmallestStanza = 10'000;
  constexpr std::uint32_t kUsualStanza = 128 * 1024;
  constexpr std::uint32_t kLargestStanza = 8 * 1024 * 1024;
  const auto connect_timeout = config.number("prism.connect_timeout", 10, 1, kDay);
  const auto ping_timeout = config.number("prism.ping_timeout", 90, 1, kDay);
  const auto login_timeout = config.number("prism.login_timeout", 180, 1, kDay);
  const auto stall_warning = config.number("prism.stall_warning", 5, 1, kDay);
  const auto stall_timeout = config.number("prism.stall_timeout", 60, 0, kDay);
  const auto max_frame_size = config.number("prism.max_frame_size", 16 * 1024 * 1024, 1024, kLargestFrame);
  const auto max_stanza_size = config.number("prism.max_stanza_size", kUsualStanza, kSmallestStanza, kLargestStanza);
  for (const auto* number : {&connect_timeout, &ping_timeout, &login_timeout, &stall_warning, &stall_timeout,
                             &max_frame_size, &max_stanza_size}) {
    if (!*number) {
      return number->error();
    }
  }
  const auto strict_plugins = config.boolean("prism.strict_plugins", false);
  const auto strict_connect = config.boolean("prism.strict_connect", false);
  const auto strict = config.boolean("prism.strict", false);
  for (const auto* boolean : {&strict_plugins, &strict_connect, &strict}) {
    if (!*boolean) {
      return boolean->error();
    }
  }
  PromptSettings prompts;
  if (const Config::Value* contact = config.get("prism.contact")) {
    if (!isContactName(*contact)) {
      return Error{EINVAL,
                   fmt::format("{}: prism.contact must be a name of 1 to 64 bytes without blanks, @ and /, but is {}",
                               config.name(), inQuotes(*contact))};
    }
    prompts.contact = *contact;
  }
  if (const std::string_view name = config.text("identity.name"); !name.empty()) {
    assignXmlText(utf8Prefix(name, kMaxNetworkName), &prompts.network);
  }
  std::string metrics_file;
  if (const std::string_view pattern = config.text("prism.metrics_file"); !pattern.empty()) {
    if (std::optional<Error> error = rejectMetricsPath(pattern, config.name())) {
      return *std::move(error);
    }
    metrics_file = expandMetricsPath(pattern, config.text("service.jid"), backendId(config));
  }
  const auto storage = readStorageSettings(config);
  if (!storage) {
    return storage.error();
  }
  const auto media = readMedia(config);
  if (!media) {
    return media.error();
  }
  const std::string_view chat = config.text("prism.chat");
  if (!chat.empty() && chat != "auto" && chat != "typed") {
    return Error{EINVAL, fmt::format("{}: prism.chat must be auto or typed, but is {}", config.name(), inQuotes(chat))};
  }
  std::string name_servers(config.text("prism.name_servers"));
  if (std::optional<Error> error = rejectNameServers(name_servers, config.name())) {
    return *std::move(error);
  }
  std::erase_if(name_servers, [](char c) { return c == ' ' || c == '\t'; });  // c-ares takes no blanks
  prompts.has_presence = chat != "typed";
  const auto server_mode = config.boolean("service.server_mode", false);
  prompts.server_mode = server_mode && *server_mode;  // Spectrum itself reports an invalid value
  return Settings{*connect,
                  options.host,
                  *port,
                  *strict_connect,
                  *local_pid,
                  std::chrono::seconds(*connect_timeout),
                  std::chrono::seconds(*ping_timeout),
                  std::chrono::seconds(*login_timeout),
                  std::chrono::seconds(*stall_warning),
                  std::chrono::seconds(*stall_timeout),
                  *max_frame_size,
                  *max_stanza_size,
                  *strict_plugins,
                  *strict,
                  prompts,
                  metrics_file,
                  *storage,
                  name_servers,
                  *media,
                  chat == "typed"};
}

}  // namespace prism::host
