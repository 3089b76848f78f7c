// SPDX-License-Identifier: MIT
// Topics as names of rooms, and payloads as text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mqtt {

// Returns the name of the room for a topic or a filter. `/` becomes `|`. Each byte that a JID cannot hold or would
// change, such as a capital letter or a blank, becomes `=xx` in hexadecimal. No two topics have the same name, although
// topics are compared byte for byte, and JIDs are not.
std::string nameOf(std::string_view topic);

// Returns the topic or the filter of a room. Accepts more than nameOf() returns, since users type names: what need not
// be escaped stands for itself.
std::string topicOf(std::string_view name);

// Returns true if the topic is a filter: messages to it are not possible.
inline bool isFilter(std::string_view topic) { return topic.find_first_of("+#") != std::string_view::npos; }

// Returns true if XML can hold the text as it is.
bool isText(std::string_view bytes);

// Returns the payload if it is text of at most `most` bytes; otherwise the beginning of the text, or a note in
// parentheses.
std::string shownPayload(std::string_view payload, std::size_t most);

}  // namespace mqtt
