// SPDX-License-Identifier: MIT
// Logging in and out in C++: see prism/session.h.
#ifndef PRISM_SESSION_HPP
#define PRISM_SESSION_HPP

#include <prism/session.h>
#include <prism/types.hpp>

#include <cstdint>
#include <map>
#include <string_view>

namespace prism {

// Why a login has failed or a session has ended. After Network and Other, Spectrum logs the user in again at once, up
// to three times. Any other error is final.
enum class ConnectionError : std::uint32_t {
  Network = PRISM_CONNECTION_ERROR_NETWORK,
  InvalidUsername = PRISM_CONNECTION_ERROR_INVALID_USERNAME,
  AuthenticationFailed = PRISM_CONNECTION_ERROR_AUTHENTICATION_FAILED,
  AuthenticationImpossible = PRISM_CONNECTION_ERROR_AUTHENTICATION_IMPOSSIBLE,
  NoSslSupport = PRISM_CONNECTION_ERROR_NO_SSL_SUPPORT,
  Encryption = PRISM_CONNECTION_ERROR_ENCRYPTION,
  NameInUse = PRISM_CONNECTION_ERROR_NAME_IN_USE,
  InvalidSettings = PRISM_CONNECTION_ERROR_INVALID_SETTINGS,
  CertNotProvided = PRISM_CONNECTION_ERROR_CERT_NOT_PROVIDED,
  CertUntrusted = PRISM_CONNECTION_ERROR_CERT_UNTRUSTED,
  CertExpired = PRISM_CONNECTION_ERROR_CERT_EXPIRED,
  CertNotActivated = PRISM_CONNECTION_ERROR_CERT_NOT_ACTIVATED,
  CertHostnameMismatch = PRISM_CONNECTION_ERROR_CERT_HOSTNAME_MISMATCH,
  CertFingerprintMismatch = PRISM_CONNECTION_ERROR_CERT_FINGERPRINT_MISMATCH,
  CertSelfSigned = PRISM_CONNECTION_ERROR_CERT_SELF_SIGNED,
  CertOther = PRISM_CONNECTION_ERROR_CERT_OTHER,
  Other = PRISM_CONNECTION_ERROR_OTHER,
};

struct Login {
  std::string_view user = {};
  std::string_view legacy_name = {};
  std::string_view password = {};                              // must not be logged
  std::map<std::string_view, std::string_view> settings = {};  // values must not be logged
};

// The plugin's abilities beside what its overrides say: join() means rooms, roster() the roster at each login.
struct Features {
  bool rooms = true;            // false: this configuration has no rooms, although join() is overridden
  bool password = true;         // registration needs a password
  bool registration = true;     // users register with the gateway before they log in
  bool receipts = false;        // the plugin calls Host::receipt()
  bool raw_xml = false;         // messages, presence and roster come as rawXml()
  bool unescaped_jids = false;  // '@' in a name becomes '%', not XEP-0106's \40
  bool relogin = false;         // login() comes for a user with a session, without a logout() before
};

namespace detail {

inline Login fromC(const prism_login& login) {
  Login result{fromC(login.user), fromC(login.legacy_name), fromC(login.password)};
  for (std::uint64_t i = 0; i < login.settings_count; ++i) {
    result.settings[fromC(login.settings[i].name)] = fromC(login.settings[i].value);
  }
  return result;
}

inline prism_features toC(const Features& features) noexcept {
  auto result = sized<prism_features>();
  result.flags =
      flag(features.password, PRISM_FEATURE_PASSWORD) | flag(features.registration, PRISM_FEATURE_REGISTRATION) |
      flag(features.receipts, PRISM_FEATURE_RECEIPTS) | flag(features.raw_xml, PRISM_FEATURE_RAW_XML) |
      flag(features.unescaped_jids, PRISM_FEATURE_UNESCAPED_JIDS) | flag(features.relogin, PRISM_FEATURE_RELOGIN);
  return result;
}

}  // namespace detail

}  // namespace prism

#endif
