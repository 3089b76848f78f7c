// SPDX-License-Identifier: MIT
// What goes out: encoded, no longer than the server takes it, as fast as flood control lets it.
#include "net/secret.h"
#include "protocol/text/charset.h"
#include "protocol/text/split.h"
#include "protocol/text/words.h"
#include "session/cut.h"
#include "session/session.h"

#include <strings.h>

#include <utility>

namespace irc {

namespace {

// Until the next look whether a server has read enough to be sent more.
constexpr std::chrono::milliseconds kAskWritable{100};

}  // namespace

void Session::write(std::string_view line) {
  if (!stream_ || unread_timer_) {
    return;
  }
  std::string bytes = fromUtf8(cutLine(line, isupport_.line_length), identity_.encoding_out);
  bytes += "\r\n";
  stream_->write(bytes);
  net::wipe(&bytes);  // it may have been a password
  if (stream_->waiting() > kMostUnread) {
    // The callers may be in the middle of a line of this connection.
    unread_timer_ = network_->host.after(std::chrono::milliseconds(0), [this] { loseUnread(); });
  }
}

void Session::loseUnread() { lose({net::FailureKind::TimedOut, server_name_ + " does not read what is sent to it"}); }

// Where the server sends back what is said in private, the label tells it from what another client of the user says.
void Session::writeLabelled(const std::string& line) {
  const bool label = capabilities_.on("labeled-response") && capabilities_.on("echo-message");
  if (!label) {
    write(line);
    return;
  }
  std::string labelled = "@label=" + std::to_string(++next_label_) + " " + line;
  write(labelled);
  net::wipe(&labelled);
}

bool Session::enqueue(OutgoingLine line) {
  if (!queue_.add(std::move(line))) {
    return false;
  }
  pump();
  return true;
}

void Session::enqueueUrgent(std::string line) {
  queue_.addUrgent(std::move(line));
  pump();
}

// For what nobody waits for.
void Session::enqueueIdle(std::string line) {
  queue_.addIdle(std::move(line));
  pump();
}

void Session::pump() {
  if (phase_ != Phase::Registered || send_timer_) {
    return;
  }
  while (!queue_.empty(rejoining_)) {
    const auto wait = bucket_.wait(now());
    if (wait.count() > 0) {
      send_timer_ = network_->host.after(wait, [this] { pump(); });
      return;
    }
    if (stream_->waiting() > kBusyUnread) {
      send_timer_ = network_->host.after(kAskWritable, [this] { pump(); });
      return;
    }
    bucket_.take(now());
    const OutgoingLine line = queue_.take();
    if (strncasecmp(line.text.c_str(), "ISON ", 5) == 0) {
      ison_asked_.push_back({line.text.substr(5), line.typed});
      if (ison_asked_.size() > kMostQuestions) {
        ison_asked_.pop_front();
      }
    }
    if (sameWord(std::string_view(line.text).substr(0, line.text.find(' ')), "LIST")) {
      list_.expect();
    }
    if (line.label) {
      writeLabelled(line.text);
    } else {
      write(line.text);
    }
    if (line.reflect && !capabilities_.on("echo-message")) {
      reflect(line.text);
    }
  }
}

// The server does not send it back, so it is shown as it was sent.
void Session::reflect(const std::string& line) {
  const std::string source = ":" + nickname_ + " ";
  const std::string whole = source + line;
  if (const auto message = Message::parse(whole)) {
    heard(*message, false);
  }
}

std::size_t Session::textRoom(std::string_view command, std::string_view target) const {
  const std::size_t source =
      user_host_.empty() ? guessedSourceSize(nickname_) : nickname_.size() + 1 + user_host_.size();
  return roomForText(isupport_, source, command, target);
}

}  // namespace irc
