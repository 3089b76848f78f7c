// SPDX-License-Identifier: MIT
// The common part of the C++ headers: results, times, strings. Each C++ header has the name of the C header that it
// wraps, which documents each thing in full.
//
// Structs of requests and events are aggregates: Message{user, buddy, text} in C++17, Message{.user = user} from C++20
// on. What is behind a std::string_view is borrowed: the strings of a request until the function that gets it returns,
// those of an event until the call returns.
#ifndef PRISM_TYPES_HPP
#define PRISM_TYPES_HPP

#include <prism/types.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

namespace prism {

// The result of a function of the host, and of start() and stop() of a plugin.
enum class Result : std::int32_t {
  Ok = PRISM_OK,
  Pending = PRISM_PENDING,              // of stop(): the plugin calls Host::stopped() later
  Failed = PRISM_ERR_FAILED,            // of start(): the last error that was logged is the reason
  BadArgument = PRISM_ERR_ARGUMENT,     // an argument is invalid; the host has logged which one
  NoUser = PRISM_ERR_NO_USER,           // the user has no session; the event was dropped
  WrongThread = PRISM_ERR_THREAD,       // a [main] function was called on another thread
  WrongState = PRISM_ERR_STATE,         // the plugin, the session or the room is not in the state for this call
  SystemError = PRISM_ERR_SYSTEM,       // a system call has failed; Host::systemError() is the reason
  NoMemory = PRISM_ERR_MEMORY,          // out of memory
  LimitReached = PRISM_ERR_LIMIT,       // too many objects of this kind are open, or the call comes too often
  TooLarge = PRISM_ERR_TOO_LARGE,       // one object, such as a file, is larger than its limit
  Unsupported = PRISM_ERR_UNSUPPORTED,  // this host, or its configuration, does not have the function
  Ended = PRISM_ERR_ENDED,              // the object of this id has existed, and has ended. This is no fault
};

// Identifies a request that a plugin answers. The host makes it. 0: none.
using RequestId = prism_request_id;

// The kind of a conversation of a user. It says what `buddy` and `nickname` are.
enum class Conversation : std::uint32_t {
  Contact = PRISM_CONVERSATION_CONTACT,  // with the buddy `buddy`
  Room = PRISM_CONVERSATION_ROOM,        // in the room `buddy`. Event: `nickname` is who acts there
  Private = PRISM_CONVERSATION_PRIVATE,  // with the participant `nickname` of the room `buddy`
  Host = PRISM_CONVERSATION_HOST,        // with the host's own contact. Commands only
};

// Milliseconds since 1970-01-01 00:00 UTC. 0 means 'now' or 'not given'.
using Time = prism_time;

inline Time timeOf(std::chrono::system_clock::time_point time) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

// Conversions between C and C++. Not part of the interface.
namespace detail {

inline prism_str toC(std::string_view text) noexcept { return prism_str_of(text.data(), text.size()); }

inline std::string_view fromC(prism_str text) noexcept {
  return text.size == 0 ? std::string_view("") : std::string_view(text.data, static_cast<std::size_t>(text.size));
}

inline std::vector<prism_str> toC(const std::vector<std::string_view>& texts) {
  std::vector<prism_str> result;
  result.reserve(texts.size());
  for (const std::string_view text : texts) {
    result.push_back(toC(text));
  }
  return result;
}

inline std::vector<std::string_view> fromC(const prism_str* texts, std::uint64_t count) {
  std::vector<std::string_view> result;
  result.reserve(static_cast<std::size_t>(count));
  for (std::uint64_t i = 0; i < count; ++i) {
    result.push_back(fromC(texts[i]));
  }
  return result;
}

// Returns a struct of zeros with its size.
template <typename Struct>
Struct sized() noexcept {
  Struct result{};
  result.struct_size = sizeof(Struct);
  return result;
}

// Returns a time limit in the form of a member `timeout_ms`. A negative one becomes a number that the host refuses, as
// it refuses one that is too long.
inline std::uint32_t millisecondsOf(std::chrono::milliseconds time) noexcept {
  constexpr std::uint32_t kMost = std::numeric_limits<std::uint32_t>::max();
  return time.count() < 0 || time.count() > kMost ? kMost : static_cast<std::uint32_t>(time.count());
}

inline std::uint32_t flag(bool on, std::uint32_t bit) noexcept { return on ? bit : 0; }

}  // namespace detail

}  // namespace prism

#endif
