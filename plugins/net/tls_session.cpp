// SPDX-License-Identifier: MIT
#include "net/address.h"
#include "net/certificate.h"
#include "net/socket.h"
#include "net/socket_bio.h"
#include "net/tls_state.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace net {
namespace {

// Removes the trailing dot of the DNS root, which no certificate has.
std::string withoutTrailingDot(std::string name) {
  if (!name.empty() && name.back() == '.') {
    name.pop_back();
  }
  return name;
}

bool setExpectedName(SSL* ssl, const std::string& name) {
  if (literalAddress(name, 0)) {
    const std::string without_zone = name.substr(0, name.find('%'));
    return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), without_zone.c_str()) == 1;
  }
  SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  return SSL_set_tlsext_host_name(ssl, name.c_str()) == 1 && SSL_set1_host(ssl, name.c_str()) == 1;
}

// Describes a TLS error that the server or OpenSSL has reported.
std::string describeTlsError(const std::string& server) {
  switch (ERR_GET_REASON(ERR_peek_error())) {
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_PACKET_LENGTH_TOO_LONG:
    case SSL_R_HTTP_REQUEST:
    case SSL_R_HTTPS_PROXY_REQUEST:
    case SSL_R_UNEXPECTED_MESSAGE:
    case SSL_R_BAD_RECORD_TYPE:
      ERR_clear_error();
      return server + " speaks no TLS on this port";
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
      ERR_clear_error();
      return server + " speaks no version of TLS that is safe, 1.2 or later";
    case SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE:
      ERR_clear_error();
      return server + " refused the TLS handshake: no cipher suits both, or it wants a client certificate";
    case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
      ERR_clear_error();
      return server + " wants a client certificate";
    default:
      return "TLS with " + server + " failed: " + takeOpenSslError();
  }
}

}  // namespace

int TlsSession::State::verify(X509_STORE_CTX* store_context, void*) {
  const auto* ssl = static_cast<SSL*>(X509_STORE_CTX_get_ex_data(store_context, SSL_get_ex_data_X509_STORE_CTX_idx()));
  auto* state = static_cast<State*>(SSL_get_app_data(ssl));
  const TlsContext::State& options = *state->context->state_;
  const X509* leaf = X509_STORE_CTX_get0_cert(store_context);
  if (!options.fingerprints.empty()) {
    const std::string fingerprint = fingerprintOf(leaf);
    const auto& allowed = options.fingerprints;
    if (std::find(allowed.begin(), allowed.end(), fingerprint) != allowed.end()) {
      X509_STORE_CTX_set_error(store_context, X509_V_OK);
      return 1;
    }
    state->failure = std::make_unique<Failure>(
        Failure{FailureKind::kCertificateWrongFingerprint, "the certificate of " + state->server_name +
                                                               " is another one than expected; its SHA-256 " +
                                                               "fingerprint is " + withColons(fingerprint)});
    X509_STORE_CTX_set_error(store_context, X509_V_ERR_APPLICATION_VERIFICATION);
    return 0;
  }
  if (!options.verify) {
    X509_STORE_CTX_set_error(store_context, X509_V_OK);
    return 1;
  }
  const int result = X509_verify_cert(store_context);
  if (result == 1) {
    return 1;
  }
  const X509* at = X509_STORE_CTX_get_current_cert(store_context);
  state->failure = std::make_unique<Failure>(certificateFailure(X509_STORE_CTX_get_error(store_context),
                                                                X509_STORE_CTX_get_error_depth(store_context),
                                                                at ? at : leaf, leaf, state->server_name));
  return 0;
}

TlsSession::TlsSession(std::shared_ptr<TlsContext> context, int fd, const std::string& server_name)
    : state_(std::make_unique<State>()) {
  state_->context = std::move(context);
  state_->server_name = withoutTrailingDot(server_name);
  const TlsContext::State& shared = *state_->context->state_;
  state_->ssl.reset(SSL_new(shared.context.get()));
  SSL* ssl = state_->ssl.get();
  BIO* bio = newSocketBio(shared.socket_method.get(), fd);
  if (!ssl || !bio || !setExpectedName(ssl, state_->server_name)) {
    BIO_free(bio);
    state_->ssl.reset();
    state_->failure = std::make_unique<Failure>(
        Failure{FailureKind::kTls, "TLS with " + state_->server_name + " cannot begin: " + takeOpenSslError()});
    return;
  }
  SSL_set_bio(ssl, bio, bio);
  SSL_set_app_data(ssl, state_.get());
  SSL_set_connect_state(ssl);
}

TlsSession::~TlsSession() = default;

// `result`: the return value of the OpenSSL function. `error`: the errno right after it.
TlsSession::Step TlsSession::stepFor(int result, int error) {
  switch (SSL_get_error(state_->ssl.get(), result)) {
    case SSL_ERROR_WANT_READ:
      return Step::kWantRead;
    case SSL_ERROR_WANT_WRITE:
      return Step::kWantWrite;
    case SSL_ERROR_ZERO_RETURN:
      return Step::kClosed;
    case SSL_ERROR_SYSCALL:
      ERR_clear_error();
      if (error == 0) {
        return Step::kClosed;
      }
      state_->failure = std::make_unique<Failure>(
          Failure{FailureKind::kBroken, "the connection to " + state_->server_name + " broke: " + reason(error)});
      return Step::kFailed;
    default:
      // A failure that verify() has stored is more precise than OpenSSL's error.
      if (!state_->failure) {
        state_->failure = std::make_unique<Failure>(Failure{FailureKind::kTls, describeTlsError(state_->server_name)});
      }
      ERR_clear_error();
      return Step::kFailed;
  }
}

template <typename Call>
TlsSession::Step TlsSession::run(const Call& call) {
  if (!state_->ssl) {
    return Step::kFailed;
  }
  ERR_clear_error();
  errno = 0;
  const int result = call(state_->ssl.get());
  return result == 1 ? Step::kDone : stepFor(result, errno);
}

TlsSession::Step TlsSession::handshake() {
  return run([](SSL* ssl) { return SSL_do_handshake(ssl); });
}

TlsSession::Step TlsSession::read(char* buffer, std::size_t capacity, std::size_t* size) {
  return run([&](SSL* ssl) { return SSL_read_ex(ssl, buffer, capacity, size); });
}

TlsSession::Step TlsSession::write(std::string_view bytes, std::size_t* size) {
  return run([&](SSL* ssl) { return SSL_write_ex(ssl, bytes.data(), bytes.size(), size); });
}

void TlsSession::shutDown() {
  run([](SSL* ssl) { return SSL_shutdown(ssl); });
}

const Failure& TlsSession::failure() const {
  static const Failure kNone;
  return state_->failure ? *state_->failure : kNone;
}

}  // namespace net
