// SPDX-License-Identifier: MIT
// prism-console: a conversation with a plugin, without Spectrum 2 and without an XMPP server.
#include "console/contacts.h"
#include "console/conversation.h"
#include "console/frontend.h"
#include "console/host_location.h"
#include "console/host_log.h"
#include "console/options.h"
#include "console/password.h"
#include "console/signals.h"
#include "prism/testing/spectrum.h"

#include <fmt/format.h>
#include <unistd.h>

#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using namespace prism::console;
using namespace prism::testing;

constexpr int kFailed = 1;
constexpr int kCouldNotBegin = 2;

// Returns the launch options of the host for the console's options.
SpectrumOptions launchOptionsFor(const Options& options) {
  const HostLocation found = findHost();
  const bool default_host = options.host_program.empty();

  SpectrumOptions host;
  host.host_program = default_host ? found.program : fs::absolute(options.host_program).string();
  if (!options.plugin_dir.empty()) {
    host.arguments.push_back("--prism.plugin_dir=" + fs::absolute(options.plugin_dir).string());
  } else if (default_host && !found.plugin_dir.empty() && !std::getenv("PRISM_PLUGIN_PATH")) {
    host.environment.emplace_back("PRISM_PLUGIN_PATH", found.plugin_dir);  // CONFIG takes precedence over it
  }
  if (!options.plugin.empty()) {
    host.arguments.push_back("--prism.plugin=" + options.plugin);
  }
  if (options.strict) {
    host.arguments.push_back("--prism.strict=1");
  }
  host.configuration = "[service]\njid = prism.console\n";
  if (!options.configuration.empty()) {
    host.configuration_file = fs::absolute(options.configuration).string();
  }
  host.working_dir = fs::current_path().string();
  return host;
}

std::unique_ptr<Frontend> makeFrontend(const Contacts* contacts) {
  const char* no_colour = std::getenv("NO_COLOR");
  const bool shown_on_terminal = ::isatty(STDOUT_FILENO) != 0;
  const bool colour = shown_on_terminal && (!no_colour || *no_colour == '\0');
  return shown_on_terminal && ::isatty(STDIN_FILENO) ? makeTerminal(contacts, colour) : makePiped(colour);
}

void printError(std::string_view text) { fmt::print(stderr, "prism-console: {}\n", text); }

// Reports why the conversation has failed: the host's log and exit status if the host has ended, else the failure.
void report(Spectrum* spectrum, HostLog* log, const Failure& failure) {
  try {
    const ExitStatus status = spectrum->host().exitStatus(Milliseconds(1'000));
    log->showRest([](std::string_view line) { fmt::print(stderr, "{}\n", printableText(line)); });
    printError(fmt::format("the host has ended with {}", describe(status)));
  } catch (const Failure&) {
    printError(failure.what());
  }
}

int runConversation(const Options& options, const std::string& password, Signals* signals) {
  Spectrum spectrum(launchOptionsFor(options));
  HostLog log(&spectrum, options.verbose);
  try {
    spectrum.start({"-n", spectrum.configurationFile()});
  } catch (const Failure& failure) {
    printError(failure.what());
    return kFailed;
  }
  try {
    spectrum.accept();
    Contacts contacts;
    const auto frontend = makeFrontend(&contacts);
    Conversation conversation({&spectrum, &log, signals, &contacts, frontend.get()}, options, password);
    conversation.run();
    conversation.leave();
    return 0;
  } catch (const Failure& failure) {
    report(&spectrum, &log, failure);
    return kFailed;
  }
}

int run(const std::vector<std::string>& words) {
  Options options;
  std::string error;
  if (!parseOptions(words, &options, &error)) {
    printError(error + "; --help lists the options");
    return kCouldNotBegin;
  }
  if (options.help) {
    fmt::print("{}", usage());
    return 0;
  }
  if (options.version) {
    fmt::print("prism-console {}\n", PRISM_VERSION);
    return 0;
  }
  Signals signals;
  std::string password = passwordFromEnvironment();
  if (options.ask_password) {
    if (!::isatty(STDIN_FILENO)) {
      printError("--ask-password needs a terminal; else use the environment's PRISM_CONSOLE_PASSWORD");
      return kCouldNotBegin;
    }
    const auto asked = askPassword(options.user, &signals);
    if (!asked) {
      return kCouldNotBegin;
    }
    password = *asked;
  }
  return runConversation(options, password, &signals);
}

}  // namespace

int main(int argc, char** argv) {
  std::setlocale(LC_ALL, "");
  try {
    return run({argv + 1, argv + argc});
  } catch (const std::exception& exception) {
    printError(exception.what());
    return kCouldNotBegin;
  }
}
