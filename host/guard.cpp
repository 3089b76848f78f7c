#include "host/guard.h"

#include <fmt/format.h>

#include <algorithm>

#include "host/abi.h"
#include "host/reused_message.h"
#include "host/xml_text.h"

namespace prism::host {

using pbnetwork::WrapperMessage;

namespace {

// No roster has a contact in more groups; a larger count is a mistake.
constexpr std::uint64_t kMaxGroups = 1000;

}  // namespace

// One event on its way through the checks. The first check that fails decides the result; those after it do nothing.
class Guard::Event {
 public:
  Event(Guard& guard, std::string_view function) : guard_(guard), function_(function), size_left_(guard.max_size_) {}

  bool ok() const { return result_ == PRISM_OK; }
  prism_result result() const { return result_; }

  // Bytes of the strings that have been looked at.
  std::size_t size() const { return guard_.max_size_ - size_left_; }

  void refuse(prism_result result, std::string_view why) {
    if (ok()) {
      guard_.misbehaved(function_, why);
      result_ = result;
    }
  }

  // The session of `user`, which stands in *field then; nullptr, and the event refused, if there is none.
  Session* user(prism_str user, std::string* field) {
    if (!readable("user", user)) {
      return nullptr;
    }
    Session* session = guard_.sessions_.find(view(user));
    if (!session) {
      refuse(PRISM_ERR_NO_USER, fmt::format("user {} is not logged in", inQuotes(view(user))));
      return nullptr;
    }
    field->assign(view(user));  // Spectrum sent it, so it is valid
    return session;
  }

  void text(const char* argument, prism_str value, std::string* field) {
    if (!readable(argument, value) || assignXmlText(view(value), field)) {
      return;
    }
    // It may have become longer: U+FFFD has three bytes.
    const std::size_t growth = field->size() - std::min<std::size_t>(field->size(), value.size);
    if (growth > size_left_) {
      refuse(PRISM_ERR_ARGUMENT, fmt::format("{} has {} bytes once it is valid; together, {} are allowed", argument,
                                             field->size(), guard_.max_size_));
    } else {
      size_left_ -= growth;
    }
  }

  void requiredText(const char* argument, prism_str value, std::string* field) {
    if (value.size == 0) {
      refuse(PRISM_ERR_ARGUMENT, fmt::format("{} is empty", argument));
    }
    text(argument, value, field);
  }

  // Whether all members of the struct that the plugin handed in are there.
  template <typename Struct>
  bool complete(const Struct* handed_in) {
    if (!handed_in) {
      refuse(PRISM_ERR_ARGUMENT, "the argument is NULL");
    } else if (handed_in->struct_size < sizeof(Struct)) {
      refuse(PRISM_ERR_ARGUMENT,
             fmt::format("struct_size is {}, expected at least {}", handed_in->struct_size, sizeof(Struct)));
    }
    return ok();
  }

 private:
  bool readable(const char* argument, prism_str value) {
    if (value.size > 0 && !value.data) {
      refuse(PRISM_ERR_ARGUMENT, fmt::format("{} is NULL, but has a size of {}", argument, value.size));
    } else if (value.size > size_left_) {
      refuse(PRISM_ERR_ARGUMENT,
             fmt::format("{} has {} bytes; together, {} are allowed", argument, value.size, guard_.max_size_));
    } else {
      size_left_ -= value.size;
    }
    return ok();
  }

