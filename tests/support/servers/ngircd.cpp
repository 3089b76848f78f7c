// SPDX-License-Identifier: MIT
#include "tests/support/servers/ngircd.h"

#include <unistd.h>

namespace prism::tests {

namespace {

constexpr const char* kProgram = "/usr/sbin/ngircd";

std::string setting(const std::string& name, const std::string& value) { return name + " = " + value + "\n"; }

}  // namespace

std::string whyNoNgircd() { return ::access(kProgram, X_OK) == 0 ? "" : "ngircd is not installed (Debian: ngircd)"; }

Ngircd::Ngircd(const NgircdOptions& options) {
  // ServerUID and ServerGID: ngIRCd refuses to stay root.
  std::string text =
      "[Global]\nName = irc.prism.test\nInfo = a server for tests\nListen = 127.0.0.1\n"
      "ServerUID = nobody\nServerGID = nogroup\nMotdPhrase = hello\n";
  text += setting("Ports", std::to_string(port()));
  if (!options.password.empty()) {
    text += setting("Password", options.password);
  }
  text +=
      "[Limits]\nMaxNickLength = 20\nMaxJoins = 100\nMaxConnectionsIP = 0\nMaxConnections = 0\n"
      "PingTimeout = 600\nPongTimeout = 600\n";
  if (!options.flood_control) {
    text += setting("MaxPenaltyTime", "0");
  }
  text += "[Options]\nDNS = no\nIdent = no\nPAM = no\n";
  if (options.certificate) {
    text += "[SSL]\n" + setting("CertFile", options.certificate->file) +
            setting("KeyFile", options.certificate->key_file) + setting("Ports", std::to_string(tlsPort()));
  }
  text += "[Operator]\nName = oper\nPassword = oper\n";
  configuration_ = configure("ngircd.conf", text);
}

std::vector<std::string> Ngircd::command() const { return {kProgram, "-n", "-f", configuration_}; }

}  // namespace prism::tests
