// SPDX-License-Identifier: MIT
#include "net/certificate.h"
#include "net/socket.h"
#include "net/socket_bio.h"
#include "net/tls_state.h"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>

#include <filesystem>
#include <system_error>
#include <utility>

namespace net {
namespace {

// OpenSSL's callback for the password of a key. Without one, OpenSSL would ask at the terminal. `asked`: a bool, which
// it sets to true.
int refusePassword(char*, int, int, void* asked) {
  *static_cast<bool*>(asked) = true;
  return -1;
}

// Explains why a file that should hold a `what` in PEM cannot be used.
std::string describeFileError(const char* what) {
  const unsigned long code = ERR_peek_error();
  const bool nothing_found =
      ERR_GET_LIB(code) == ERR_LIB_OSSL_DECODER ||
      (ERR_GET_LIB(code) == ERR_LIB_PEM && ERR_GET_REASON(code) == PEM_R_NO_START_LINE) ||
      (ERR_GET_LIB(code) == ERR_LIB_X509 && ERR_GET_REASON(code) == X509_R_NO_CERTIFICATE_OR_CRL_FOUND);
  const std::string problem = takeOpenSslError();
  return nothing_found ? std::string("it holds no ") + what + " in PEM" : problem;
}

// Returns false for a pipe, which would be waited for. What cannot be looked at is left to OpenSSL, which says why.
bool isFile(const std::string& path) {
  std::error_code unknown;
  const auto status = std::filesystem::status(path, unknown);
  return unknown || !std::filesystem::exists(status) || std::filesystem::is_regular_file(status);
}

bool loadOwnCertificate(SSL_CTX* context, const TlsOptions& options, std::string* error) {
  bool protected_by_password = false;
  SSL_CTX_set_default_passwd_cb(context, &refusePassword);
  SSL_CTX_set_default_passwd_cb_userdata(
      context, &protected_by_password);  // outlives its use: files are read only in this function
  const std::string& key_file = options.key_file.empty() ? options.certificate_file : options.key_file;
  for (const std::string& file : {options.certificate_file, key_file}) {
    if (!isFile(file)) {
      *error = file + " is not a regular file";
      return false;
    }
  }
  if (SSL_CTX_use_certificate_chain_file(context, options.certificate_file.c_str()) != 1) {
    *error = "the certificate " + options.certificate_file + " cannot be used: " + describeFileError("certificate");
    return false;
  }
  if (SSL_CTX_use_PrivateKey_file(context, key_file.c_str(), SSL_FILETYPE_PEM) != 1) {
    const bool key_mismatch = ERR_GET_LIB(ERR_peek_error()) == ERR_LIB_X509;
    const std::string problem = describeFileError("key");
    if (protected_by_password) {
      *error = "the key " + key_file + " cannot be used: it is protected by a password";
    } else if (key_mismatch) {
      *error = "the key " + key_file + " is not that of the certificate " + options.certificate_file;
    } else {
      *error = "the key " + key_file + " cannot be used: " + problem;
    }
    return false;
  }
  return true;
}

bool loadAuthorities(SSL_CTX* context, const std::string& ca_file, std::string* error) {
  if (ca_file.empty()) {
    SSL_CTX_set_default_verify_paths(context);
    ERR_clear_error();
    return true;
  }
  if (!isFile(ca_file)) {
    *error = ca_file + " is not a regular file";
    return false;
  }
  if (SSL_CTX_load_verify_file(context, ca_file.c_str()) != 1) {
    *error = "the certificates in " + ca_file + " cannot be used: " + describeFileError("certificate");
    return false;
  }
  // Trusts each certificate in the administrator's file, also those that are not self-signed roots.
  X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(context), X509_V_FLAG_PARTIAL_CHAIN);
  return true;
}

}  // namespace

std::string takeOpenSslError() {
  const unsigned long code = ERR_peek_error();
  ERR_clear_error();
  if (code == 0) {
    return "unknown error";
  }
  if (ERR_SYSTEM_ERROR(code)) {
    return reason(ERR_GET_REASON(code));
  }
  const char* text = ERR_reason_error_string(code);
  return text ? text : "error " + std::to_string(code);
}

std::shared_ptr<TlsContext> TlsContext::make(const TlsOptions& options, std::string* error) {
  auto state = std::make_unique<State>();
  state->verify = options.verify;
  for (const std::string& text : options.fingerprints) {
    const std::optional<std::string> fingerprint = parseFingerprint(text);
    if (!fingerprint) {
      *error = "\"" + text + "\" is no SHA-256 fingerprint, which has 64 hexadecimal digits";
      return nullptr;
    }
    state->fingerprints.push_back(*fingerprint);
  }
  state->socket_method.reset(newSocketBioMethod());
  state->context.reset(SSL_CTX_new(TLS_client_method()));
  SSL_CTX* context = state->context.get();
  if (!context || !state->socket_method) {
    *error = "TLS cannot be used: " + takeOpenSslError();
    return nullptr;
  }
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_options(context, SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION | SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_mode(context,
                   SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_cert_verify_callback(context, &TlsSession::State::verify, nullptr);
  const bool chain_counts = options.verify && options.fingerprints.empty();
  if ((chain_counts && !loadAuthorities(context, options.ca_file, error)) ||
      (!options.certificate_file.empty() && !loadOwnCertificate(context, options, error))) {
    return nullptr;
  }
  return std::shared_ptr<TlsContext>(new TlsContext(std::move(state)));
}

TlsContext::TlsContext(std::unique_ptr<State> state) : state_(std::move(state)) {}

TlsContext::~TlsContext() = default;

}  // namespace net
