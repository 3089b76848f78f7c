// SPDX-License-Identifier: MIT
#include "tests/bench/load.h"

#include "proto/wrapper.h"
#include <prism/testing/failure.h>
#include <prism/testing/frame.h>

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace prism::bench {
namespace {

using pbnetwork::WrapperMessage;

// The frames are sent in blocks of at least this size, made of whole rounds of the users where they fit, so that one
// send() takes many.
constexpr std::size_t kBlockSize = 256 * 1024;

std::string userName(std::size_t number) { return fmt::format("user{:05}@example.org", number); }

std::string textOf(std::size_t body) {
  std::string text;
  while (text.size() < body) {
    text += "The quick brown fox jumps over the lazy dog. ";
  }
  text.resize(body);
  return text;
}

std::string requestOf(std::size_t user, const EchoLoad& load) {
  pbnetwork::ConversationMessage message;
  message.set_username(userName(user));
  message.set_buddyname("friend@example.net");
  message.set_message(textOf(load.body));
  if (load.with_receipts) {
    message.set_id("5e1b2c3d-4f60-4a7b-8c9d-0e1f2a3b4c5d");
  }
  return testing::frameBytes(WrapperMessage::TYPE_CONV_MESSAGE, message);
}

// Returns frames that can be sent repeatedly as a ring.
std::string blockOf(const EchoLoad& load) {
  std::string block;
  do {
    for (std::size_t user = 0; user < load.users && (user == 0 || block.size() < kBlockSize || load.body <= 1024);
         ++user) {
      block += requestOf(user, load);
    }
  } while (block.size() < kBlockSize);
  return block;
}

double microseconds(Nanoseconds time) { return static_cast<double>(time.count()) / 1000; }

// Keeps the window full until all echoes have arrived. Calls `visit` for each.
EchoMeasured run(Backend* backend, const EchoLoad& load, std::size_t count,
                 const std::function<void(std::string_view echo)>& visit) {
  const std::string block = blockOf(load);
  const std::size_t size = requestOf(0, load).size();
  EchoMeasured measured;
  measured.latencies.reserve(count);
  std::vector<Clock::time_point> sent_at;
  sent_at.reserve(count);

  std::size_t sent = 0;  // bytes
  const Nanoseconds cpu = backend->cpuTime();
  const Clock::time_point start = Clock::now();
  Clock::time_point now = start;
  while (measured.latencies.size() < count) {
    const std::size_t allowed = std::min(count, measured.latencies.size() + load.in_flight) * size;
    while (sent < allowed) {
      const std::size_t place = sent % block.size();
      const std::size_t taken =
          backend->send(std::string_view(block).substr(place, std::min(block.size() - place, allowed - sent)));
      sent += taken;
      sent_at.resize((sent + size - 1) / size, now);
      if (taken == 0) {
        break;
      }
    }
    backend->receive(sent < allowed);
    now = Clock::now();
    while (const auto frame = backend->take()) {
      if (typeOf(*frame) == WrapperMessage::TYPE_CONV_MESSAGE) {
        visit(*frame);
        measured.latencies.push_back(microseconds(now - sent_at[measured.latencies.size()]));
      }
    }
  }
  const Nanoseconds time = Clock::now() - start;
  measured.cpu = static_cast<double>((backend->cpuTime() - cpu).count()) / static_cast<double>(count);
  measured.rate = static_cast<double>(count) / std::chrono::duration<double>(time).count();
  std::sort(measured.latencies.begin(), measured.latencies.end());
  return measured;
}

}  // namespace

Nanoseconds logIn(Backend* backend, std::size_t first, std::size_t count) {
  std::string requests;
  for (std::size_t i = 0; i < count; ++i) {
    pbnetwork::Login login;
    login.set_user(userName(first + i));
    login.set_legacyname(login.user());
    login.set_password("secret");
    requests += testing::frameBytes(WrapperMessage::TYPE_LOGIN, login);
  }
  const Clock::time_point start = Clock::now();
  std::string_view unsent = requests;
  std::size_t connected = 0;
  for (std::size_t contacts = 0; connected < count || contacts < count;) {
    unsent.remove_prefix(backend->send(unsent));
    backend->receive(!unsent.empty());
    while (const auto frame = backend->take()) {
      connected += typeOf(*frame) == WrapperMessage::TYPE_CONNECTED ? 1 : 0;
      contacts += typeOf(*frame) == WrapperMessage::TYPE_BUDDY_CHANGED ? 1 : 0;
    }
  }
  return Clock::now() - start;
}

EchoMeasured measureEcho(Backend* backend, const EchoLoad& load, std::size_t count) {
  return run(backend, load, count, [](std::string_view) {});
}

void verifyEcho(Backend* backend, const EchoLoad& load, std::size_t count) {
  const std::string text = textOf(load.body);
  run(backend, load, count, [&](std::string_view frame) {
    pbnetwork::ConversationMessage echo;
    const auto wrapper = wire::readWrapper(frame);
    if (!wrapper || !echo.ParseFromArray(wrapper->payload.data(), static_cast<int>(wrapper->payload.size())) ||
        !echo.username().starts_with("user") || echo.buddyname() != "friend@example.net" || echo.message() != text) {
      throw testing::Failure("what came back is not what was sent");
    }
  });
}

}  // namespace prism::bench
