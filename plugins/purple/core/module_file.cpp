// SPDX-License-Identifier: MIT
#include "core/module_file.h"

#include <purple.h>

#include <cstring>
#include <system_error>

namespace purple {
namespace {

// The function that each module exports.
constexpr std::string_view kEntry = "purple_init_plugin";

constexpr std::string_view kProtocolPrefix = "prpl-";

// The first members of PurplePluginInfo. Modules have a static one, so these bytes are in the file.
struct InfoHead {
  unsigned magic;
  unsigned major;
  unsigned minor;
  unsigned type;
};

bool isIdCharacter(char c) { return g_ascii_isalnum(c) || c == '-' || c == '_' || c == '.'; }

}  // namespace

// Opening a pipe would wait for its writer.
ModuleFile::ModuleFile(const std::filesystem::path& path) {
  if (std::error_code ignored; std::filesystem::is_regular_file(path, ignored)) {
    mapped_.reset(g_mapped_file_new(path.c_str(), FALSE, nullptr));
  }
  if (const char* begin = mapped_ ? g_mapped_file_get_contents(mapped_.get()) : nullptr) {
    bytes_ = {begin, g_mapped_file_get_length(mapped_.get())};
  }
}

bool ModuleFile::isModule() const { return hasString(std::string(kEntry)); }

// A module that fills its info at run time has no type in the file, so it may be a protocol.
bool ModuleFile::mayBeProtocol() const {
  const InfoHead begin{PURPLE_PLUGIN_MAGIC, PURPLE_MAJOR_VERSION, 0, 0};
  const std::string_view wanted(reinterpret_cast<const char*>(&begin), offsetof(InfoHead, minor));
  bool other = false;
  for (std::size_t at = 0; (at = bytes_.find(wanted, at)) != std::string_view::npos; ++at) {
    InfoHead head{};
    if (bytes_.size() - at < sizeof head) {
      break;
    }
    std::memcpy(&head, bytes_.data() + at, sizeof head);
    if (head.minor <= PURPLE_MINOR_VERSION && head.type == PURPLE_PLUGIN_PROTOCOL) {
      return true;
    }
    other = other || (head.minor <= PURPLE_MINOR_VERSION &&
                      (head.type == PURPLE_PLUGIN_STANDARD || head.type == PURPLE_PLUGIN_LOADER));
  }
  return !other;
}

bool ModuleFile::hasString(const std::string& text) const {
  return bytes_.find(std::string_view(text.c_str(), text.size() + 1)) != std::string_view::npos;
}

std::set<std::string> ModuleFile::protocolIds() const {
  std::set<std::string> ids;
  for (std::size_t at = 0; (at = bytes_.find(kProtocolPrefix, at)) != std::string_view::npos; ++at) {
    std::size_t end = at + kProtocolPrefix.size();
    while (end < bytes_.size() && isIdCharacter(bytes_[end])) {
      ++end;
    }
    const bool begins = at == 0 || bytes_[at - 1] == '\0';
    if (begins && end > at + kProtocolPrefix.size() && end < bytes_.size() && bytes_[end] == '\0') {
      ids.emplace(bytes_.substr(at, end - at));
    }
  }
  return ids;
}

}  // namespace purple
