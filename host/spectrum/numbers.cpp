// SPDX-License-Identifier: MIT
#include "host/spectrum/numbers.h"

#include <prism/rooms.h>
#include <prism/roster.h>
#include <prism/session.h>

namespace prism::host {
namespace {

template <typename Number>
struct Pair {
  std::uint32_t abi;
  Number spectrum;
};

template <typename Number, std::size_t kSize>
std::optional<Number> find(const Pair<Number> (&pairs)[kSize], std::uint32_t abi) {
  for (const auto& pair : pairs) {
    if (pair.abi == abi) {
      return pair.spectrum;
    }
  }
  return std::nullopt;
}

constexpr Pair<pbnetwork::StatusType> kStatuses[] = {
    {PRISM_STATUS_ONLINE, pbnetwork::STATUS_ONLINE},       {PRISM_STATUS_AWAY, pbnetwork::STATUS_AWAY},
    {PRISM_STATUS_FREE_FOR_CHAT, pbnetwork::STATUS_FFC},   {PRISM_STATUS_EXTENDED_AWAY, pbnetwork::STATUS_XA},
    {PRISM_STATUS_DO_NOT_DISTURB, pbnetwork::STATUS_DND},  {PRISM_STATUS_OFFLINE, pbnetwork::STATUS_NONE},
    {PRISM_STATUS_INVISIBLE, pbnetwork::STATUS_INVISIBLE},
};

constexpr Pair<pbnetwork::ConnectionError> kConnectionErrors[] = {
    {PRISM_CONNECTION_ERROR_NETWORK, pbnetwork::CONNECTION_ERROR_NETWORK_ERROR},
    {PRISM_CONNECTION_ERROR_INVALID_USERNAME, pbnetwork::CONNECTION_ERROR_INVALID_USERNAME},
    {PRISM_CONNECTION_ERROR_AUTHENTICATION_FAILED, pbnetwork::CONNECTION_ERROR_AUTHENTICATION_FAILED},
    {PRISM_CONNECTION_ERROR_AUTHENTICATION_IMPOSSIBLE, pbnetwork::CONNECTION_ERROR_AUTHENTICATION_IMPOSSIBLE},
    {PRISM_CONNECTION_ERROR_NO_SSL_SUPPORT, pbnetwork::CONNECTION_ERROR_NO_SSL_SUPPORT},
    {PRISM_CONNECTION_ERROR_ENCRYPTION, pbnetwork::CONNECTION_ERROR_ENCRYPTION_ERROR},
    {PRISM_CONNECTION_ERROR_NAME_IN_USE, pbnetwork::CONNECTION_ERROR_NAME_IN_USE},
    {PRISM_CONNECTION_ERROR_INVALID_SETTINGS, pbnetwork::CONNECTION_ERROR_INVALID_SETTINGS},
    {PRISM_CONNECTION_ERROR_CERT_NOT_PROVIDED, pbnetwork::CONNECTION_ERROR_CERT_NOT_PROVIDED},
    {PRISM_CONNECTION_ERROR_CERT_UNTRUSTED, pbnetwork::CONNECTION_ERROR_CERT_UNTRUSTED},
    {PRISM_CONNECTION_ERROR_CERT_EXPIRED, pbnetwork::CONNECTION_ERROR_CERT_EXPIRED},
    {PRISM_CONNECTION_ERROR_CERT_NOT_ACTIVATED, pbnetwork::CONNECTION_ERROR_CERT_NOT_ACTIVATED},
    {PRISM_CONNECTION_ERROR_CERT_HOSTNAME_MISMATCH, pbnetwork::CONNECTION_ERROR_CERT_HOSTNAME_MISMATCH},
    {PRISM_CONNECTION_ERROR_CERT_FINGERPRINT_MISMATCH, pbnetwork::CONNECTION_ERROR_CERT_FINGERPRINT_MISMATCH},
    {PRISM_CONNECTION_ERROR_CERT_SELF_SIGNED, pbnetwork::CONNECTION_ERROR_CERT_SELF_SIGNED},
    {PRISM_CONNECTION_ERROR_CERT_OTHER, pbnetwork::CONNECTION_ERROR_CERT_OTHER_ERROR},
    {PRISM_CONNECTION_ERROR_OTHER, pbnetwork::CONNECTION_ERROR_OTHER_ERROR},
};

constexpr Pair<pbnetwork::ParticipantFlag> kParticipantFlags[] = {
    {PRISM_PARTICIPANT_MODERATOR, pbnetwork::PARTICIPANT_FLAG_MODERATOR},
    {PRISM_PARTICIPANT_ME, pbnetwork::PARTICIPANT_FLAG_ME},
    {PRISM_PARTICIPANT_KICKED, pbnetwork::PARTICIPANT_FLAG_KICKED},
    {PRISM_PARTICIPANT_BANNED, pbnetwork::PARTICIPANT_FLAG_BANNED},
};

// Spectrum has three refusals, and passes the text on with each. Clients ask for a password where a join is not
// authorized.
constexpr Pair<pbnetwork::ParticipantFlag> kJoinErrors[] = {
    {PRISM_JOIN_ERROR_ROOM_NOT_FOUND, pbnetwork::PARTICIPANT_FLAG_ROOM_NOT_FOUND},
    {PRISM_JOIN_ERROR_NICKNAME_IN_USE, pbnetwork::PARTICIPANT_FLAG_CONFLICT},
    {PRISM_JOIN_ERROR_NOT_AUTHORIZED, pbnetwork::PARTICIPANT_FLAG_NOT_AUTHORIZED},
    {PRISM_JOIN_ERROR_BANNED, pbnetwork::PARTICIPANT_FLAG_NOT_AUTHORIZED},
    {PRISM_JOIN_ERROR_PASSWORD, pbnetwork::PARTICIPANT_FLAG_NOT_AUTHORIZED},
    {PRISM_JOIN_ERROR_ROOM_FULL, pbnetwork::PARTICIPANT_FLAG_ROOM_NOT_FOUND},
    {PRISM_JOIN_ERROR_OTHER, pbnetwork::PARTICIPANT_FLAG_ROOM_NOT_FOUND},
};

}  // namespace

std::optional<pbnetwork::StatusType> statusToSpectrum(std::uint32_t status) { return find(kStatuses, status); }

std::uint32_t statusFromSpectrum(pbnetwork::StatusType status) {
  for (const auto& pair : kStatuses) {
    if (pair.spectrum == status) {
      return pair.abi;
    }
  }
  return PRISM_STATUS_ONLINE;  // not reached: protobuf drops unknown values of an enumeration
}

std::optional<pbnetwork::ConnectionError> connectionErrorToSpectrum(std::uint32_t error) {
  return find(kConnectionErrors, error);
}

std::int32_t participantFlagsToSpectrum(std::uint32_t flags) {
  std::int32_t result = 0;
  for (const auto& pair : kParticipantFlags) {
    result |= (flags & pair.abi) != 0 ? pair.spectrum : 0;
  }
  return result;
}

std::optional<pbnetwork::ParticipantFlag> joinErrorToSpectrum(std::uint32_t error) { return find(kJoinErrors, error); }

}  // namespace prism::host
