// The host's log: Poco loggers by the name of the part that speaks ("Host", "Connection", "Plugin.echo").
#pragma once

namespace prism::host {

// Sends all loggers to stderr, from 'information' on. To be called once, before any logger is used.
void setUpLog();

}  // namespace prism::host
