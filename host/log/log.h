// SPDX-License-Identifier: MIT
// The host's log: POCO loggers named after the part of the program ("Host", "Connection", "Plugin.echo"). They write to
// the destinations that logging.backend_config names.
#pragma once

#include "host/config/config.h"

#include <string>
#include <string_view>
#include <vector>

namespace prism::host {

// Sets the loggers up. To be called once, before any logger is used. logging.backend_config names a file of log4cxx. If
// it is missing or unreadable, everything from INFO on goes to stderr. Faults in the file are reported on stderr, and
// in the log as far as it works.
void setUpLog(const Config& config);

// Checks the log configuration without opening or creating any log file, and returns its faults. Until the process
// ends, the log goes to stderr.
std::vector<std::string> checkLog(const Config& config);

// Returns true if a part of the log goes to a file or to syslog. The plugin's stdout and stderr should then go to the
// log too.
bool logsToFileOrSyslog();

// Writes why the process ends to stderr, where Spectrum's administrator looks first, and to the log. May be called
// before setUpLog().
void logExitReason(const std::string& sentence);

// [main] The same for a warning about what may keep the log's files from being written.
void warnEverywhere(const std::string& sentence);

// Logs how often the last lines have been repeated. To be called from time to time (log/withheld_timer.h), and before
// the process ends. logRepeatsInSignal() is async-signal-safe.
void logRepeats();
void logRepeatsInSignal();

// Writes a line, newline included, unchanged to the files of the category Host. Async-signal-safe.
void logInSignal(std::string_view line);

// Opens the log files anew by their names, after logrotate has moved them away.
void reopenLogFiles();

}  // namespace prism::host
