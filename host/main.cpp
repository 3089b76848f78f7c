// SPDX-License-Identifier: MIT
// The map of the program: the steps of a run in their order. Each step is in a file of its own.
#include "host/base/fork_mark.h"
#include "host/base/standard_descriptors.h"
#include "host/config/options.h"
#include "host/config/run_as.h"
#include "host/crash/crash_report.h"
#include "host/end/plugin_exit.h"
#include "host/log/captured_output.h"
#include "host/log/log.h"
#include "host/log/standard_streams.h"
#include "host/loop/signals.h"
#include "host/plugin/config_check.h"
#include "host/plugin/version.h"
#include "host/run/backend.h"
#include "host/run/check.h"
#include "host/run/forget.h"
#include "host/run/set_up.h"
#include "host/spectrum/stream.h"

#include <Poco/Logger.h>
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace prism::host;

void logDoubts(const SetUp& set_up) {
  Poco::Logger& log = Poco::Logger::get("Host");
  for (const std::string& doubt : set_up.file.trust.doubts) {
    log.warning(doubt);
  }
  for (const std::string& sentence : findMisspeltKeys(set_up.config, *set_up.file.note)) {
    log.warning(sentence);
  }
  if (log.debug()) {
    if (const auto sentence = describeIgnoredUser(set_up.config)) {
      log.debug(*sentence);
    }
  }
}

// Takes the connection from stdin and stdout before the log may write there.
std::optional<Error> takeStreamIfAsked(const Settings& settings, std::optional<Stream>* ret_stream) {
  if (settings.connect != Settings::Connect::kStdio) {
    return std::nullopt;
  }
  Result<Stream> taken = takeStandardStreams();
  if (!taken) {
    return taken.error();
  }
  *ret_stream = std::move(*taken);
  return std::nullopt;
}

// One run of the backend. All faults of the set-up show before it connects to Spectrum.
std::optional<Error> serve(const Options& options) {
  installCrashHandlers();
  std::optional<Stream> stream;
  Result<SetUp> set_up = readSetUp(options, [&stream](const Config& config, const Settings& settings) {
    std::optional<Error> error = takeStreamIfAsked(settings, &stream);
    if (!error) {
      setUpLog(config);
    }
    return error;
  });
  if (!set_up) {
    return set_up.error();
  }
  std::optional<CapturedOutput> output;
  if (logsToFileOrSyslog()) {
    output.emplace("Plugin." + (*set_up->file.note).id);
  }
  logDoubts(*set_up);
  startLastResortOrWarn();
  static Backend* const backend = new Backend(std::move(set_up->config), set_up->settings, set_up->file);
  std::optional<Error> error = attempt([] { return backend->createPlugin(); });
  if (!error) {
    error = attempt([] { return backend->startPlugin(); });
  }
  if (!error) {
    error = attempt([&stream] { return backend->connect(std::move(stream)); });
    if (!error) {
      error = attempt([] { return backend->serve(); });
    } else if (backend->interrupted()) {
      error = backend->raisedSignal();
    }
  }
  return backend->shutDown(std::move(error));
}

std::optional<Error> run(const char* program, std::span<const char* const> words) {
  Options options = parseOptions(words, namesFile);
  options.named_plugin = pluginNamedBy(program);
  if (const char* const requested = std::getenv("SSH_ORIGINAL_COMMAND")) {
    addRequestedNumbers(requested, &options);
  }
  switch (options.action) {
    case Options::Action::kHelp:
      std::fputs(helpText().c_str(), stdout);
      return std::nullopt;
    case Options::Action::kVersion:
      std::fputs(versionText().c_str(), stdout);
      return std::nullopt;
    case Options::Action::kListPlugins:
      return listPlugins(options);
    case Options::Action::kCheck:
      return check(options);
    case Options::Action::kForget:
      return forget(options);
    case Options::Action::kServe:
      break;
  }
  return serve(options);
}

}  // namespace

int main(int argc, char** argv) {
  if (const int error = openStandardDescriptors()) {
    logExitReason(fmt::format("cannot open /dev/null: {}", std::strerror(error)));  // if stderr is open
    return error;
  }
  markHostProcess();
  ignoreStraySignals();
  duplicateStandardError();
  const std::vector<const char*> words(argv + (argc > 0 ? 1 : 0), argv + argc);
  const char* const program = argc > 0 ? argv[0] : "";
  const std::optional<Error> error = attempt([&] { return run(program, words); });
  logRepeats();
  if (error) {
    logExitReason(error->sentence);
  }
  const int code = error ? error->code : EXIT_SUCCESS;
  setExitCode(code);
  return code;
}
