// SPDX-License-Identifier: MIT
#include "host/network/module/url.h"

#include "host/network/module/ascii_name.h"
#include <prism/text.hpp>

#include <string.h>

#include <cctype>
#include <cstdlib>
#include <cstring>

namespace prism::host {

namespace {

// Returns true for a name in lower-case ASCII, or an address.
bool isHost(const std::string& host) {
  constexpr const char* kAllowed = "abcdefghijklmnopqrstuvwxyz0123456789-._~[]:";
  return !host.empty() && host.back() != '.' && host.find_first_not_of(kAllowed) == std::string::npos;
}

}  // namespace

std::string Url::part(CURLUPart which, unsigned flags) const {
  char* text = nullptr;
  if (::curl_url_get(handle_.get(), which, &text, flags) != CURLUE_OK) {
    return "";
  }
  const std::unique_ptr<char, decltype(&::curl_free)> owned(text, &::curl_free);
  return text;
}

std::uint16_t Url::port() const {
  return static_cast<std::uint16_t>(std::strtoul(part(CURLUPART_PORT, CURLU_DEFAULT_PORT).c_str(), nullptr, 10));
}

SecretVector<char> Url::text() const {
  char* text = nullptr;
  if (::curl_url_get(handle_.get(), CURLUPART_URL, &text, 0) != CURLUE_OK) {
    return {};
  }
  const std::size_t size = std::strlen(text);
  SecretVector<char> copy(text, text + size);
  ::explicit_bzero(text, size);
  ::curl_free(text);
  return copy;
}

// Returns true if libcurl reads the same host when it parses the result once more. It decodes "%31" and rewrites "127"
// as an address, and must not connect to another host than the one whose addresses are checked.
bool Url::isReadAgain() {
  SecretVector<char> whole = text();
  whole.push_back('\0');
  return ::curl_url_set(handle_.get(), CURLUPART_URL, whole.data(), CURLU_DISALLOW_USER) == CURLUE_OK &&
         part(CURLUPART_HOST) == host_;
}

std::string Url::set(std::string_view url) {
  if (!handle_ || url.find('\0') != std::string_view::npos) {
    return "this is no URL";
  }
  SecretVector<char> text(url.begin(), url.end());
  text.push_back('\0');
  const CURLUcode result =
      ::curl_url_set(handle_.get(), CURLUPART_URL, text.data(), CURLU_DISALLOW_USER | CURLU_URLENCODE);
  if (result == CURLUE_USER_NOT_ALLOWED) {
    return "a URL with a user name is not fetched";
  }
  if (result != CURLUE_OK && result != CURLUE_UNSUPPORTED_SCHEME) {
    return "this is no URL";
  }
  const std::string scheme = part(CURLUPART_SCHEME);
  if (result != CURLUE_OK || (scheme != "http" && scheme != "https")) {
    return "only http and https are fetched";
  }
  if (!part(CURLUPART_ZONEID).empty()) {
    return "a URL with the name of an interface is not fetched";
  }
  host_ = asciiNameOf(part(CURLUPART_HOST));
  for (char& c : host_) {
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  if (!host_.empty() && host_.back() == '.') {
    host_.pop_back();
  }
  if (!isHost(host_) || ::curl_url_set(handle_.get(), CURLUPART_HOST, host_.c_str(), 0) != CURLUE_OK ||
      !isReadAgain()) {
    return "the URL has no valid host";
  }
  if (host_.front() == '[') {
    host_ = host_.substr(1, host_.size() - 2);
  }
  return "";
}

}  // namespace prism::host
