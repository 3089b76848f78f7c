// SPDX-License-Identifier: MIT
#include "tests/soak/traffic.h"

#include <fmt/format.h>

#include <algorithm>

namespace prism::soak {
namespace {

using pbnetwork::WrapperMessage;
using testing::Failure;

constexpr std::size_t kPieces = 20;  // upper bound of the pieces of a split write

}  // namespace

void Traffic::say(Type type, const google::protobuf::MessageLite& message) {
  if (gathering_) {
    gathered_ += testing::frameBytes(type, message);
  } else {
    spectrum_.send(type, message);
  }
}

int Traffic::anybodyOnline() {
  const std::set<int>& online = model_.online();
  const auto place = online.lower_bound(number(model_.users()));
  return place == online.end() ? *online.begin() : *place;
}

void Traffic::login(int user) {
  pbnetwork::Login login;
  login.set_user(Model::userName(user));
  login.set_legacyname(Model::personName(user));
  login.set_password("");
  say(WrapperMessage::TYPE_LOGIN, login);
  model_.login(user);
}

void Traffic::logAllIn() {
  for (int user = 0; user < model_.users(); ++user) {
    if (!model_.isOnline(user)) {
      login(user);
    }
    if (user % 100 == 0) {
      takeFrames();
    }
  }
}

void Traffic::logAllOut() {
  for (const int user : std::set<int>(model_.online())) {
    pbnetwork::Logout logout;
    logout.set_user(Model::userName(user));
    logout.set_legacyname(Model::personName(user));
    say(WrapperMessage::TYPE_LOGOUT, logout);
    model_.logout(user);
    if (user % 100 == 0) {
      takeFrames();
    }
  }
}

void Traffic::takeSteps(int steps) {
  const int way = number(100);
  if (way < 10) {
    spectrum_.stall();
  } else if (way < 40) {
    gathering_ = true;
  }
  for (int i = 0; i < steps; ++i) {
    step();
  }
  if (gathering_) {
    gathering_ = false;
    if (way < 30 || gathered_.empty()) {
      spectrum_.sendBytes(gathered_);
    } else {
      std::vector<std::size_t> cuts;
      for (std::size_t i = 0; i < kPieces; ++i) {
        cuts.push_back(1 + random_() % gathered_.size());
      }
      std::sort(cuts.begin(), cuts.end());
      cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
      cuts.erase(std::remove(cuts.begin(), cuts.end(), gathered_.size()), cuts.end());
      spectrum_.sendSplit(gathered_, cuts);
    }
    gathered_.clear();
  } else if (way < 10) {
    spectrum_.resume();
  }
  takeFrames();
}

void Traffic::step() {
  ++steps_;
  const int what = number(1000);
  const int anybody = number(model_.users());
  if (what < 5 || model_.online().empty()) {
    if (!model_.isOnline(anybody) || !model_.hasPresence(anybody)) {
      login(anybody);
      return;
    }
    // After the turn of the loop the host repeats the presence. A request in between would change its readers.
    if (!gathering_) {
      spectrum_.resume();
      awaitModel();
      login(anybody);
      ping();  // the first PONG can come before the end of the turn
      awaitModel();
    }
  } else if (what < 10) {
    const int user = anybodyOnline();
    pbnetwork::Logout logout;
    logout.set_user(Model::userName(user));
    logout.set_legacyname(Model::personName(user));
    say(WrapperMessage::TYPE_LOGOUT, logout);
    model_.logout(user);
  } else if (what < 20) {
    const int user = anybodyOnline();
    pbnetwork::Status status;
    status.set_username(Model::userName(user));
    status.set_status(static_cast<pbnetwork::StatusType>(number(5)));
    status.set_statusmessage(chance(50) ? "" : "busy");
    say(WrapperMessage::TYPE_STATUS_CHANGED, status);
    model_.status(user, status.status(), status.statusmessage());
  } else if (what < 40) {
    sendInvalidFrame();
  } else {
    talk(anybodyOnline());
  }
}

void Traffic::talk(int user) {
  const int room = number(model_.rooms());
  const int other = number(model_.users());
  const int what = number(100);
  if (what < 60) {
    pbnetwork::ConversationMessage message;
    message.set_username(Model::userName(user));
    message.set_buddyname(Model::personName(other));
    message.set_message(fmt::format("message {}", ++numbers_));
    const bool receipt = chance(20);
    if (receipt) {
      message.set_id(std::to_string(numbers_));
    }
    say(WrapperMessage::TYPE_CONV_MESSAGE, message);
    model_.message(user, other, message.message(), receipt);
  } else if (what < 75 && model_.isIn(user, room)) {
    pbnetwork::ConversationMessage message;
    message.set_username(Model::userName(user));
    message.set_buddyname(Model::roomName(room));
    message.set_message(fmt::format("message {} to all", ++numbers_));
    say(WrapperMessage::TYPE_CONV_MESSAGE, message);
    model_.roomMessage(user, room, message.message());
  } else if (what < 90) {
    pbnetwork::Room request;
    request.set_username(Model::userName(user));
    request.set_room(Model::roomName(room));
    request.set_nickname(Model::personName(user));
    if (model_.isIn(user, room)) {
      say(WrapperMessage::TYPE_LEAVE_ROOM, request);
      model_.leave(user, room);
    } else {
      say(WrapperMessage::TYPE_JOIN_ROOM, request);
      model_.join(user, room);
    }
  } else {
    pbnetwork::Buddy buddy;
    buddy.set_username(Model::userName(user));
    buddy.set_buddyname(Model::personName(other));
    if (what < 95) {
      say(WrapperMessage::TYPE_BUDDY_TYPING, buddy);
      model_.typing(user, other);
    } else {
      buddy.set_alias(fmt::format("alias {}", ++numbers_));  // a change, since the host drops repeats
      say(WrapperMessage::TYPE_BUDDY_CHANGED, buddy);
      model_.addContact(user, other);
    }
  }
}

// Invalid frames, each of which the host ignores alone.
void Traffic::sendInvalidFrame() {
  switch (number(4)) {
    case 0:
      gathering_ ? gathered_.append(testing::lengthPrefix(0)) : (spectrum_.sendFrame(""), gathered_);
      break;
    case 1:
      gathering_ ? gathered_.append(testing::lengthPrefix(3)).append("\xff\xff\xff")
                 : (spectrum_.sendFrame("\xff\xff\xff"), gathered_);
      break;
    case 2: {
      pbnetwork::ConversationMessage message;
      message.set_username("nobody@soak.test");
      message.set_buddyname(Model::personName(0));
      message.set_message("for nobody");
      say(WrapperMessage::TYPE_CONV_MESSAGE, message);
      break;
    }
    default: {
      pbnetwork::Logout logout;
      logout.set_user("nobody@soak.test");
      logout.set_legacyname("nobody");
      say(WrapperMessage::TYPE_LOGOUT, logout);
    }
  }
}

void Traffic::take(const testing::Frame& frame) {
  if (const std::string problem = model_.take(frame); !problem.empty()) {
    throw Failure(problem);
  }
}

void Traffic::takeFrames() {
  spectrum_.pump();
  while (const auto frame = spectrum_.take()) {
    take(*frame);
  }
}

void Traffic::ping() {
  spectrum_.send(WrapperMessage::TYPE_PING);
  ++pings_;
  while (model_.pingsAnswered() < pings_) {
    take(spectrum_.next());
  }
}

void Traffic::awaitModel() {
  ping();
  if (const std::string problem = model_.difference(); !problem.empty()) {
    throw Failure(problem);
  }
}

}  // namespace prism::soak
