// SPDX-License-Identifier: MIT
#include "host/metrics/traffic.h"

#include <prism/plugin.h>

namespace prism::host {

LoginOutcome loginOutcomeOf(std::uint32_t error) {
  switch (error) {
    case PRISM_CONNECTION_ERROR_NETWORK:
      return LoginOutcome::kNetwork;
    case PRISM_CONNECTION_ERROR_INVALID_USERNAME:
    case PRISM_CONNECTION_ERROR_AUTHENTICATION_FAILED:
    case PRISM_CONNECTION_ERROR_AUTHENTICATION_IMPOSSIBLE:
    case PRISM_CONNECTION_ERROR_NAME_IN_USE:
      return LoginOutcome::kAuthentication;
    case PRISM_CONNECTION_ERROR_NO_SSL_SUPPORT:
    case PRISM_CONNECTION_ERROR_ENCRYPTION:
      return LoginOutcome::kEncryption;
    default:
      return error >= PRISM_CONNECTION_ERROR_CERT_NOT_PROVIDED && error <= PRISM_CONNECTION_ERROR_CERT_OTHER
                 ? LoginOutcome::kEncryption
                 : LoginOutcome::kOther;
  }
}

}  // namespace prism::host
