// SPDX-License-Identifier: MIT
// TLS to the broker, by name and by address.
#include "tests/mqtt/broker.h"
#include "tests/support/servers/certificates.h"

namespace prism::tests {
namespace {

class MqttTls : public MqttTest {
 protected:
  void beginTls(const Certificate& certificate, const std::string& host, const std::string& ca_file) {
    broker_.emplace(certificate);
    broker_->start();
    launchMqtt(host + ":" + std::to_string(broker_->tlsPort()), "tls = 1\nca_file = " + ca_file + "\n");
  }

  void expectRefusal(const std::string& reason) {
    spectrum_->login("alice", {.legacy_name = "alice", .password = kCanary});
    await("^DISCONNECTED user=\"alice\" error=[1-9][0-9]* message=\".*certificate is not trusted: " + reason);
  }

  const CertificateAuthority authority_;
};

TEST_F(MqttTls, ByAddress) {
  beginTls(authority_.issue("broker", "IP:127.0.0.1"), "127.0.0.1", authority_.caFile());
  logIn("alice");
  enter("alice", "t", "alice");
  broker_->publish("t", std::string(60'000, 'x'));
  await("message=\"x+.*60000 bytes");
  say("alice", "t", "hi");
  await(in("alice", "t") + "message=\"hi\" nickname=\"alice\"");
}

TEST_F(MqttTls, ByName) {
  beginTls(authority_.issue("broker", "DNS:localhost"), "localhost", authority_.caFile());
  logIn("alice");
}

TEST_F(MqttTls, ACertificateForAnotherNameIsRefused) {
  beginTls(authority_.issue("broker", "DNS:elsewhere.test,IP:127.0.0.1"), "localhost", authority_.caFile());
  expectRefusal("hostname mismatch");
}

TEST_F(MqttTls, AStrangersCertificateIsRefused) {
  beginTls(authority_.selfSigned("broker", "IP:127.0.0.1"), "127.0.0.1", authority_.caFile());
  expectRefusal("self-signed certificate");
}

TEST_F(MqttTls, AServerThatClosesWithinTheHandshake) {
  const ListeningPort silent;
  launchMqtt(addressOf(silent.number()), "tls = 1\n");
  spectrum_->login("alice", {.legacy_name = "alice", .password = kCanary});
  { const UniqueFd client = silent.accept(); }
  await("^DISCONNECTED user=\"alice\" error=0 ");
}

TEST_F(MqttTls, APlainServerIsNoTlsServer) {
  broker_.emplace();
  broker_->start();
  launchMqtt(addressOf(broker_->port()), "tls = 1\n");
  spectrum_->login("alice", {.legacy_name = "alice", .password = kCanary});
  await("^DISCONNECTED user=\"alice\" error=0 ");
}

}  // namespace
}  // namespace prism::tests
