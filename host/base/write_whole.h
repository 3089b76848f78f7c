// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

namespace prism::host {

// The time in milliseconds that a writer waits for a pipe that nobody reads.
inline constexpr int kWriteTimeoutMs = 1000;

// [any thread, signal handlers] Writes all of `text` in as few calls as possible, so that lines of several writers do
// not mix. Returns 0, or an errno if only `*written` bytes have been written.
int writeWhole(int fd, std::string_view text, std::size_t* written);

}  // namespace prism::host
