// SPDX-License-Identifier: MIT
#include "tests/irc/servers/ergo.h"

#include "tests/support/servers/program.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>

namespace prism::tests {

namespace {

std::string program() {
  if (const char* directory = std::getenv("PRISM_SPECTRUM2")) {
    return std::string(directory) + "/ergo";
  }
  const char* cache = std::getenv("XDG_CACHE_HOME");
  const char* home = std::getenv("HOME");
  return (cache ? std::string(cache) : std::string(home ? home : "") + "/.cache") + "/prism/spectrum2/ergo";
}

// The fixed part of the configuration. {0}: data directory, {1}: listeners, {2}: hash of the server's password or
// nothing, {3}: whether nicknames are reserved, {4}: fakelag, {5}: whether PASS logs in to an account, {6}: whether an
// account can have several clients.
constexpr const char* kConfiguration = R"(
network:
  name: PrismTest
server:
  name: ergo.prism.test
  listeners:
{1}
{2}
  casemapping: ascii
  enforce-utf8: true
  max-sendq: 1M
  ip-limits:
    count: false
    throttle: false
  ip-cloaking:
    enabled: false
  output-path: {0}
accounts:
  authentication-enabled: true
  login-via-pass-command: {5}
  advertise-scram: true
  registration:
    enabled: true
    allow-before-connect: true
    throttling:
      enabled: false
    bcrypt-cost: 4
    email-verification:
      enabled: false
  login-throttling:
    enabled: false
  nick-reservation:
    enabled: {3}
    method: strict
  multiclient:
    enabled: {6}
    allowed-by-default: true
    always-on: disabled
channels:
  default-modes: +nt
  max-channels-per-client: 100
  registration:
    enabled: true
    max-channels-per-account: 15
  list-delay: 0s
logging:
  - method: stderr
    type: "*"
    level: warn
lock-file: {0}/ircd.lock
datastore:
  path: {0}/ircd.db
  autoupgrade: true
limits:
  nicklen: 32
  identlen: 20
  realnamelen: 150
  channellen: 64
  awaylen: 390
  kicklen: 390
  topiclen: 390
  monitor-entries: 100
  whowas-entries: 100
  chan-list-modes: 100
  registration-messages: 1024
  multiline:
    max-bytes: 4096
    max-lines: 24
fakelag:
  enabled: {4}
  window: 1s
  burst-limit: 5
  messages-per-window: 10
  cooldown: 2s
history:
  enabled: true
  channel-length: 2048
  client-length: 256
  chathistory-maxmessages: 1000
  autoreplay-on-join: 0
  restrictions:
    expire-time: 1w
    query-cutoff: none
    grace-period: 1h
  retention:
    allow-individual-delete: true
  tagmsg-storage:
    default: false
    whitelist: ["+draft/react", "+react"]
)";

}  // namespace

std::string whyNoErgo() { return ::access(program().c_str(), X_OK) == 0 ? "" : "there is no Ergo at " + program(); }

Ergo::Ergo(const ErgoOptions& options) {
  std::string listeners = fmt::format("    \"127.0.0.1:{}\": {{}}\n", port());
  if (options.certificate) {
    listeners += fmt::format("    \"127.0.0.1:{}\":\n      tls:\n        cert: {}\n        key: {}\n", tlsPort(),
                             options.certificate->file, options.certificate->key_file);
  }
  const std::string password = options.password.empty() ? "" : "  password: \"" + options.password + "\"";
  configuration_ =
      configure("ircd.yaml", fmt::format(fmt::runtime(kConfiguration), directory_.path().string(), listeners, password,
                                         options.reserved_nicknames, options.flood_control, options.password.empty(),
                                         options.several_clients));
  runProgram({program(), "initdb", "--conf", configuration_, "--quiet"});
}

std::vector<std::string> Ergo::command() const { return {program(), "run", "--conf", configuration_}; }

}  // namespace prism::tests
