// SPDX-License-Identifier: MIT
// Settings for the files that plugins publish and fetch.
#pragma once

#include <cstdint>
#include <string>

namespace prism::host {

struct MediaSettings {
  std::string web_directory;                                    // service.web_directory; empty: nothing is published
  std::string web_url;                                          // service.web_url, without a '/' at its end
  std::uint64_t max_file = std::uint64_t{20} * 1024 * 1024;     // bytes of a file, published or fetched
  std::uint64_t max_total = std::uint64_t{1024} * 1024 * 1024;  // bytes of all published files
  std::uint64_t reserve = std::uint64_t{256} * 1024 * 1024;     // bytes that stay free on the disk
  bool private_allowed = false;                                 // fetches may connect to any address
  std::uint32_t days = 30;                                      // after which a published file is removed; 0: never
};

}  // namespace prism::host
