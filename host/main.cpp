// The map of the program: what a run does, in its order. Each step is a file of its own.
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <optional>
#include <string>
#include <vector>

#include "host/backend.h"
#include "host/captured_output.h"
#include "host/config.h"
#include "host/log.h"
#include "host/options.h"
#include "host/plugin_directory.h"
#include "host/settings.h"
#include "host/version.h"

namespace {

using namespace prism::host;

int fail(const Error& error) {
  logTheEnd(error.sentence);
  return error.code;
}

Result<Config> loadConfig(const Options& options) {
  if (!options.config_path.empty()) {
    return Config::load(options.config_path, options.overrides);
  }
  if (!options.other_word.empty()) {
    return Error{EACCES, fmt::format("cannot read the configuration file {}: no such file", options.other_word)};
  }
  return Error{EACCES, "no configuration file is named: this program is started by Spectrum 2 (see --help)"};
}

int listPlugins(const Options& options) {
  const bool has_config = !options.config_path.empty() || !options.other_word.empty();
  const Result<Config> config = has_config ? loadConfig(options) : Config::parse("", "", options.overrides);
  if (!config) {
    return fail(config.error());
  }
  std::fputs(PluginDirectory(pluginDirectoryPaths(*config)).listing().c_str(), stdout);
  return EXIT_SUCCESS;
}

// One life of the backend: all that can be wrong with the set-up shows before Spectrum is connected.
int serve(const Options& options) {
  Result<Config> config = loadConfig(options);
  if (!config) {
    return fail(config.error());
  }
  const Result<Settings> settings = Settings::read(options, *config);
  if (!settings) {
    return fail(settings.error());
  }
  setUpLog(*config);
  const Result<PluginFile> file = PluginDirectory(pluginDirectoryPaths(*config)).choose(*config);
  if (!file) {
    return fail(file.error());
  }

  std::optional<CapturedOutput> output;
  if (logsElsewhere()) {
    output.emplace("Plugin." + (*file->note).id);
  }
  static Backend* const backend = new Backend(*std::move(config), *settings, (*file->note).id);
  std::optional<Error> error = backend->startPlugin(*file);
  if (!error) {
    error = backend->connect();
  }
  if (!error) {
    error = backend->serve();
  } else if (backend->interrupted()) {
    error.reset();
  }
  backend->leave();
  return error ? fail(*error) : EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<const char*> words(argv + (argc > 0 ? 1 : 0), argv + argc);
  const Options options = parseOptions(words, namesFile);
  switch (options.action) {
    case Options::Action::kHelp:
      std::fputs(helpText().c_str(), stdout);
      return EXIT_SUCCESS;
    case Options::Action::kVersion:
      std::fputs(versionText().c_str(), stdout);
      return EXIT_SUCCESS;
    case Options::Action::kListPlugins:
      return listPlugins(options);
    case Options::Action::kServe:
      break;
  }
  try {
    return serve(options);
  } catch (const std::exception& exception) {
    // Nothing that is expected to happen gets here: the system has refused something that every process may have.
    return fail({EXIT_FAILURE, exception.what()});
  }
}
