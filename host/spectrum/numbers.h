// SPDX-License-Identifier: MIT
// Translates the numbers of the plugin ABI into those of Spectrum, and back.
#pragma once

#include "proto/pbnetwork.pb.h"

#include <cstdint>
#include <optional>

namespace prism::host {

// Returns nullopt if the ABI has no such status.
std::optional<pbnetwork::StatusType> statusToSpectrum(std::uint32_t status);
std::uint32_t statusFromSpectrum(pbnetwork::StatusType status);

// Returns nullopt if the ABI has no such error.
std::optional<pbnetwork::ConnectionError> connectionErrorToSpectrum(std::uint32_t error);

// Returns the flags of Spectrum for flags of a participant. Unknown bits are ignored.
std::int32_t participantFlagsToSpectrum(std::uint32_t flags);

// Returns the flag of Spectrum that refuses a join with this error; nullopt if the ABI has no such error.
std::optional<pbnetwork::ParticipantFlag> joinErrorToSpectrum(std::uint32_t error);

}  // namespace prism::host