  Guard& guard_;
  const std::string_view function_;
  std::uint64_t size_left_;
  prism_result result_ = PRISM_OK;
};

Guard::Guard(SessionTable& sessions, wire::FrameWriter& out, FaultLog& misbehaviour, std::uint32_t max_size)
    : sessions_(sessions), out_(out), misbehaviour_(misbehaviour), max_size_(max_size) {}

void Guard::misbehaved(std::string_view function, std::string_view what) {
  misbehaviour_.write(fmt::format("{}: {}", function, what));
}

prism_result Guard::connected(prism_str user) {
  Event event(*this, "connected");
  pbnetwork::Connected connected;
  Session* session = event.user(user, connected.mutable_user());
  if (!session) {
    return event.result();
  }
  if (session->connected) {
    event.refuse(PRISM_ERR_STATE, fmt::format("user {} is connected already", inQuotes(view(user))));
    return event.result();
  }
  session->connected = true;
  out_.append(WrapperMessage::TYPE_CONNECTED, connected);
  return PRISM_OK;
}

prism_result Guard::disconnected(prism_str user, std::uint32_t error, prism_str text) {
  Event event(*this, "disconnected");
  pbnetwork::Disconnected disconnected;
  if (!event.user(user, disconnected.mutable_user())) {
    return event.result();
  }
  if (error > PRISM_ERROR_OTHER) {
    // The session is over whatever the number, and Spectrum must know.
    misbehaved("disconnected", fmt::format("error {} does not exist, PRISM_ERROR_OTHER is sent", error));
    error = PRISM_ERROR_OTHER;
  }
  disconnected.set_error(static_cast<std::int32_t>(error));
  event.text("text", text, disconnected.mutable_message());
  if (!event.ok()) {
    disconnected.clear_message();
  }
  sessions_.close(disconnected.user());
  out_.append(WrapperMessage::TYPE_DISCONNECTED, disconnected);
  return event.result();
}

prism_result Guard::message(const prism_message* message) {
  Event event(*this, "message");
  conversation_.Clear();
  if (!event.complete(message) || !event.user(message->user, conversation_.mutable_username())) {
    return event.result();
  }
  event.requiredText("buddy", message->buddy, conversation_.mutable_buddyname());
  event.text("text", message->text, conversation_.mutable_message());
  if (event.ok()) {
    out_.append(WrapperMessage::TYPE_CONV_MESSAGE, conversation_);
  }
  trimAfter(event.size(), &conversation_);
  return event.result();
}

prism_result Guard::messageAck(prism_str user, prism_str buddy, prism_str id) {
  Event event(*this, "message_ack");
  conversation_.Clear();
  if (!event.user(user, conversation_.mutable_username())) {
    return event.result();
  }
  conversation_.mutable_message();  // required by the protocol, and empty
  event.requiredText("buddy", buddy, conversation_.mutable_buddyname());
  event.requiredText("id", id, conversation_.mutable_id());
  if (event.ok()) {
    out_.append(WrapperMessage::TYPE_CONV_MESSAGE_ACK, conversation_);
  }
  trimAfter(event.size(), &conversation_);
  return event.result();
}

prism_result Guard::buddyChanged(const prism_buddy* buddy) {
  Event event(*this, "buddy_changed");
  buddy_.Clear();
  if (!event.complete(buddy) || !event.user(buddy->user, buddy_.mutable_username())) {
    return event.result();
  }
  event.requiredText("buddy", buddy->buddy, buddy_.mutable_buddyname());
  event.text("alias", buddy->alias, buddy_.mutable_alias());
  event.text("status_text", buddy->status_text, buddy_.mutable_statusmessage());
  event.text("icon_hash", buddy->icon_hash, buddy_.mutable_iconhash());
  if (buddy->groups_count > kMaxGroups) {
    event.refuse(PRISM_ERR_ARGUMENT,
                 fmt::format("groups_count is {}, at most {} are allowed", buddy->groups_count, kMaxGroups));
  } else if (buddy->groups_count > 0 && !buddy->groups) {
    event.refuse(PRISM_ERR_ARGUMENT, fmt::format("groups is NULL, but has a count of {}", buddy->groups_count));
  }
  if (!pbnetwork::StatusType_IsValid(static_cast<int>(buddy->status))) {
    event.refuse(PRISM_ERR_ARGUMENT, fmt::format("status {} does not exist", buddy->status));
  }
  if (buddy->blocked > 1) {
    event.refuse(PRISM_ERR_ARGUMENT, fmt::format("blocked is {}, neither 0 nor 1", buddy->blocked));
  }
  for (std::uint64_t i = 0; event.ok() && i < buddy->groups_count; ++i) {
    event.requiredText("a group", buddy->groups[i], buddy_.add_group());
  }
  if (event.ok()) {
    buddy_.set_status(static_cast<pbnetwork::StatusType>(buddy->status));
    buddy_.set_blocked(buddy->blocked == 1);
    out_.append(WrapperMessage::TYPE_BUDDY_CHANGED, buddy_);
  }
  trimAfter(event.size(), &buddy_);
  return event.result();
}

}  // namespace prism::host
