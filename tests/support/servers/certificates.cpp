// SPDX-License-Identifier: MIT
#include "tests/support/servers/certificates.h"

#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

#include <array>
#include <cstdio>

namespace prism::tests {
namespace {

using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;

std::string contentOf(const Bio& bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

void addExtension(X509* certificate, X509* issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
  EXPECT_NE(extension, nullptr) << value;
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

}  // namespace

std::string Identity::certificatePem() const {
  const Bio bio(BIO_new(BIO_s_mem()), &BIO_free);
  PEM_write_bio_X509(bio.get(), certificate.get());
  return contentOf(bio);
}

std::string Identity::keyPem(const std::string& password) const {
  const Bio bio(BIO_new(BIO_s_mem()), &BIO_free);
  PEM_write_bio_PKCS8PrivateKey(bio.get(), key.get(), password.empty() ? nullptr : EVP_aes_128_cbc(), password.c_str(),
                                static_cast<int>(password.size()), nullptr, nullptr);
  return contentOf(bio);
}

std::string Identity::fingerprint() const {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  X509_digest(certificate.get(), EVP_sha256(), digest.data(), &size);
  std::string result;
  for (unsigned i = 0; i < size; ++i) {
    std::array<char, 4> digits{};
    std::snprintf(digits.data(), digits.size(), "%s%02X", i == 0 ? "" : ":", digest[i]);
    result += digits.data();
  }
  return result;
}

Identity makeIdentity(const CertificateOptions& options, const Identity* issuer) {
  static long serial = 0;
  Identity identity;
  identity.key.reset(EVP_EC_gen("P-256"), &EVP_PKEY_free);
  identity.certificate.reset(X509_new(), &X509_free);
  X509* certificate = identity.certificate.get();
  X509* signer = issuer ? issuer->certificate.get() : certificate;
  X509_set_version(certificate, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate), options.valid_from);
  X509_gmtime_adj(X509_getm_notAfter(certificate), options.valid_until);
  X509_set_pubkey(certificate, identity.key.get());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(options.name.c_str()), -1, -1, 0);
  X509_set_issuer_name(certificate, X509_get_subject_name(signer));
  addExtension(certificate, signer, NID_basic_constraints, options.authority ? "critical,CA:TRUE" : "CA:FALSE");
  addExtension(certificate, signer, NID_subject_key_identifier, "hash");
  if (!options.alternatives.empty()) {
    addExtension(certificate, signer, NID_subject_alt_name, options.alternatives);
  }
  EXPECT_NE(X509_sign(certificate, issuer ? issuer->key.get() : identity.key.get(), EVP_sha256()), 0);
  return identity;
}

CertificateAuthority::CertificateAuthority()
    : authority_(makeIdentity({.name = "Prism test authority", .authority = true})),
      ca_file_(directory_.write("ca.pem", authority_.certificatePem())) {
  ::chmod(directory_.path().c_str(), 0755);
}

Certificate CertificateAuthority::issue(const std::string& name, const std::string& host) const {
  return write(name, makeIdentity({.name = name, .alternatives = host}, &authority_));
}

Certificate CertificateAuthority::selfSigned(const std::string& name, const std::string& host) const {
  return write(name, makeIdentity({.name = name, .alternatives = host}));
}

Certificate CertificateAuthority::write(const std::string& name, const Identity& identity) const {
  return {directory_.write(name + ".pem", identity.certificatePem()),
          directory_.write(name + ".key", identity.keyPem()), identity.fingerprint()};
}

}  // namespace prism::tests
