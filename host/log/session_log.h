// SPDX-License-Identifier: MIT
// The lines of the log that tell what becomes of users: the category Host.Session. Logins, questions and logouts
// are INFO, rooms are DEBUG.
#pragma once

#include <cstdint>
#include <string_view>

namespace prism::host {

// [main] All of them. The texts may come from a network. `legacy_name` is the user's name there.
void logLogin(std::string_view user, std::string_view legacy_name);
// The plugin or the host has refused a login. `error` is Spectrum's number.
void logRefusedLogin(std::string_view user, std::string_view legacy_name, std::int32_t error, std::string_view text);
// The plugin or the host has ended the session of a user who was logged in.
void logDisconnect(std::string_view user, std::int32_t error, std::string_view text);
void logLogout(std::string_view user);
// The backend ends, and logs out a user for whom Spectrum has not asked for that.
void logLogoutAtEnd(std::string_view user);
// A question of the plugin is sent to the user. What is asked is not logged, since it may come from the network.
void logQuestion(std::string_view user, std::string_view contact);
void logJoin(std::string_view user, std::string_view room, std::string_view nickname);
void logLeave(std::string_view user, std::string_view room);

}  // namespace prism::host
