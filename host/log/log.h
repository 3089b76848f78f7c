// SPDX-License-Identifier: MIT
// The host's log: Poco loggers by the name of the part that speaks ("Host", "Connection", "Plugin.echo"), which lead
// where logging.backend_config says.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "host/config/config.h"

namespace prism::host {

// Sets the loggers up. The file that logging.backend_config names is one of log4cxx; without it, or if it cannot be
// read, all goes to stderr, from INFO on. What is wrong with it is said on stderr, and in the log as far as there is
// one. To be called once, before any logger is used.
void setUpLog(const Config& config);

// The same as far as it can be done without opening, or making, any file: what goes to the log meanwhile goes to stderr.
// Returns what is wrong with the file.
std::vector<std::string> checkLog(const Config& config);

// Whether some of the log goes to a file or to syslog: then what the plugin writes to stdout and stderr should too.
bool logsElsewhere();

// Why the process ends: on stderr, where Spectrum's administrator looks first, and in the log. May be called before
// setUpLog().
void logTheEnd(const std::string& sentence);

// Says what has been withheld so far because it was the same as the line before. To be called from time to time
// (late_lines.h), and when nothing comes any more.
void logRepeats();
void logRepeatsInSignal();

// A line, with its newline, to the files that lines of the category Host go to, as it is. May be called in a signal
// handler.
void logInSignal(std::string_view line);

// For logrotate: goes on in files of the same names.
void reopenLogFiles();

}  // namespace prism::host
