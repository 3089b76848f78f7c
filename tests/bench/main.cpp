// SPDX-License-Identifier: MIT
// prism-bench: puts the load of a Spectrum 2 on backends, and compares them. run.sh builds and runs it.
#include "tests/bench/experiments.h"
#include <prism/testing/failure.h>

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace prism::bench;

constexpr const char* kHelp = R"(prism-bench [--pairs N] [EXPERIMENT...]

  --pairs N   how often both sides are measured (default 15)
  life        start, logins and memory: Prism and the floor
  echo        echoed messages of many kinds: Prism and the floor
  core        of them only those that say most
  busy        echoed messages: Prism with a plugin that has much else to do, and with the echo plugin
  --load BODY,IN_FLIGHT,USERS,SILENT
              echoed messages of so many bytes, so many that await their echo at a time (1: one by one), of so many
              users, beside so many who are silent (optional): Prism and the floor

Without experiments: life, echo, busy.
)";

Program prismWith(const std::string& plugin, const std::string& directory) {
  return {PRISM_BENCH_HOST,
          // Large bodies are to stay in one piece.
          fmt::format("[service]\njid = prism.test\n"
                      "[prism]\nplugin = {}\nplugin_dir = {}\nmax_stanza_size = 8388608\n",
                      plugin, directory)};
}

bool readLoad(const char* text, std::vector<EchoLoad>* loads) {
  EchoLoad load;
  int end = 0;
  if (std::sscanf(text, "%zu,%zu,%zu%n,%zu%n", &load.body, &load.in_flight, &load.users, &end, &load.silent, &end) <
          3 ||
      text[end] != '\0' || load.body < 1 || load.in_flight < 1 || load.users < 1) {
    return false;
  }
  loads->push_back(load);
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t pairs = 15;
  std::string experiments;
  std::vector<EchoLoad> loads;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--pairs" && i + 1 < argc && std::atoi(argv[i + 1]) > 0) {
      pairs = static_cast<std::size_t>(std::atoi(argv[++i]));
    } else if (word == "--load" && i + 1 < argc && readLoad(argv[i + 1], &loads)) {
      ++i;
    } else if (word == "life" || word == "echo" || word == "core" || word == "busy") {
      experiments += word;
    } else {
      std::fputs(kHelp, word == "--help" ? stdout : stderr);
      return word == "--help" ? EXIT_SUCCESS : EXIT_FAILURE;
    }
  }
  const auto wanted = [&](const char* name) {
    return (experiments.empty() && loads.empty()) || experiments.find(name) != std::string::npos;
  };
  const Side floor{"floor", {PRISM_BENCH_FLOOR, ""}};
  const Side prism{"Prism", prismWith("echo", PRISM_BENCH_PLUGINS)};
  const Side busy{"Prism, busy", prismWith("busy", PRISM_BENCH_OWN_PLUGINS)};
  try {
    if (wanted("life")) {
      measureLife({floor, prism}, pairs);
    }
    if (wanted("echo")) {
      measureEchoes({floor, prism}, pairs);
    }
    if (experiments.find("core") != std::string::npos) {
      measureEcho({floor, prism}, pairs, true);
    }
    for (const EchoLoad& load : loads) {
      measureEchoOf({floor, prism}, pairs, load);
    }
    if (wanted("busy")) {
      measureEcho({prism, busy}, pairs, false);
    }
  } catch (const prism::testing::Failure& failure) {
    fmt::print(stderr, "\nprism-bench: {}\n", failure.what());
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
