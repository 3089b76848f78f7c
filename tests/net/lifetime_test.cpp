// SPDX-License-Identifier: MIT
// The owner may delete a stream at any time, also in its callbacks.
#include "tests/net/net_test.h"

namespace net::tests {
namespace {

class LifetimeTest : public NetTest {};

void helloAndEnd(Wire& wire) {
  wire.write("hello");
  wire.expectEnd();
}

TEST_F(LifetimeTest, DeletedAtOnce) {
  const FreePort port;
  Connection connection;
  connect(&connection, "127.0.0.1", port.number());
  connection.stream.reset();
  connect(&connection, "localhost", port.number());
  connection.stream.reset();
  loop.turnUntilIdle();
  EXPECT_FALSE(connection.failure);
}

TEST_F(LifetimeTest, DeletedWhileConnecting) {
  const SilentPort port;
  Connection connection;
  connect(&connection, "127.0.0.1", port.number());
  loop.turnUntilIdle();
  connection.stream.reset();
  loop.turnUntilIdle();
  EXPECT_FALSE(connection.was_opened || connection.failure);
}

TEST_F(LifetimeTest, DeletedWhenToldThatItIsOpen) {
  const auto server = peer([](Wire& wire) { wire.expectEnd(); });
  Connection connection;
  connection.then_opened = [&] { connection.stream.reset(); };
  connect(&connection, "127.0.0.1", server->port());
  awaitEndOf(*server);
  loop.turnUntilIdle();
  EXPECT_FALSE(connection.failure);
}

TEST_F(LifetimeTest, DeletedWhenToldOfBytes) {
  const auto server = peer(&helloAndEnd);
  Connection connection;
  connection.then_received = [&] { connection.stream.reset(); };
  connect(&connection, "127.0.0.1", server->port());
  awaitEndOf(*server);
  loop.turnUntilIdle();
  EXPECT_EQ(connection.calls, 1U);
  EXPECT_FALSE(connection.failure);
}

TEST_F(LifetimeTest, DeletedWhenToldOfTheFailure) {
  const auto server = peer([](Wire& wire) { wire.close(); });
  Connection connection;
  connection.then_failed = [&] { connection.stream.reset(); };
  connect(&connection, "127.0.0.1", server->port());
  awaitFailure(connection);
  EXPECT_EQ(connection.stream, nullptr);
}

TEST_F(LifetimeTest, DeletedWhenToldThatItCannotConnect) {
  const FreePort port;
  Connection connection;
  connection.then_failed = [&] { connection.stream.reset(); };
  connect(&connection, "127.0.0.1", port.number());
  awaitFailure(connection);
  EXPECT_EQ(connection.stream, nullptr);
}

TEST_F(LifetimeTest, DeletedAfterAWriteThatFailed) {
  const auto server = peer([](Wire& wire) {
    wire.expect("go");
    wire.reset();
  });
  Connection connection;
  connect(&connection, "127.0.0.1", server->port());
  connection.stream->write("go");
  awaitOpened(connection);
  server->join();
  connection.stream->write("x");
  connection.stream->write("y");
  connection.stream.reset();
  loop.turnUntilIdle();
}

TEST_F(LifetimeTest, ReplacedWhenToldOfTheFailure) {
  const FreePort closed;
  const auto server = peer(&helloAndEnd);
  Connection connection;
  Connection again;
  connection.then_failed = [&] {
    connection.stream.reset();
    connect(&again, "127.0.0.1", server->port());
  };
  connect(&connection, "127.0.0.1", closed.number());
  turnUntil("the greeting", [&] { return again.input == "hello"; });
}

TEST_F(LifetimeTest, AnExceptionInTheListenerLeavesTheStreamAlone) {
  const auto server = peer([](Wire& wire) {
    wire.write("one");
    wire.expect("ok");
    wire.write("two");
    wire.expectEnd();
  });
  Connection connection;
  connection.then_received = [&] {
    if (connection.calls == 1) {
      connection.stream->write("ok");
      throw std::runtime_error("a fault of the listener");
    }
  };
  connect(&connection, "127.0.0.1", server->port());
  turnUntil("both", [&] { return connection.input == "onetwo"; });
  EXPECT_EQ(loop.takeFaults(), "a watch: exception: a fault of the listener\n");
  connection.stream.reset();
}

TEST_F(LifetimeTest, ManyDeletedInOneCallback) {
  std::vector<std::unique_ptr<Peer>> servers;
  std::vector<std::unique_ptr<Connection>> connections;
  for (int i = 0; i < 10; ++i) {
    servers.push_back(peer(&helloAndEnd));
    connections.push_back(std::make_unique<Connection>());
    connections.back()->then_received = [&] {
      for (const auto& connection : connections) {
        connection->stream.reset();
      }
    };
    connect(connections.back().get(), "127.0.0.1", servers.back()->port());
  }
  unsigned calls = 0;
  turnUntil("the first greeting", [&] {
    calls = 0;
    for (const auto& connection : connections) {
      calls += connection->calls;
    }
    return calls > 0;
  });
  loop.turnUntilIdle();
  EXPECT_EQ(calls, 1U);
}

}  // namespace
}  // namespace net::tests
