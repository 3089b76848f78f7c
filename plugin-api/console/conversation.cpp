// SPDX-License-Identifier: MIT
#include "console/conversation.h"

#include "prism/testing/poll.h"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <utility>
#include <vector>

namespace prism::console {
namespace {

using pbnetwork::WrapperMessage;
using testing::Deadline;
using testing::Failure;
using testing::Milliseconds;

constexpr Milliseconds kPingInterval(20'000);  // as Spectrum's
constexpr Milliseconds kExitTimeout(10'000);   // the host needs 2.5 s at most

// The sender of the host's prompts, unless the configuration names another one.
constexpr const char* kPromptSender = "prism";

bool isPrompt(const testing::Frame& frame) {
  return frame.type == WrapperMessage::TYPE_CONV_MESSAGE &&
         frame.as<pbnetwork::ConversationMessage>().buddyname() == kPromptSender;
}

Line errorLine(const std::string& text) { return {Line::Kind::kError, "! " + text}; }

}  // namespace

Conversation::Conversation(const Parts& parts, const Options& options, std::string password)
    : parts_(parts),
      legacy_name_(options.legacy_name),
      password_(std::move(password)),
      linger_for_(options.linger),
      view_(parts.contacts),
      user_(options.user),
      next_ping_(kPingInterval) {}

void Conversation::run() {
  ping();
  login(user_);
  while (!isOver()) {
    parts_.frontend->prompt();
    turn();
  }
}

void Conversation::turn() {
  Milliseconds longest = next_ping_.left();
  if (linger_) {
    longest = std::min(longest, linger_->left());
  }
  wait(true, longest);
  takeLines();
  if (next_ping_.hasPassed()) {
    if (pongs_ < pings_) {
      parts_.frontend->show(errorLine("the host has not answered the last PING: here, Spectrum would abort it"));
    }
    ping();
  }
}

// Waits for an event, and handles all events that are there. Reads input only if `for_lines`.
void Conversation::wait(bool for_lines, Milliseconds longest) {
  for_lines = for_lines && isSettled() && !parts_.frontend->hasEnded();
  std::vector<pollfd> descriptors;
  descriptors.push_back({for_lines ? parts_.frontend->descriptor() : -1, POLLIN, 0});
  descriptors.push_back({parts_.signals->descriptor(), POLLIN, 0});
  parts_.spectrum->addDescriptors(&descriptors);
  // Sending also reads frames and notices the end of the connection; no descriptor is ready for those any more.
  const bool noticed = parts_.spectrum->hasFrame() || (!parts_.spectrum->isConnected() && !leaving_);
  testing::pollDescriptors(&descriptors, noticed ? Milliseconds(0) : longest);

  takeSignals();
  parts_.spectrum->pump();
  parts_.log->showNew([this](std::string_view line) { parts_.frontend->showLog(line); });
  takeFrames();
  if (descriptors[0].revents != 0) {
    parts_.frontend->read();
  }
}

void Conversation::takeSignals() {
  while (const int number = parts_.signals->take()) {
    if (number == SIGWINCH) {
      parts_.frontend->resized();
    } else if (number == SIGTSTP) {
      parts_.frontend->suspend();
    } else if (leaving_) {
      throw Failure("interrupted while the host was saying goodbye");
    } else {
      leaving_ = true;
    }
  }
}

void Conversation::takeFrames() {
  while (const auto frame = parts_.spectrum->take()) {
    for (const Line& line : view_.show(*frame)) {
      parts_.frontend->show(line);
    }
    if (frame->type == WrapperMessage::TYPE_PONG) {
      ++pongs_;
    } else if (session_ == Session::kLoggingIn && isPrompt(*frame)) {
      prompted_ = true;
    } else if (frame->type == WrapperMessage::TYPE_CONNECTED) {
      session_ = Session::kLoggedIn;
      if (parts_.frontend->awaitsEachLine()) {
        ping();  // the PONG comes after the contacts that a plugin sends at login: the first line waits for them
      }
    } else if (frame->type == WrapperMessage::TYPE_DISCONNECTED && session_ != Session::kNone) {
      session_ = Session::kNone;
      parts_.spectrum->logout(user_, legacy_name_);  // as Spectrum does
    }
  }
  if (!parts_.spectrum->isConnected() && !leaving_) {
    throw Failure("the host has closed the connection");
  }
}

void Conversation::takeLines() {
  while (isSettled() && !leaving_) {
    const auto line = parts_.frontend->nextLine();
    if (!line) {
      return;
    }
    prompted_ = false;
    execute(parseCommand(*line), *line);
    if (parts_.frontend->awaitsEachLine()) {
      ping();
    }
  }
}

void Conversation::execute(const Command& command, const std::string& entered) {
  switch (command.kind) {
    case Command::Kind::kNothing:
      return;
    case Command::Kind::kSay:
    case Command::Kind::kLines:
    case Command::Kind::kReceipt:
      say(command.contact.empty() ? parts_.contacts->current() : command.contact, command, entered);
      return;
    case Command::Kind::kChoose:
      parts_.contacts->choose(command.contact);
      answer("you write to " + printableText(command.contact));
      return;
    case Command::Kind::kJoin:
      join(command.contact);
      return;
    case Command::Kind::kLeave:
      leaveRoom(command.contact);
      return;
    case Command::Kind::kContacts:
      listContacts();
      return;
    case Command::Kind::kVCard:
      askForVCard(command.contact);
      return;
    case Command::Kind::kSet:
      settings_[command.contact] = command.text;
      answer(fmt::format("the next login has {}", printableText(command.contact)));
      return;
    case Command::Kind::kAnswer:
      parts_.spectrum->answerCommand(command.text);
      return;
    case Command::Kind::kLogin:
      login(command.text.empty() ? user_ : command.text);
      return;
    case Command::Kind::kLogout:
      logout();
      return;
    case Command::Kind::kHelp:
      answer(commandHelp());
      return;
    case Command::Kind::kQuit:
      leaving_ = true;
      return;
    case Command::Kind::kInvalid:
      answer(printableText(command.text));
      return;
  }
}

void Conversation::say(const std::string& buddy, const Command& command, const std::string& entered) {
  if (session_ == Session::kNone) {
    answer("you are not logged in: /login does it");
    return;
  }
  if (buddy.empty()) {
    answer("no contact is chosen: /to NAME chooses one, /msg NAME TEXT writes to one");
    return;
  }
  const std::string id =
      command.kind == Command::Kind::kReceipt ? fmt::format("console-{}", ++receipts_) : std::string();
  parts_.frontend->beforeEcho(entered);
  parts_.frontend->show(view_.sent(buddy, command.text, id));
  parts_.spectrum->say(user_, buddy, command.text, id);
}

// The nickname is the user's name without the domain.
void Conversation::join(const std::string& room) {
  if (session_ == Session::kNone) {
    answer("you are not logged in: /login does it");
    return;
  }
  parts_.contacts->choose(room);
  parts_.spectrum->join(user_, room, user_.substr(0, user_.find('@')));
  answer("you write to " + printableText(room));
}

void Conversation::leaveRoom(const std::string& room) {
  if (session_ == Session::kNone) {
    answer("you are not logged in: /login does it");
    return;
  }
  parts_.spectrum->leave(user_, room);
}

void Conversation::listContacts() {
  if (parts_.contacts->all().empty()) {
    answer("there are no contacts");
  }
  for (const auto& [name, contact] : parts_.contacts->all()) {
    answer((name == parts_.contacts->current() ? "> " : "  ") + describe(name, contact));
  }
}

void Conversation::askForVCard(const std::string& buddy) {
  if (session_ == Session::kNone) {
    answer("you are not logged in: /login does it");
    return;
  }
  parts_.spectrum->requestVCard(user_, buddy);
}

void Conversation::login(const std::string& user) {
  if (session_ != Session::kNone && user == user_) {
    answer(session_ == Session::kLoggedIn ? "you are logged in already" : "you are being logged in already");
    return;
  }
  if (session_ != Session::kNone) {
    logout();
  }
  user_ = user;
  view_.setUser(user);
  session_ = Session::kLoggingIn;
  parts_.spectrum->login(user, {.legacy_name = legacy_name_, .password = password_, .settings = settings_});
  pbnetwork::Status status;
  status.set_username(user);
  status.set_status(pbnetwork::STATUS_ONLINE);
  parts_.spectrum->send(WrapperMessage::TYPE_STATUS_CHANGED, status);
}

void Conversation::logout() {
  if (session_ == Session::kNone) {
    answer("you are not logged in");
    return;
  }
  parts_.spectrum->logout(user_, legacy_name_);
  session_ = Session::kNone;
  parts_.contacts->clear();
  parts_.frontend->show({Line::Kind::kEvent, fmt::format("* {} is logged out", printableText(user_))});
}

void Conversation::ping() {
  parts_.spectrum->send(WrapperMessage::TYPE_PING);
  ++pings_;
  next_ping_ = Deadline(kPingInterval);
}

// Returns true if the next line may be executed. With a paced frontend, the host must have answered all earlier PINGs,
// and the login must be over or wait for the user's answer to a prompt.
bool Conversation::isSettled() const {
  return !parts_.frontend->awaitsEachLine() || ((session_ != Session::kLoggingIn || prompted_) && pongs_ >= pings_);
}

bool Conversation::isOver() {
  if (leaving_) {
    return true;
  }
  if (!parts_.frontend->hasEnded() || !isSettled()) {
    return false;
  }
  if (!linger_) {
    linger_.emplace(parts_.frontend->awaitsEachLine() ? linger_for_ : Milliseconds(0));
  }
  return linger_->hasPassed();
}

void Conversation::answer(const std::string& text) { parts_.frontend->show({Line::Kind::kAnswer, text}); }

void Conversation::leave() {
  parts_.frontend->finish();
  leaving_ = true;
  if (session_ != Session::kNone) {
    logout();
  }
  parts_.spectrum->exit();
  const Deadline deadline(kExitTimeout);
  while (!parts_.spectrum->host().ended()) {
    if (deadline.hasPassed()) {
      throw Failure(fmt::format("the host has not ended within {} s of EXIT", kExitTimeout.count() / 1000));
    }
    wait(false, deadline.left());
  }
  if (*parts_.spectrum->host().ended() != testing::ExitStatus{}) {
    throw Failure("the host has not ended well");
  }
}

}  // namespace prism::console
