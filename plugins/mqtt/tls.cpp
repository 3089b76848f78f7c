// SPDX-License-Identifier: MIT
#include "tls.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <stdexcept>
#include <utility>

namespace mqtt {

Tls::Tls(std::string server, const std::string& ca_file)
    : server_(std::move(server)), context_(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free) {
  SSL_CTX* context = context_.get();
  X509_VERIFY_PARAM* wanted = context ? SSL_CTX_get0_param(context) : nullptr;
  if (!wanted || SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) != 1) {
    throw std::runtime_error("OpenSSL has no TLS 1.2");
  }
  is_address_ = X509_VERIFY_PARAM_set1_ip_asc(wanted, server_.c_str()) == 1;
  if (!is_address_ && X509_VERIFY_PARAM_set1_host(wanted, server_.c_str(), server_.size()) != 1) {
    throw std::runtime_error("mqtt.server cannot be verified: " + server_);
  }
  X509_VERIFY_PARAM_set_hostflags(wanted, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  const bool trusts = ca_file.empty() ? SSL_CTX_set_default_verify_paths(context) == 1
                                      : SSL_CTX_load_verify_file(context, ca_file.c_str()) == 1;
  ERR_clear_error();
  if (!trusts) {
    throw std::runtime_error("mqtt.ca_file has no certificates that can be read: " + ca_file);
  }
  SSL_CTX_set_app_data(context, this);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, &Tls::onVerified);
  SSL_CTX_set_info_callback(context, &Tls::onHandshake);
}

std::string Tls::takeError() { return std::exchange(error_, {}); }

// libmosquitto has set the address as the name for SNI. The handshake begins later, so the right one can replace it.
void Tls::onHandshake(const SSL* ssl, int where, int /*value*/) {
  if ((where & SSL_CB_HANDSHAKE_START) != 0 && !SSL_is_init_finished(ssl)) {
    const auto* self = static_cast<const Tls*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)));
    const std::string& name = self->server_;
    SSL_ctrl(const_cast<SSL*>(ssl), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
             self->is_address_ ? nullptr : const_cast<char*>(name.c_str()));
  }
}

int Tls::onVerified(int accepted, X509_STORE_CTX* store) {
  if (accepted == 0) {
    const auto* ssl = static_cast<const SSL*>(X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
    auto* self = static_cast<Tls*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)));
    self->error_ = X509_verify_cert_error_string(X509_STORE_CTX_get_error(store));
  }
  return accepted;
}

}  // namespace mqtt
