// SPDX-License-Identifier: MIT
// Tells whether this is a build with ASan or TSan. Such a build keeps freed memory for a while, and needs more of
// everything.
#pragma once

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define PRISM_SANITIZED 1
#elif defined(__has_feature)
#define PRISM_SANITIZED (__has_feature(address_sanitizer) || __has_feature(thread_sanitizer))
#else
#define PRISM_SANITIZED 0
#endif

namespace prism::tests {

inline constexpr bool kSanitized = PRISM_SANITIZED;

}  // namespace prism::tests
