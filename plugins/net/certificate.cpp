// SPDX-License-Identifier: MIT
#include "net/certificate.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/x509v3.h>

#include <array>
#include <cctype>
#include <cstdio>
#include <memory>
#include <vector>

namespace net {
namespace {

// A sentence names at most so many of a certificate's names.
constexpr std::size_t kMaxNames = 5;

using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;

std::string contentOf(const Bio& bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : "";
}

// "CN = irc.example.org, O = Example".
std::string text(const X509_NAME* name) {
  const Bio bio(BIO_new(BIO_s_mem()), &BIO_free);
  if (!bio || X509_NAME_print_ex(bio.get(), name, 0, XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB) < 0) {
    return "?";
  }
  const std::string content = contentOf(bio);
  return content.empty() ? "nobody" : content;
}

// "2024-03-01 12:00 UTC".
std::string text(const ASN1_TIME* time) {
  tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) {
    return "an unknown time";
  }
  std::array<char, 64> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%04d-%02d-%02d %02d:%02d UTC", parts.tm_year + 1900, parts.tm_mon + 1,
                parts.tm_mday, parts.tm_hour, parts.tm_min);
  return buffer.data();
}

std::string textOf(const GENERAL_NAME* name) {
  int type = 0;
  const void* value = GENERAL_NAME_get0_value(name, &type);
  if (type == GEN_DNS) {
    const auto* dns = static_cast<const ASN1_STRING*>(value);
    std::string result;
    for (int i = 0; i < ASN1_STRING_length(dns); ++i) {
      const unsigned char c = ASN1_STRING_get0_data(dns)[i];
      result += c > ' ' && c <= '~' ? static_cast<char>(c) : '?';
    }
    return result;
  }
  if (type == GEN_IPADD) {
    const Bio bio(BIO_new(BIO_s_mem()), &BIO_free);
    if (bio && GENERAL_NAME_print(bio.get(), const_cast<GENERAL_NAME*>(name)) == 1) {
      const std::string content = contentOf(bio);
      return content.substr(content.find(':') + 1);
    }
  }
  return "";
}

// Returns the certificate's subject alternative names or, if it has none, its subject.
std::string namesOf(const X509* certificate) {
  const std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)> names(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)),
      &GENERAL_NAMES_free);
  std::string result;
  std::size_t count = 0;
  for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const std::string name = textOf(sk_GENERAL_NAME_value(names.get(), i));
    if (name.empty()) {
      continue;
    }
    if (++count > kMaxNames) {
      return result + " and others";
    }
    result += (result.empty() ? "" : ", ") + name;
  }
  return result.empty() ? text(X509_get_subject_name(certificate)) : result;
}

std::string fingerprintClause(const X509* leaf) {
  return "; its SHA-256 fingerprint is " + withColons(fingerprintOf(leaf));
}

}  // namespace

std::string fingerprintOf(const X509* certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (X509_digest(certificate, EVP_sha256(), digest.data(), &size) != 1) {
    return "";
  }
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string result;
  for (unsigned i = 0; i < size; ++i) {
    result += kDigits[digest[i] >> 4U];
    result += kDigits[digest[i] & 0xFU];
  }
  return result;
}

std::string withColons(const std::string& fingerprint) {
  std::string result;
  for (std::size_t i = 0; i < fingerprint.size(); ++i) {
    result += i > 0 && i % 2 == 0 ? ":" : "";
    result += fingerprint[i];
  }
  return result;
}

std::optional<std::string> parseFingerprint(const std::string& text) {
  constexpr std::size_t kDigits = 64;
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isxdigit(byte) != 0) {
      result += static_cast<char>(std::toupper(byte));
    } else if (c != ':' && c != ' ') {
      return std::nullopt;
    }
  }
  return result.size() == kDigits ? std::optional(result) : std::nullopt;
}

Failure certificateFailure(int error, int depth, const X509* at, const X509* leaf, const std::string& server) {
  const std::string whose = "the certificate of " + server;
  const std::string which = depth == 0 ? whose : whose + " is signed by " + text(X509_get_subject_name(at)) + ", which";
  switch (error) {
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
      return {FailureKind::kCertificateSelfSigned, whose + " is self-signed" + fingerprintClause(leaf)};
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_CERT_UNTRUSTED:
    case X509_V_ERR_CERT_REJECTED:
    case X509_V_ERR_INVALID_CA:
    case X509_V_ERR_CERT_CHAIN_TOO_LONG:
      return {FailureKind::kCertificateUntrusted, whose + " is signed by " + text(X509_get_issuer_name(at)) +
                                                      ", which is not trusted here" + fingerprintClause(leaf)};
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return {FailureKind::kCertificateExpired, which + " has expired, on " + text(X509_get0_notAfter(at))};
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return {FailureKind::kCertificateNotYetValid,
              which + " is not valid yet, only from " + text(X509_get0_notBefore(at)) + " on"};
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return {FailureKind::kCertificateWrongName, whose + " is for " + namesOf(leaf)};
    default:
      return {FailureKind::kCertificateOther, which + " is not accepted: " + X509_verify_cert_error_string(error)};
  }
}

}  // namespace net
