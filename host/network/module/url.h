// SPDX-License-Identifier: MIT
// The URL of a fetch, which libcurl parses: for a request and for its redirects. It may be signed, so it is a secret.
#pragma once

#include "proto/secret_memory.h"

#include <curl/curl.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace prism::host {

class Url {
 public:
  Url() : handle_(::curl_url(), &::curl_url_cleanup) {}

  // Parses a URL or, after the first one, a reference that is relative to it. Returns why it cannot be fetched, as a
  // sentence that shows no part of it; "" if it can. After a failure, the object must not be used any more.
  std::string set(std::string_view url);

  bool isEncrypted() const { return part(CURLUPART_SCHEME) == "https"; }
  const std::string& host() const { return host_; }  // ASCII, in lower case; without brackets around an IPv6 address
  std::uint16_t port() const;
  SecretVector<char> text() const;

  // For CURLOPT_CURLU.
  CURLU* handle() const { return handle_.get(); }

 private:
  bool isReadAgain();

  // For a part that is no secret.
  std::string part(CURLUPart which, unsigned flags = 0) const;

  std::unique_ptr<CURLU, decltype(&::curl_url_cleanup)> handle_;
  std::string host_;
};

}  // namespace prism::host
