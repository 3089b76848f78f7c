// SPDX-License-Identifier: MIT
// The options that libpurple's protocols have for an account, set from the section [purple] of the configuration.
#pragma once

#include <purple.h>

#include <string>
#include <utility>
#include <vector>

namespace purple {

using Options = std::vector<std::pair<std::string, std::string>>;

// What is wrong with these options, as sentences for the administrator: none of these protocols takes them.
std::vector<std::string> problemsOf(const Options& options,
                                    const std::vector<const PurplePluginProtocolInfo*>& protocols);

// The values among them that nobody is to see.
std::vector<std::string> secretsIn(const Options& options, const PurplePluginProtocolInfo& protocol);

// Sets those that are right.
void setOptions(PurpleAccount* account, const Options& options, const PurplePluginProtocolInfo& protocol);

}  // namespace purple
