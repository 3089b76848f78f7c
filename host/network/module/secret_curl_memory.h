// SPDX-License-Identifier: MIT
// libcurl's memory. A URL may be signed, so whoever has it gets the file, and libcurl makes many copies of it and of
// what a server sends. So all of libcurl's memory is secret memory: no core dump contains it, and a release wipes it.
//
// A process has one libcurl of a name. If the plugin links it and sets it up first, its memory is ordinary. If the host
// sets it up first, the plugin's use of it has secret memory, too; then the plugin must release what libcurl allocates
// with curl_free(), as libcurl's documentation demands, and not with free().
#pragma once

#include <curl/curl.h>

namespace prism::host {

// Sets libcurl up, unless that has been done.
CURLcode setUpCurl();

}  // namespace prism::host
