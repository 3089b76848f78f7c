// The map of the program: what a run does, in its order. Each step is a file of its own.
#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <optional>
#include <span>
#include <system_error>
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

Result<Config> loadConfig(const Options& options) {
  if (!options.config_path.empty()) {
    return Config::load(options.config_path, options.overrides);
  }
  if (!options.other_word.empty()) {
    return Error{EACCES, fmt::format("cannot read the configuration file {}: no such file", options.other_word)};
  }
  return Error{EACCES, "no configuration file is named: this program is started by Spectrum 2 (see --help)"};
}

std::optional<Error> listPlugins(const Options& options) {
  const bool has_config = !options.config_path.empty() || !options.other_word.empty();
  const Result<Config> config = has_config ? loadConfig(options) : Config::parse("", "", options.overrides);
  if (!config) {
    return config.error();
  }
  std::fputs(PluginDirectory(pluginDirectoryPaths(*config)).listing().c_str(), stdout);
  return std::nullopt;
}

// What a step fails with, exceptions included: of these, only what the system may refuse any process gets here.
template <typename Step>
std::optional<Error> attempt(const Step& step) {
  try {
    return step();
  } catch (const std::system_error& refused) {
    return Error{refused.code().value(), refused.what()};
  } catch (const std::bad_alloc&) {
    return Error{ENOMEM, "out of memory"};
  }
}

// One life of the backend: all that can be wrong with the set-up shows before Spectrum is connected.
std::optional<Error> serve(const Options& options) {
  Result<Config> config = loadConfig(options);
  if (!config) {
    return config.error();
  }
  const Result<Settings> settings = Settings::read(options, *config);
  if (!settings) {
    return settings.error();
  }
  setUpLog(*config);
  const Result<PluginFile> file = PluginDirectory(pluginDirectoryPaths(*config)).choose(*config);
  if (!file) {
    return file.error();
  }

  std::optional<CapturedOutput> output;
  if (logsElsewhere()) {
    output.emplace("Plugin." + (*file->note).id);
  }
  static Backend* const backend = new Backend(*std::move(config), *settings, (*file->note).id);
  std::optional<Error> error = attempt([&] { return backend->startPlugin(*file); });
  if (!error) {
    error = attempt([] { return backend->connect(); });
    if (!error) {
      error = attempt([] { return backend->serve(); });
    } else if (backend->interrupted()) {
      error.reset();
    }
  }
  backend->leave();
  return error;
}

std::optional<Error> run(std::span<const char* const> words) {
  const Options options = parseOptions(words, namesFile);
  switch (options.action) {
    case Options::Action::kHelp:
      std::fputs(helpText().c_str(), stdout);
      return std::nullopt;
    case Options::Action::kVersion:
      std::fputs(versionText().c_str(), stdout);
      return std::nullopt;
    case Options::Action::kListPlugins:
      return listPlugins(options);
    case Options::Action::kServe:
      break;
  }
  return serve(options);
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<const char*> words(argv + (argc > 0 ? 1 : 0), argv + argc);
  const std::optional<Error> error = attempt([&] { return run(words); });
  if (!error) {
    return EXIT_SUCCESS;
  }
  logTheEnd(error->sentence);
  return error->code;
}
