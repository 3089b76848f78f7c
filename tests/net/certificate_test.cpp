// SPDX-License-Identifier: MIT
// Server certificates that are accepted, and the messages about the others.
#include "net/certificate.h"

#include "tests/net/tls_test.h"

namespace net::tests {
namespace {

class CertificateTest : public TlsTest {};

std::string timeIn(const ASN1_TIME* time) {
  tm parts{};
  ASN1_TIME_to_tm(time, &parts);
  std::array<char, 64> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M UTC", &parts);
  return text.data();
}

TEST_F(CertificateTest, OneThatATrustedAuthorityHasSigned) { expectAccepted(good); }

TEST_F(CertificateTest, ForAnAddress) {
  expectAccepted(makeIdentity({.alternatives = "DNS:irc.test,IP:127.0.0.1"}, &authority), {}, "127.0.0.1");
}

TEST_F(CertificateTest, ForAllNamesOfADomain) {
  expectAccepted(makeIdentity({.name = "x", .alternatives = "DNS:*.example,DNS:irc.test"}, &authority));
}

TEST_F(CertificateTest, TheDotOfTheRootIsNotPartOfTheName) { expectAccepted(good, {}, "irc.test."); }

TEST_F(CertificateTest, SelfSigned) {
  const Identity identity = makeIdentity({.alternatives = "DNS:irc.test"});
  EXPECT_EQ(failureWith(identity),
            as(FailureKind::kCertificateSelfSigned,
               "the certificate of irc.test is self-signed; its SHA-256 fingerprint is " + identity.fingerprint()));
}

TEST_F(CertificateTest, ASelfSignedOneMayBeNamedAsTrusted) {
  const Identity identity = makeIdentity({.alternatives = "DNS:irc.test"});
  TlsOptions options;
  options.ca_file = directory.write("server.pem", identity.certificatePem());
  expectAccepted(identity, options);
}

TEST_F(CertificateTest, OfAnUnknownAuthority) {
  const Identity unknown = makeIdentity({.name = "Somebody else", .authority = true});
  const Identity identity = makeIdentity({.alternatives = "DNS:irc.test"}, &unknown);
  EXPECT_EQ(failureWith(identity), as(FailureKind::kCertificateUntrusted,
                                      "the certificate of irc.test is signed by CN = Somebody else, which is not "
                                      "trusted here; its SHA-256 fingerprint is " +
                                          identity.fingerprint()));
}

TEST_F(CertificateTest, TheSystemsAuthoritiesDoNotKnowTheTestsOne) {
  std::string error;
  const auto system = TlsContext::make({}, &error);
  ASSERT_NE(system, nullptr) << error;
  const auto server = distrustedServer(serverContext(good));
  Connection connection;
  connect(&connection, "irc.test", server->port(), system);
  awaitFailure(connection);
  EXPECT_EQ(connection.failure->kind, FailureKind::kCertificateUntrusted);
}

TEST_F(CertificateTest, OfAnotherServer) {
  EXPECT_EQ(failureWith(good, {}, "other.test"),
            as(FailureKind::kCertificateWrongName, "the certificate of other.test is for irc.test"));
  const Identity many = makeIdentity({.alternatives = "DNS:a.test,DNS:b.test,IP:192.0.2.1,DNS:c.test,DNS:d.test,"
                                                      "DNS:e.test,DNS:f.test"},
                                     &authority);
  EXPECT_EQ(failureWith(many), as(FailureKind::kCertificateWrongName,
                                  "the certificate of irc.test is for a.test, b.test, 192.0.2.1, c.test, d.test and "
                                  "others"));
}

TEST_F(CertificateTest, ANameIsNoAddress) {
  EXPECT_EQ(failureWith(good, {}, "127.0.0.1"),
            as(FailureKind::kCertificateWrongName, "the certificate of 127.0.0.1 is for irc.test"));
}

TEST_F(CertificateTest, PartOfALabelIsNoWildcard) {
  EXPECT_EQ(failureWith(makeIdentity({.alternatives = "DNS:ir*.test"}, &authority)),
            as(FailureKind::kCertificateWrongName, "the certificate of irc.test is for ir*.test"));
}

TEST_F(CertificateTest, Expired) {
  const Identity identity =
      makeIdentity({.alternatives = "DNS:irc.test", .valid_from = -7200, .valid_until = -3600}, &authority);
  EXPECT_EQ(failureWith(identity),
            as(FailureKind::kCertificateExpired, "the certificate of irc.test has expired, on " +
                                                     timeIn(X509_get0_notAfter(identity.certificate.get()))));
}

TEST_F(CertificateTest, NotYetValid) {
  const Identity identity =
      makeIdentity({.alternatives = "DNS:irc.test", .valid_from = 3600, .valid_until = 7200}, &authority);
  EXPECT_EQ(failureWith(identity), as(FailureKind::kCertificateNotYetValid,
                                      "the certificate of irc.test is not valid yet, only from " +
                                          timeIn(X509_get0_notBefore(identity.certificate.get())) + " on"));
}

TEST_F(CertificateTest, OfAnAuthorityThatHasExpired) {
  const Identity between =
      makeIdentity({.name = "In between", .authority = true, .valid_from = -7200, .valid_until = -3600}, &authority);
  const Identity identity = makeIdentity({.alternatives = "DNS:irc.test"}, &between);
  const auto server = distrustedServer(serverContext(identity, &between));
  Connection connection;
  connect(&connection, "irc.test", server->port(), tls());
  EXPECT_EQ(failureOf(&connection),
            as(FailureKind::kCertificateExpired,
               "the certificate of irc.test is signed by CN = In between, which has expired, on " +
                   timeIn(X509_get0_notAfter(between.certificate.get()))));
}

TEST_F(CertificateTest, OneThatIsNotForServers) {
  const Identity between = makeIdentity({.name = "No authority"}, &authority);
  const Identity identity = makeIdentity({.alternatives = "DNS:irc.test"}, &between);
  const auto server = distrustedServer(serverContext(identity, &between));
  Connection connection;
  connect(&connection, "irc.test", server->port(), tls());
  awaitFailure(connection);
  EXPECT_EQ(connection.failure->kind, FailureKind::kCertificateUntrusted) << connection.failure->text;
}

TEST_F(CertificateTest, NothingIsVerifiedIfThatIsOff) {
  TlsOptions options;
  options.verify = false;
  expectAccepted(makeIdentity({.name = "x", .valid_from = -7200, .valid_until = -3600}), options);
}

TEST_F(CertificateTest, AFingerprintIsEnough) {
  const Identity identity = makeIdentity({.name = "x", .valid_from = -7200, .valid_until = -3600});
  TlsOptions options;
  options.fingerprints = {good.fingerprint(), identity.fingerprint()};
  expectAccepted(identity, options);
  std::string plain;
  for (const char c : identity.fingerprint()) {
    plain += c == ':' ? "" : std::string(1, static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
  }
  options.fingerprints = {plain};
  expectAccepted(identity, options);
}

TEST_F(CertificateTest, AnotherFingerprintIsRefusedWhateverElseIsRight) {
  const Identity other = makeIdentity({});
  TlsOptions options;
  options.fingerprints = {other.fingerprint()};
  const std::string refusal = as(FailureKind::kCertificateWrongFingerprint,
                                 "the certificate of irc.test is another one than expected; its SHA-256 fingerprint "
                                 "is " +
                                     good.fingerprint());
  EXPECT_EQ(failureWith(good, options), refusal);
  options.verify = false;
  EXPECT_EQ(failureWith(good, options), refusal);
}

TEST_F(CertificateTest, FingerprintsAreChecked) {
  TlsOptions options;
  options.fingerprints = {"AB:CD"};
  EXPECT_EQ(refusalOf(options), "\"AB:CD\" is no SHA-256 fingerprint, which has 64 hexadecimal digits");
  options.fingerprints = {std::string(64, 'g')};
  EXPECT_EQ(refusalOf(options),
            "\"" + options.fingerprints[0] + "\" is no SHA-256 fingerprint, which has 64 hexadecimal digits");
}

TEST_F(CertificateTest, FilesOfAuthoritiesAreChecked) {
  TlsOptions options;
  options.ca_file = directory.path() / "missing.pem";
  EXPECT_EQ(refusalOf(options),
            "the certificates in " + options.ca_file + " cannot be used: no such file or directory");
  options.ca_file = directory.write("empty.pem", "nothing\n");
  EXPECT_EQ(refusalOf(options),
            "the certificates in " + options.ca_file + " cannot be used: it holds no certificate in PEM");
}

}  // namespace
}  // namespace net::tests
