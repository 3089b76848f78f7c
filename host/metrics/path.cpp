// SPDX-License-Identifier: MIT
#include "host/metrics/path.h"

#include "host/base/file_name.h"
#include "host/base/quote.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace prism::host {
namespace {

constexpr std::string_view kId = "${id}";
constexpr std::string_view kJid = "${jid}";

}  // namespace

std::optional<Error> rejectMetricsPath(std::string_view pattern, std::string_view config) {
  const auto reject = [&](std::string_view rule) {
    return Error{EINVAL, fmt::format("{}: prism.metrics_file {}, but is {}", config, rule, inQuotes(pattern))};
  };
  if (!pattern.ends_with(".prom")) {
    return reject("must end in .prom, since node_exporter reads no other files");
  }
  if (pattern.find(kId) == std::string_view::npos) {
    return reject("must contain ${id}, since each backend of the transport needs a file of its own");
  }
  for (std::size_t at = pattern.find("${"); at != std::string_view::npos; at = pattern.find("${", at + 1)) {
    if (!pattern.substr(at).starts_with(kId) && !pattern.substr(at).starts_with(kJid)) {
      return reject("may contain the variables ${id} and ${jid} only");
    }
  }
  return std::nullopt;
}

std::string expandMetricsPath(std::string_view pattern, std::string_view jid, std::string_view id) {
  std::string path;
  while (!pattern.empty()) {
    if (pattern.starts_with(kId)) {
      path += escapeForPath(id);
      pattern.remove_prefix(kId.size());
    } else if (pattern.starts_with(kJid)) {
      path += escapeForPath(jid);
      pattern.remove_prefix(kJid.size());
    } else {
      path += pattern.front();
      pattern.remove_prefix(1);
    }
  }
  std::error_code error;
  const std::filesystem::path absolute = std::filesystem::absolute(path, error);
  return error ? path : absolute.string();  // there is an error if the working directory is deleted
}

std::optional<std::string> describeUnwritableDirectory(const std::string& path) {
  const std::filesystem::path directory = std::filesystem::path(path).parent_path();
  if (::access((directory / ".").c_str(), W_OK | X_OK) == 0) {
    return std::nullopt;
  }
  return fmt::format("cannot write the metrics to {}: {}", path, std::strerror(errno));
}

}  // namespace prism::host
