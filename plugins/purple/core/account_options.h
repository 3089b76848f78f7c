// SPDX-License-Identifier: MIT
// Account options of libpurple's protocols, set from the section [purple] of the configuration.
#pragma once

#include <purple.h>

#include <string>
#include <utility>
#include <vector>

namespace purple {

using Options = std::vector<std::pair<std::string, std::string>>;

// Returns a sentence for the administrator for each option that none of these protocols accepts.
std::vector<std::string> problemsOf(const Options& options,
                                    const std::vector<const PurplePluginProtocolInfo*>& protocols);

// Returns the values of the options that the protocol declares as masked.
std::vector<std::string> secretsIn(const Options& options, const PurplePluginProtocolInfo& protocol);

// Sets the options that the protocol accepts.
void setOptions(PurpleAccount* account, const Options& options, const PurplePluginProtocolInfo& protocol);

}  // namespace purple
