// SPDX-License-Identifier: MIT
#include "core/certificates.h"

#include <memory>
#include <utility>

namespace purple {
namespace {

Certificates* instance = nullptr;

// Replaces the callback of a request whose connection, and with it the callback's data, may be freed.
void ignoreResult(PurpleCertificateVerificationStatus, gpointer) {}

// An unanswered request. The destructor completes it without calling its callback.
class UnansweredRequest {
 public:
  explicit UnansweredRequest(PurpleCertificateVerificationRequest* request) : request_(request) {}
  ~UnansweredRequest() {
    if (request_) {
      request_->cb = ignoreResult;
      answer(PURPLE_CERTIFICATE_INVALID);
    }
  }
  UnansweredRequest(const UnansweredRequest&) = delete;
  UnansweredRequest& operator=(const UnansweredRequest&) = delete;

  void answer(PurpleCertificateVerificationStatus status) {
    if (PurpleCertificateVerificationRequest* request = std::exchange(request_, nullptr)) {
      purple_certificate_verify_complete(request, status);
    }
  }

 private:
  PurpleCertificateVerificationRequest* request_;
};

void start(PurpleCertificateVerificationRequest* request) {
  if (instance) {
    instance->check(request);
  } else {
    purple_certificate_verify_complete(request, PURPLE_CERTIFICATE_INVALID);
  }
}

void destroyed(PurpleCertificateVerificationRequest*) {}

PurpleCertificateVerifier* verifier() {
  // libpurple's TLS plugins, for NSS and GnuTLS, look up the verifier by this name.
  static char scheme[] = "x509";
  static char name[] = "tls_cached";
  static PurpleCertificateVerifier verifier = {scheme, name, start, destroyed, nullptr, nullptr, nullptr, nullptr};
  return &verifier;
}

bool isFor(const PurpleConnection* connection, const void* data) {
  return data == connection || data == connection->account || (data && data == connection->proto_data);
}

// Finds the connection of a request. Both TLS plugins pass their PurpleSslConnection, which has the data pointer of its
// owner. Most protocols set that to their PurpleConnection, others to proto_data or to the account. The pointer is only
// compared.
PurpleConnection* connectionOf(const PurpleCertificateVerificationRequest* request) {
  const auto* tls = static_cast<const PurpleSslConnection*>(request->cb_data);
  for (GList* all : {purple_connections_get_all(), purple_connections_get_connecting()}) {
    for (GList* each = all; tls && each; each = each->next) {
      auto* connection = static_cast<PurpleConnection*>(each->data);
      if (isFor(connection, tls->connect_cb_data)) {
        return connection;
      }
    }
  }
  return nullptr;
}

std::string fingerprintOf(PurpleCertificate* certificate) {
  GByteArray* bytes = certificate->scheme->get_fingerprint_sha256(certificate);
  if (!bytes) {
    return {};
  }
  gchar* text = purple_base16_encode_chunked(bytes->data, bytes->len);
  std::string fingerprint = text ? text : "";
  g_free(text);
  g_byte_array_free(bytes, TRUE);
  return fingerprint;
}

// Describes the first of these flags that is set. Faults that neither time nor the user can mend come first.
CertificateProblem problemOf(int flags) {
  struct Reason {
    int flag;
    prism::ConnectionError error;
    const char* text;
  };
  static constexpr Reason kReasons[] = {
      {PURPLE_CERTIFICATE_REVOKED, prism::ConnectionError::CertUntrusted, "it has been revoked"},
      {PURPLE_CERTIFICATE_NAME_MISMATCH, prism::ConnectionError::CertHostnameMismatch, "it is for another name"},
      {PURPLE_CERTIFICATE_EXPIRED, prism::ConnectionError::CertExpired, "it has expired"},
      {PURPLE_CERTIFICATE_NOT_ACTIVATED, prism::ConnectionError::CertNotActivated, "it is not valid yet"},
      {PURPLE_CERTIFICATE_SELF_SIGNED, prism::ConnectionError::CertSelfSigned, "it is signed by itself only"},
      {PURPLE_CERTIFICATE_CA_UNKNOWN, prism::ConnectionError::CertUntrusted,
       "the authority that has signed it is not known"},
      {PURPLE_CERTIFICATE_INVALID_CHAIN, prism::ConnectionError::CertUntrusted, "its signatures are not right"},
  };
  CertificateProblem problem{prism::ConnectionError::CertOther, {}, {}, "it could not be checked"};
  for (const Reason& reason : kReasons) {
    if ((flags & reason.flag) != 0) {
      problem.error = reason.error;
      problem.reason = reason.text;
      break;
    }
  }
  return problem;
}

}  // namespace

Certificates::Certificates(const std::vector<std::string>& directories, bool verify, Decide decide)
    : verify_(verify), decide_(std::move(decide)), builtin_(purple_certificate_find_verifier("x509", "tls_cached")) {
  for (const std::string& directory : directories) {
    purple_certificate_add_ca_search_path(directory.c_str());
  }
  if (builtin_) {
    purple_certificate_unregister_verifier(builtin_);
  }
  purple_certificate_register_verifier(verifier());
  instance = this;
}

Certificates::~Certificates() {
  instance = nullptr;
  purple_certificate_unregister_verifier(verifier());
  if (builtin_) {
    purple_certificate_register_verifier(builtin_);  // libpurple unregisters it itself
  }
}

void Certificates::check(PurpleCertificateVerificationRequest* request) {
  if (!verify_) {
    purple_certificate_verify_complete(request, PURPLE_CERTIFICATE_VALID);
    return;
  }
  // Any query makes libpurple read the pool of authorities, which is empty before.
  if (PurpleCertificatePool* authorities = purple_certificate_find_pool("x509", "ca")) {
    purple_certificate_pool_contains(authorities, "");
  }
  PurpleCertificateInvalidityFlags flags = PURPLE_CERTIFICATE_NO_PROBLEMS;
  request->scheme->verify_cert(request, &flags);
  if (flags == PURPLE_CERTIFICATE_NO_PROBLEMS) {
    purple_certificate_verify_complete(request, PURPLE_CERTIFICATE_VALID);
    return;
  }
  CertificateProblem problem = problemOf(static_cast<int>(flags));
  problem.server = request->subject_name ? request->subject_name : "";
  problem.fingerprint = fingerprintOf(static_cast<PurpleCertificate*>(request->cert_chain->data));
  decide_(connectionOf(request), problem, [unanswered = std::make_shared<UnansweredRequest>(request)](bool accepted) {
    unanswered->answer(accepted ? PURPLE_CERTIFICATE_VALID : PURPLE_CERTIFICATE_INVALID);
  });
}

}  // namespace purple
