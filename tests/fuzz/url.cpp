// SPDX-License-Identifier: MIT
// URLs of fetches: the input is a URL and, in further lines, the redirects of servers.
#include "host/network/module/url.h"

#include "tests/fuzz/input.h"
#include "tests/fuzz/require.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

using prism::fuzz::require;
using prism::host::Url;

namespace {

const std::set<std::string> kProblems = {
    "this is no URL", "a URL with a user name is not fetched", "only http and https are fetched",
    "a URL with the name of an interface is not fetched", "the URL has no valid host"};

void requireFetchable(const Url& url) {
  const auto bytes = url.text();
  const std::string_view text(bytes.data(), bytes.size());
  require(text.starts_with(url.isEncrypted() ? "https://" : "http://"), "http and https are fetched");
  require(!url.host().empty(), "there is a host");
  require(url.host().find_first_of("@/?#[]%\\ ") == std::string::npos, "a host is a name or an address");
  require(
      std::none_of(url.host().begin(), url.host().end(), [](char c) { return (c >= 'A' && c <= 'Z') || c == '\0'; }),
      "a host is in lower case");
  const std::string_view authority = text.substr(0, text.find('/', sizeof "https://" - 1));
  require(authority.find('@') == std::string_view::npos, "no user name is sent");
  require(std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) <= ' '; }),
          "no control character or space gets into a request");
  Url again;
  require(again.set(text).empty(), "a fetched URL can be fetched");
  require(again.host() == url.host() && again.port() == url.port(), "its text leads to the same server");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  prism::fuzz::Input input(data, size);
  Url url;
  do {
    const std::string problem = url.set(input.upTo('\n'));
    if (!problem.empty()) {
      require(kProblems.contains(problem), "a problem shows no part of the URL");
      return 0;
    }
    requireFetchable(url);
  } while (!input.done());
  return 0;
}
