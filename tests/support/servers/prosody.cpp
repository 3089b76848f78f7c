// SPDX-License-Identifier: MIT
#include "tests/support/servers/prosody.h"

#include "tests/support/servers/program.h"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

namespace prism::tests {

namespace {

constexpr const char* kProgram = "/usr/bin/prosody";
constexpr const char* kDomain = "localhost";

// Runs the command as the user of Debian's package: Prosody refuses to run as root.
std::vector<std::string> asProsodyUser(std::vector<std::string> command) {
  if (::geteuid() == 0) {
    command.insert(command.begin(), {"/usr/bin/setpriv", "--reuid=prosody", "--regid=prosody", "--init-groups"});
  }
  return command;
}

}  // namespace

std::string whyNoProsody() { return ::access(kProgram, X_OK) == 0 ? "" : "prosody is not installed (Debian: prosody)"; }

Prosody::Prosody(const std::optional<Certificate>& certificate, const std::string& address, int port)
    : Server(address, port) {
  const std::string data = directory_.path() / "data";
  std::filesystem::create_directory(data);
  if (::geteuid() == 0) {
    runProgram({"/bin/chown", "prosody:", data});
  }
  const std::string tls = certificate ? fmt::format("ssl = {{ certificate = \"{}\"; key = \"{}\" }}\n",
                                                    certificate->file, certificate->key_file)
                                      : "";
  configuration_ = configure(
      "prosody.cfg.lua",
      fmt::format("pidfile = \"{0}/prosody.pid\"\ndata_path = \"{0}\"\n"
                  "log = {{ {{ levels = {{ min = \"warn\" }}, to = \"console\" }} }}\n"
                  "interfaces = {{ \"{6}\" }}\nc2s_ports = {{ {1} }}\nc2s_direct_tls_ports = {{}}\n"
                  "modules_enabled = {{ \"roster\", \"saslauth\", \"disco\", \"vcard_legacy\", \"pep\", "
                  "\"blocklist\", \"carbons\", \"private\", \"time\", \"version\", \"ping\", \"offline\"{2} }}\n"
                  "modules_disabled = {{ \"s2s\"{3} }}\n"
                  "authentication = \"internal_plain\"\nc2s_require_encryption = false\n"
                  "allow_unencrypted_plain_auth = true\n{4}"
                  "VirtualHost \"{5}\"\nComponent \"rooms.{5}\" \"muc\"\n"
                  "modules_enabled = {{ \"muc_mam\" }}\nrestrict_room_creation = false\n",
                  data, this->port(), certificate ? ", \"tls\"" : "", certificate ? "" : ", \"tls\"", tls, kDomain,
                  this->address()));
}

void Prosody::addUser(const std::string& name, const std::string& password) const {
  runProgram(asProsodyUser({"/usr/bin/prosodyctl", "--config", configuration_, "register", name, kDomain, password}));
}

std::vector<std::string> Prosody::command() const {
  return asProsodyUser({kProgram, "--config", configuration_, "-F"});
}

}  // namespace prism::tests
