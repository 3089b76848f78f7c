// SPDX-License-Identifier: MIT
// Certificates that the client presents.
#include "tests/net/tls_test.h"

namespace net::tests {
namespace {

class ClientCertificateTest : public TlsTest {
 protected:
  // Makes a server that requests a client certificate, and accepts any. With `required` it refuses clients without
  // one.
  ServerContext asking(bool required) const {
    ServerContext context = serverContext(good);
    SSL_CTX_set_verify(context.get(), required ? SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT : SSL_VERIFY_PEER,
                       [](int, X509_STORE_CTX*) { return 1; });
    return context;
  }

  const Identity own = makeIdentity({.name = "gateway"});
};

TEST_F(ClientCertificateTest, IsShownToTheServer) {
  TlsOptions options;
  options.certificate_file = directory.write("own.pem", own.certificatePem());
  options.key_file = directory.write("own.key", own.keyPem());
  const ServerContext context = asking(true);
  const auto server = peer([&](Wire& wire) {
    ASSERT_TRUE(wire.startTls(context.get()));
    const std::unique_ptr<X509, decltype(&X509_free)> shown(SSL_get1_peer_certificate(wire.tls()), &X509_free);
    EXPECT_TRUE(shown && X509_cmp(shown.get(), own.certificate.get()) == 0);
    wire.write("hello");
  });
  Connection connection;
  connect(&connection, "irc.test", server->port(), tls(options));
  turnUntil("the greeting", [&] { return connection.input == "hello"; });
}

TEST_F(ClientCertificateTest, TheKeyMayBeInTheSameFile) {
  TlsOptions options;
  options.certificate_file = directory.write("own.pem", own.keyPem() + own.certificatePem());
  EXPECT_NE(tls(options), nullptr);
}

TEST_F(ClientCertificateTest, IsMissedByAServerThatRequiresOne) {
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    const ServerContext context = asking(true);
    SSL_CTX_set_max_proto_version(context.get(), version);
    const auto server = peer([&](Wire& wire) { EXPECT_FALSE(wire.startTls(context.get())); });
    Connection connection;
    connect(&connection, "irc.test", server->port(), tls());
    EXPECT_EQ(failureOf(&connection),
              as(FailureKind::kTls, version == TLS1_3_VERSION
                                        ? "irc.test wants a client certificate"
                                        : "irc.test refused the TLS handshake: no cipher suits both, or it wants a "
                                          "client certificate"));
  }
}

TEST_F(ClientCertificateTest, FilesAreChecked) {
  TlsOptions options;
  options.certificate_file = directory.path() / "missing.pem";
  EXPECT_EQ(refusalOf(options),
            "the certificate " + options.certificate_file + " cannot be used: no such file or directory");
  options.certificate_file = directory.write("own.pem", own.certificatePem());
  options.key_file = directory.write("rubbish.pem", "rubbish\n");
  EXPECT_EQ(refusalOf(options), "the key " + options.key_file + " cannot be used: it holds no key in PEM");
  options.certificate_file = options.key_file;
  EXPECT_EQ(refusalOf(options),
            "the certificate " + options.certificate_file + " cannot be used: it holds no certificate in PEM");
  options = {};
  options.certificate_file = directory.write("own.pem", own.certificatePem());
  EXPECT_EQ(refusalOf(options), "the key " + options.certificate_file + " cannot be used: it holds no key in PEM");
  options.key_file = directory.path() / "missing.key";
  EXPECT_EQ(refusalOf(options), "the key " + options.key_file + " cannot be used: no such file or directory");
}

TEST_F(ClientCertificateTest, TheKeyMustBeThatOfTheCertificate) {
  TlsOptions options;
  options.certificate_file = directory.write("own.pem", own.certificatePem());
  options.key_file = directory.write("other.key", good.keyPem());
  EXPECT_EQ(refusalOf(options),
            "the key " + options.key_file + " is not that of the certificate " + options.certificate_file);
}

// The plugin runs unattended, so it cannot ask for a password.
TEST_F(ClientCertificateTest, TheKeyMustNotBeProtected) {
  TlsOptions options;
  options.certificate_file = directory.write("own.pem", own.certificatePem());
  options.key_file = directory.write("own.key", own.keyPem("a password"));
  EXPECT_EQ(refusalOf(options), "the key " + options.key_file + " cannot be used: it is protected by a password");
}

}  // namespace
}  // namespace net::tests
