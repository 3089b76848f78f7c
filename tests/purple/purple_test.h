// The real host with the libpurple plugin, between a Spectrum 2 of ours and a real server.
#pragma once

#include "network_test.h"
#include "ngircd.h"
#include "prosody.h"

#include <string>

namespace prism::tests {

class PurpleTest : public NetworkTest {
 protected:
  // `more` are lines of the section [purple], and whatever sections follow; `service` of [service].
  void launchPurple(const std::string& protocol, const std::string& more, const std::string& service = "") {
    launchWith({.host_program = hostProgram(),
                .configuration = "[service]\njid = purple.prism.test\nprotocol = " + protocol +
                                 "\nworking_dir = " + work().string() + "\n" + service +
                                 "[prism]\nplugin_dir = " + pluginDirectory() + "\n[purple]\n" + more});
  }

  void launchJabber(const Prosody& server, const std::string& more = "", const std::string& service = "") {
    launchPurple("prpl-jabber",
                 "connect_server = 127.0.0.1\nport = " + std::to_string(server.port()) +
                     "\nauth_plain_in_clear = 1\nconnection_security = opportunistic_tls\n" + more,
                 service);
  }

  // Where libpurple may write.
  const std::filesystem::path& work() const { return directory_.path(); }

  // `name` is the account's on the server; the user of the gateway is called like it.
  void logInTo(const std::string& name, const std::string& domain = "localhost") {
    spectrum_->login(name, {.legacy_name = name + "@" + domain, .password = kCanary});
    await("^CONNECTED user=\"" + name + "\"$");
  }

  testing::TemporaryDirectory directory_;
};

}  // namespace prism::tests
