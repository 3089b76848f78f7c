// SPDX-License-Identifier: MIT
// Counts the instructions of a host, with Valgrind. Counts are reproducible, unlike times.
#pragma once

#include <prism/testing/spectrum.h>

#include <fmt/format.h>

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <string>
#include <string_view>

namespace prism::bench {

// PRISM_E2E_REQUIRED=1 forbids skipping, as for the tests with a real Spectrum 2.
inline bool mayBeSkipped() {
  const char* required = std::getenv("PRISM_E2E_REQUIRED");
  return !required || std::string_view(required) != "1";
}

inline bool hasValgrind() { return std::string_view(PRISM_BENCH_VALGRIND).find("NOTFOUND") == std::string_view::npos; }

// Reads the total from callgrind's file.
inline std::uint64_t totalIn(const std::string& path) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("totals: ")) {
      return std::stoull(line.substr(8));
    }
  }
  throw testing::Failure(path + " has no total: was the host ended before callgrind could write?");
}

// Counts all instructions of a host with the plugin `plugin` of `plugin_dir`, from its start to its end. `run` plays
// Spectrum between them. `keys` are further lines of the section [prism] and sections behind it; "${DIRECTORY}" in them
// is a directory of this run.
inline std::uint64_t countInstructions(const std::string& plugin, const std::string& plugin_dir, std::string keys,
                                       const std::function<void(testing::Spectrum&)>& run) {
  const testing::TemporaryDirectory directory;
  const std::string counts = directory.path() / "callgrind.out";
  constexpr std::string_view kDirectory = "${DIRECTORY}";
  if (const std::size_t place = keys.find(kDirectory); place != std::string::npos) {
    keys.replace(place, kDirectory.size(), directory.path().string());
  }
  testing::Spectrum spectrum({
      .host_program = PRISM_TEST_HOST,
      .wrapper = {PRISM_BENCH_VALGRIND, "--tool=callgrind", "--callgrind-out-file=" + counts},
      .configuration = fmt::format("[service]\njid = prism.test\n[prism]\nplugin = {}\nplugin_dir = {}\n{}", plugin,
                                   plugin_dir, keys),
      // Selects the string functions that every x86-64 processor has.
      .environment =
          {{"GLIBC_TUNABLES",
            "glibc.cpu.hwcaps=-AVX_Fast_Unaligned_Load,-AVX2,-ERMS,-FSRM,-Fast_Unaligned_Copy,-SSE4_2,-SSSE3"}},
      .deadline = testing::Milliseconds(60'000),
  });
  spectrum.launch();
  spectrum.ping();
  run(spectrum);
  spectrum.exit();
  spectrum.expectExit(0);
  return totalIn(counts);
}

}  // namespace prism::bench
