// SPDX-License-Identifier: MIT
// prism-status: one table of the backends of a machine, from the files with their metrics.
#include "host/base/quote.h"
#include "host/base/unix_time.h"
#include "host/plugin/version.h"
#include "host/status/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <tuple>
#include <vector>

namespace {

using namespace prism::host;

// Where Debian's node_exporter looks for files.
constexpr const char* kDefaultDirectory = "/var/lib/prometheus/node-exporter";

constexpr int kAllRun = 0;
constexpr int kSomeDoNot = 1;
constexpr int kNothingToShow = 2;

constexpr const char* kHelp =
    R"(Shows the Prism backends of this machine, from the files with their metrics.

    prism-status [--json] [FILE|DIRECTORY...]

Without a file or a directory, it looks in /var/lib/prometheus/node-exporter.
    --json       writes JSON in place of a table
    --help       shows this
    --version    shows the version

Exits with 0 if all backends run, with 1 if one is late, gone or unknown, and
with 2 if there is none or something cannot be read.
)";

// Collects the backends, and complains on stderr of what cannot be read.
class Search {
 public:
  void addFile(const std::string& path, bool named) {
    const Result<std::optional<BackendStatus>> status = readMetricsFile(path);
    if (!status) {
      if (named || status.error().code != ENOENT) {  // else its backend has just ended
        complain(path, status.error().sentence);
      }
    } else if (*status) {
      found_.push_back(**status);
    } else if (named) {
      complain(path, "it is not the file of a Prism backend");
    }
  }

  // Files that are no backend's are those of others.
  void addDirectory(const std::string& path) {
    std::error_code error;
    for (std::filesystem::directory_iterator entry(path, error), end; !error && entry != end; entry.increment(error)) {
      std::error_code ignored;
      if (entry->path().extension() == ".prom" && entry->is_regular_file(ignored)) {
        addFile(entry->path().string(), false);
      }
    }
    if (error) {
      complain(path, error.message());
    }
  }

  void add(const std::string& path) {
    std::error_code ignored;
    std::filesystem::is_directory(path, ignored) ? addDirectory(path) : addFile(path, true);
  }

  // Returns the backends, sorted by transport, and by id as numbers.
  std::vector<BackendStatus> take() {
    std::sort(found_.begin(), found_.end(), [](const BackendStatus& a, const BackendStatus& b) {
      return std::tuple(a.transport, a.id.size(), a.id, a.file) < std::tuple(b.transport, b.id.size(), b.id, b.file);
    });
    return std::move(found_);
  }

  bool complained() const { return complained_; }

 private:
  void complain(const std::string& path, std::string_view reason) {
    complained_ = true;
    std::fputs(fmt::format("prism-status: {}: {}\n", oneLine(path), reason).c_str(), stderr);
  }

  std::vector<BackendStatus> found_;
  bool complained_ = false;
};

// Writes to stdout. Complains on stderr if that fails, and returns false.
bool print(const std::string& text) {
  errno = 0;
  if (std::fputs(text.c_str(), stdout) >= 0 && std::fflush(stdout) == 0) {
    return true;
  }
  std::fputs(fmt::format("prism-status: cannot write its output: {}\n", std::strerror(errno)).c_str(), stderr);
  return false;
}

int show(const std::vector<std::string>& paths, bool as_json) {
  Search search;
  for (const std::string& path : paths) {
    search.add(path);
  }
  const double now = unixTime();
  std::vector<BackendRow> rows;
  bool all_run = true;
  for (BackendStatus& status : search.take()) {
    const BackendState state = stateOf(status, now);
    all_run = all_run && state == BackendState::kRunning;
    rows.push_back({std::move(status), state});
  }
  const bool is_written = as_json ? print(jsonOf(rows, now)) : rows.empty() || print(tableOf(rows, now));
  if (rows.empty() && !search.complained()) {
    std::fputs("prism-status: no backend has written its metrics there; see prism.metrics_file\n", stderr);
  }
  if (!is_written || rows.empty() || search.complained()) {
    return kNothingToShow;
  }
  return all_run ? kAllRun : kSomeDoNot;
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> paths;
  bool as_json = false;
  bool options_end = false;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (options_end || !word.starts_with('-')) {
      paths.emplace_back(word);
    } else if (word == "--") {
      options_end = true;
    } else if (word == "--json") {
      as_json = true;
    } else if (word == "--help" || word == "-h") {
      return print(kHelp) ? kAllRun : kNothingToShow;
    } else if (word == "--version") {
      return print(fmt::format("prism-status {}\n", hostVersion())) ? kAllRun : kNothingToShow;
    } else {
      std::fputs(fmt::format("prism-status: there is no option {}; see --help\n", inQuotes(word)).c_str(), stderr);
      return kNothingToShow;
    }
  }
  if (paths.empty()) {
    paths.emplace_back(kDefaultDirectory);
  }
  return show(paths, as_json);
}
