// SPDX-License-Identifier: MIT
// The modes of a channel as settings of a room: those that all networks have.
#pragma once

#include <prism/room_admin.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace irc {

// The modes of RPL_CHANNELMODEIS: each with its argument, which may be empty.
using ChannelModes = std::vector<std::pair<char, std::string>>;

// Returns the settings, with views of `modes`.
std::vector<prism::RoomsSetting> settingsOf(const ChannelModes& modes);

// A change of modes: the parameters of MODE behind the channel.
struct ModeLine {
  std::string modes = {};
  std::string arguments = {};  // with spaces between them
};

// Returns the change that new values of settings are. `key` is the present key of the channel, which a server may want
// to remove it. Returns no modes if a value cannot be one, such as a key with a space.
ModeLine modesFor(const std::vector<std::pair<std::string_view, std::string_view>>& values, std::string_view key);

}  // namespace irc
