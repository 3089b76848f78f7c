// SPDX-License-Identifier: MIT
// The section [prism] of the configuration, and the address of Spectrum 2. Both are read and checked before anything
// starts.
#pragma once

#include "host/base/result.h"
#include "host/config/config.h"
#include "host/config/media_settings.h"
#include "host/config/options.h"
#include "host/config/prompt_settings.h"
#include "host/config/storage_settings.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace prism::host {

// All keys of the section, besides kCommandLineKeys.
inline constexpr const char* kSettingKeys[] = {"prism.plugin",
                                               "prism.plugin_dir",
                                               "prism.connect_timeout",
                                               "prism.ping_timeout",
                                               "prism.login_timeout",
                                               "prism.max_frame_size",
                                               "prism.stall_warning",
                                               "prism.stall_timeout",
                                               "prism.strict_plugins",
                                               "prism.contact",
                                               "prism.max_stanza_size",
                                               "prism.connect",
                                               "prism.strict_connect",
                                               "prism.metrics_file",
                                               "prism.storage_days",
                                               "prism.strict",
                                               "prism.name_servers",
                                               "prism.media_max_file",
                                               "prism.media_max_total",
                                               "prism.media_days",
                                               "prism.media_allow_private",
                                               "prism.chat"};

// Returns the number that Spectrum has given this backend; `0` if it was started by hand without one.
std::string_view backendId(const Config& config);

// Reads where this transport's values are stored, and for how long.
Result<StorageSettings> readStorageSettings(const Config& config);

struct Settings {
  enum class Connect { kTcp, kStdio };

  Connect connect;
  std::string host;                        // for kTcp
  std::uint16_t port;                      // for kTcp
  bool strict_connect;                     // no connection over TCP to another machine
  std::optional<std::uint32_t> local_pid;  // the process on Spectrum's machine that stands for this one
  std::chrono::seconds connect_timeout;
  std::chrono::seconds ping_timeout;
  std::chrono::seconds login_timeout;
  std::chrono::seconds stall_warning;
  std::chrono::seconds stall_timeout;  // 0: never
  std::uint32_t max_frame_size;        // bytes
  std::uint32_t max_stanza_size;       // bytes
  bool strict_plugins;                 // doubts about a plugin's file prevent loading it
  bool strict;                         // for development: faults of the plugin are errors
  PromptSettings prompts;
  std::string metrics_file;  // absolute; empty: there are no metrics
  StorageSettings storage;
  std::string name_servers;  // for plugins' lookups and fetches; empty: those of the system
  MediaSettings media;
  bool typed_chat;  // no message has an id in XMPP

  static Result<Settings> read(const Options& options, const Config& config);
};

}  // namespace prism::host
