// SPDX-License-Identifier: MIT
#include "host/spectrum/stats_id.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cctype>
#include <climits>
#include <fstream>
#include <sstream>
#include <vector>

namespace prism::host {
namespace {

constexpr const char* kSpectrum = "spectrum2";

// A process, as proc(5) shows it.
struct Process {
  std::string name;
  pid_t parent = 0;
  std::vector<pid_t> pids;  // one for each pid namespace, from that of the mount inwards
};

Process readProcess(const std::string& proc, const std::string& which) {
  Process process;
  std::ifstream status(fmt::format("{}/{}/status", proc, which));
  for (std::string line; std::getline(status, line);) {
    std::istringstream words(line);
    std::string field;
    words >> field;
    if (field == "Name:") {
      words >> process.name;
    } else if (field == "PPid:") {
      words >> process.parent;
    } else if (field == "NSpid:") {
      for (pid_t pid = 0; words >> pid;) {
        process.pids.push_back(pid);
      }
    }
  }
  return process;
}

// Returns the name of this machine or container, without a character that XML or a terminal may stumble over.
std::string hostName() {
  char name[HOST_NAME_MAX + 1] = "";
  ::gethostname(name, sizeof name - 1);
  std::string text = name;
  for (char& c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '.' && c != '-') {
      c = '_';
    }
  }
  return text;
}

}  // namespace

bool hasSpectrumAsAncestor(const std::string& proc, pid_t pid) {
  constexpr int kMostAncestors = 64;
  Process process = readProcess(proc, "self");
  for (int i = 0; i < kMostAncestors; ++i) {
    // A second pid would be that in a nested namespace, and a different one would be that in an outer namespace.
    if (process.pids != std::vector<pid_t>{pid}) {
      return false;
    }
    if (i > 0 && process.name == kSpectrum) {
      return true;
    }
    pid = process.parent;
    process = readProcess(proc, std::to_string(pid));
  }
  return false;
}

std::string statsId(std::optional<std::uint32_t> local_pid) {
  if (local_pid) {
    return std::to_string(*local_pid);
  }
  const pid_t pid = ::getpid();
  return hasSpectrumAsAncestor("/proc", pid) ? std::to_string(pid) : fmt::format("{}@{}", pid, hostName());
}

}  // namespace prism::host
