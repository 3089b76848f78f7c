// SPDX-License-Identifier: MIT
// Memory of an idle connection, of which a gateway may have thousands.
#include "tests/net/net_test.h"
#include "tests/support/sanitized.h"

#include <malloc.h>

namespace net::tests {
namespace {

class MemoryTest : public NetTest {
 protected:
  static std::size_t inUse() { return ::mallinfo2().uordblks; }
};

TEST_F(MemoryTest, AnIdleConnectionIsSmall) {
  if (prism::tests::kSanitized) {
    GTEST_SKIP() << "the sanitizer has its own way of allocating";
  }
  constexpr std::size_t kCount = 200;
  constexpr std::size_t kLimit = 1200;
  const std::string line(4000, 'x');
  const ListeningPort port("127.0.0.1", 0, 2 * kCount);  // the kernel accepts the connections
  std::vector<Connection> connections(kCount);
  // The first round includes what the loop, c-ares and others allocate once and keep. The second does not.
  for (int round = 0; round < 2; ++round) {
    const std::size_t before = inUse();
    for (Connection& connection : connections) {
      connection.was_opened = false;
      connect(&connection, "localhost", port.number());
      connection.stream->write(line);
    }
    for (const Connection& connection : connections) {
      awaitOpened(connection);
    }
    loop.turnUntilIdle();
    const std::size_t each = (inUse() - before) / kCount;
    EXPECT_LE(each, kLimit);
    RecordProperty("bytes", static_cast<int>(each));
    for (Connection& connection : connections) {
      EXPECT_EQ(connection.stream->waiting(), 0U);
      connection.stream.reset();
    }
  }
}

}  // namespace
}  // namespace net::tests
