// SPDX-License-Identifier: MIT
// A connection without a proxy, plain and with TLS.
#include "tests/net/tls_test.h"

#include <algorithm>
#include <atomic>
#include <future>
#include <ostream>

namespace net::tests {
namespace {

enum class Transport { kPlain, kTls };

void PrintTo(Transport transport, std::ostream* out) { *out << (transport == Transport::kTls ? "Tls" : "Plain"); }

class StreamTest : public TlsTest, public testing::WithParamInterface<Transport> {
 protected:
  // `script` goes on after the handshake.
  std::unique_ptr<Peer> server(Script script) {
    return peer([this, script = std::move(script)](Wire& wire) {
      ASSERT_TRUE(GetParam() == Transport::kPlain || wire.startTls(context_.get()));
      script(wire);
    });
  }

  void open(Connection* connection, const Peer& server) {
    connect(connection, host_, server.port(), GetParam() == Transport::kTls ? tls() : nullptr);
  }

  const std::string host_ = GetParam() == Transport::kTls ? "irc.test" : "127.0.0.1";

 private:
  const ServerContext context_ = serverContext(good);
};

INSTANTIATE_TEST_SUITE_P(, StreamTest, testing::Values(Transport::kPlain, Transport::kTls),
                         testing::PrintToStringParamName());

void echo(Wire& wire) {
  for (std::string bytes = wire.readSome(); !bytes.empty(); bytes = wire.readSome()) {
    wire.write(bytes);
  }
}

// Returns bytes that depend on their position.
std::string pattern(std::size_t size) {
  std::string bytes(size, '\0');
  for (std::size_t i = 0; i < size; ++i) {
    bytes[i] = static_cast<char>((i * 31 + i / 251) & 0xFF);
  }
  return bytes;
}

TEST_P(StreamTest, CarriesBytesBothWays) {
  const auto irc = server([](Wire& wire) {
    wire.write("hello\r\n");
    wire.expect("NICK alice\r\n");
    wire.write("welcome\r\n");
    wire.expectEnd();
  });
  Connection connection;
  connection.then_opened = [&] {
    EXPECT_EQ(connection.stream->localAddress(), "127.0.0.1");
    connection.stream->write("NICK alice\r\n");
    EXPECT_EQ(connection.stream->waiting(), 0U);
  };
  open(&connection, *irc);
  EXPECT_FALSE(connection.was_opened) << "nothing is told before the constructor has returned";
  EXPECT_EQ(connection.stream->localAddress(), "");
  turnUntil("both lines", [&] { return connection.input == "hello\r\nwelcome\r\n"; });
  EXPECT_EQ(connection.stream->localAddress(), "127.0.0.1");
  connection.stream.reset();
  awaitEndOf(*irc);
}

TEST_P(StreamTest, SendsWhatWasWrittenBeforeItWasOpen) {
  const auto irc = server([](Wire& wire) { wire.expect("one two three"); });
  Connection connection;
  open(&connection, *irc);
  connection.stream->write("one ");
  connection.stream->write("two ");
  EXPECT_EQ(connection.stream->waiting(), 8U);
  connection.then_opened = [&] { connection.stream->write("three"); };
  awaitEndOf(*irc);
  EXPECT_EQ(connection.stream->waiting(), 0U);
}

TEST_P(StreamTest, TellsThatTheServerHasClosed) {
  const auto irc = server([](Wire& wire) {
    wire.write("ERROR :Closing Link\r\n");
    wire.close();
  });
  Connection connection;
  open(&connection, *irc);
  EXPECT_EQ(failureOf(&connection), as(FailureKind::kClosed, host_ + " closed the connection"));
  EXPECT_EQ(connection.input, "ERROR :Closing Link\r\n");
  EXPECT_EQ(connection.stream->localAddress(), "");
  connection.stream->write("nobody will read this");
  EXPECT_EQ(connection.stream->waiting(), 0U);
}

TEST_P(StreamTest, TellsThatTheConnectionWasReset) {
  const auto irc = server([](Wire& wire) {
    wire.expect("x");
    wire.reset();
  });
  Connection connection;
  open(&connection, *irc);
  connection.stream->write("x");
  EXPECT_EQ(failureOf(&connection),
            as(FailureKind::kBroken, "the connection to " + host_ + " broke: connection reset by peer"));
}

// A failed write raises no SIGPIPE, is not reported from within the call, and keeps the server's last data.
TEST_P(StreamTest, WritingToAServerThatIsGoneIsToldLaterAndAfterItsLastWords) {
  const auto irc = server([](Wire& wire) {
    wire.expect("x");
    wire.write("ERROR :Killed\r\n");
    wire.close();
  });
  Connection connection;
  open(&connection, *irc);
  connection.stream->write("x");
  awaitOpened(connection);
  irc->join();
  for (int i = 0; i < 10; ++i) {
    connection.stream->write("more\r\n");
    EXPECT_FALSE(connection.failure);
  }
  awaitFailure(connection);
  EXPECT_EQ(connection.input, "ERROR :Killed\r\n");
}

TEST_P(StreamTest, TenMebibytesBothWaysArriveInOrderThroughASlowReader) {
  constexpr std::size_t kSize = std::size_t{10} * 1024 * 1024;
  const std::string bytes = pattern(kSize);
  std::promise<void> all_written;
  const auto irc = server([&](Wire& wire) {
    all_written.get_future().wait();
    std::string come;
    while (come.size() < kSize) {
      come += wire.read(std::min<std::size_t>(1000, kSize - come.size()));
    }
    EXPECT_TRUE(come == bytes);
    wire.write(bytes);
    wire.expectEnd();
  });
  Connection connection;
  open(&connection, *irc);
  awaitOpened(connection);
  for (std::size_t at = 0; at < kSize; at += 1000) {
    connection.stream->write(std::string_view(bytes).substr(at, 1000));
  }
  EXPECT_GT(connection.stream->waiting(), 0U) << "the socket cannot have taken it all";
  all_written.set_value();
  turnUntil(
      "all of it", [&] { return connection.input.size() >= kSize; }, std::chrono::seconds(30));
  EXPECT_TRUE(connection.input == bytes);
  EXPECT_EQ(connection.stream->waiting(), 0U);
  connection.stream.reset();
  awaitEndOf(*irc);
}

TEST_P(StreamTest, ABusyServerDoesNotKeepTheOthersWaiting) {
  const std::string flood(std::size_t{4} * 1024 * 1024, 'x');
  const auto busy = server([&](Wire& wire) {
    wire.write(flood);
    wire.expectEnd();
  });
  Connection loud;
  open(&loud, *busy);
  std::size_t most = 0;
  std::size_t in_this_turn = 0;
  unsigned turn = 0;
  loud.then_received = [&, before = std::size_t{0}]() mutable {
    in_this_turn = turn == loop.turns() ? in_this_turn : 0;
    turn = loop.turns();
    in_this_turn += loud.input.size() - before;
    before = loud.input.size();
    most = std::max(most, in_this_turn);
  };
  turnUntil("all of it", [&] { return loud.input.size() == flood.size(); });
  // A share is 64 KiB, and the last read may exceed it. With TLS a turn may have a second one, by the post that reads
  // what OpenSSL holds.
  constexpr std::size_t kShare = std::size_t{96} * 1024;
  EXPECT_LE(most, GetParam() == Transport::kTls ? 2 * kShare : kShare);
  loud.stream.reset();
  awaitEndOf(*busy);
}

TEST_P(StreamTest, AnIdleConnectionDoesNotTurnTheLoop) {
  const auto irc = server([](Wire& wire) {
    wire.write("x");
    wire.expectEnd();
  });
  Connection connection;
  open(&connection, *irc);
  turnUntil("the byte", [&] { return connection.input == "x"; });
  const unsigned before = loop.turns();
  bool passed = false;
  const prism::Timer timer = loop.host().after(std::chrono::milliseconds(50), [&] { passed = true; });
  turnUntil("the timer", [&] { return passed; });
  EXPECT_LE(loop.turns() - before, 3U);
  connection.stream.reset();
  awaitEndOf(*irc);
}

TEST_P(StreamTest, TheLoopMayPauseInTheMiddle) {
  const std::string bytes = pattern(std::size_t{1024} * 1024);
  const auto irc = server(&echo);
  Connection connection;
  open(&connection, *irc);
  unsigned pauses = 0;
  connection.then_received = [&] {
    ++pauses;
    loop.serve(false);
  };
  connection.stream->write(bytes);
  while (connection.input.size() < bytes.size() && !HasFailure()) {
    const unsigned before = pauses;
    turnUntil("the next part", [&] { return pauses != before || connection.input.size() == bytes.size(); });
    loop.serve(true);
  }
  EXPECT_TRUE(connection.input == bytes);
}

TEST_P(StreamTest, PausedInputIsReadLaterAndWritesGoOn) {
  const std::string bytes = pattern(std::size_t{8} * 1024 * 1024);
  std::atomic<bool> heard = false;
  const auto irc = server([&](Wire& wire) {
    wire.write("x");
    wire.expect("still here");
    heard = true;
    wake();
    wire.write(bytes);
    wire.close();
  });
  Connection connection;
  connection.then_received = [&] { connection.stream->pauseReading(); };
  open(&connection, *irc);
  turnUntil("the byte", [&] { return connection.calls == 1; });
  connection.stream->write("still here");
  turnUntil("what was written", [&] { return heard.load(); });
  const unsigned before = loop.turns();
  bool passed = false;
  const prism::Timer timer = loop.host().after(std::chrono::milliseconds(50), [&] { passed = true; });
  turnUntil("the timer", [&] { return passed; });
  EXPECT_LE(loop.turns() - before, 3U) << "it spins";
  EXPECT_EQ(connection.calls, 1U) << "it reads";
  while (!connection.failure && !HasFailure()) {
    const unsigned calls = connection.calls;
    connection.stream->resumeReading();
    turnUntil("the next part", [&] { return connection.failure || connection.calls > calls; });
    EXPECT_LE(connection.calls, calls + 1) << "it reads on";
  }
  EXPECT_TRUE(connection.input == "x" + bytes) << connection.input.size();
  EXPECT_EQ(connection.failure->kind, FailureKind::kClosed);
}

TEST_P(StreamTest, ManyAtOnce) {
  constexpr std::size_t kCount = 50;
  std::vector<std::unique_ptr<Peer>> servers;
  std::vector<std::unique_ptr<Connection>> connections;
  for (std::size_t i = 0; i < kCount; ++i) {
    servers.push_back(server(&echo));
    connections.push_back(std::make_unique<Connection>());
    open(connections.back().get(), *servers.back());
    connections.back()->stream->write("number " + std::to_string(i));
  }
  for (std::size_t i = 0; i < kCount; ++i) {
    turnUntil("the echo", [&] { return connections[i]->input == "number " + std::to_string(i); });
  }
}

}  // namespace
}  // namespace net::tests
