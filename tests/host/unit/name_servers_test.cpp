// SPDX-License-Identifier: MIT
#include "host/config/name_servers.h"

#include <gtest/gtest.h>

#include <cerrno>

namespace prism::host {
namespace {

TEST(NameServersTest, AddressesWithAndWithoutAPort) {
  for (const char* value : {"", "192.0.2.1", "192.0.2.1:53", "192.0.2.1, 192.0.2.2:5353", "2001:db8::1",
                            "[2001:db8::1]", "[2001:db8::1]:53,127.0.0.1"}) {
    EXPECT_FALSE(rejectNameServers(value, "a.cfg")) << value;
  }
}

TEST(NameServersTest, AnythingElseIsRefused) {
  for (const char* value :
       {"dns.example.org", "192.0.2.1:", "192.0.2.1:0", "192.0.2.1:65536", "192.0.2.1:x", "192.0.2", "[2001:db8::1",
        "[192.0.2.1]", "[::1]53", "2001:db8::1]:53", ",", "192.0.2.1,,192.0.2.2", "192.0.2.1 192.0.2.2"}) {
    const auto error = rejectNameServers(value, "a.cfg");
    ASSERT_TRUE(error) << value;
    EXPECT_EQ(error->code, EINVAL);
    EXPECT_EQ(error->sentence,
              "a.cfg: prism.name_servers must be addresses, separated by commas, such as "
              "192.0.2.1:53,[2001:db8::1]:53, but is '" +
                  std::string(value) + "'");
  }
}

}  // namespace
}  // namespace prism::host
