// SPDX-License-Identifier: MIT
// The checks that the Guard's functions share. Included only by the Guard's source files.
#pragma once

#include "host/base/abi.h"
#include "host/base/quote.h"
#include "host/base/reused_message.h"
#include "host/base/value_choice.h"
#include "host/base/xml_text.h"
#include "host/guard/guard.h"
#include "host/guard/whole_struct.h"
#include "host/spectrum/numbers.h"
#include "host/stanza/jid.h"
#include "host/stanza/stanza_size.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace prism::host {

// 1980, in milliseconds: a smaller time is in seconds by mistake (prism_time).
inline constexpr prism_time kEarliestTime = 315'532'800'000;

// The state of the checks of one event. The first check that fails sets the result; later checks do nothing.
class Guard::Event {
 public:
  Event(Guard& guard, std::string_view function)
      : guard_(guard), function_(function), size_left_(guard.limits_.event) {}

  bool ok() const { return result_ == PRISM_OK; }
  prism_result result() const { return result_; }

  // The event concerns no user. Refuses it if no frame of Spectrum has arrived yet: such an event must not be the first
  // frame that Spectrum gets.
  void requireFirstFrame() {
    if (!guard_.first_frame_arrived_) {
      refuse(PRISM_ERR_STATE, "Spectrum has not spoken yet");
    }
  }

  // The size in bytes of all strings read so far.
  std::size_t size() const { return guard_.limits_.event - size_left_; }

  void refuse(prism_result result, std::string_view why) {
    if (ok()) {
      complain(why);
      result_ = result;
    }
  }

  // Logs a fault because of which only a part of the event is dropped.
  void complain(std::string_view what) {
    if (guard_.part_.empty()) {
      guard_.reportMisbehaviour(function_, what, user_);
    } else {
      guard_.reportMisbehaviour(guard_.part_of_, fmt::format("{}: {}", guard_.part_, what), user_);
    }
  }

  // Logs at DEBUG why an event has no effect, or only a part of its effect, where that is no fault.
  void debug(std::string_view why) { guard_.misbehaviour_.debug(fmt::format("{}: {}", function_, why)); }

  // Sets the user whom the event concerns. The user has a session, and the name outlives the event. user() calls this.
  void concern(std::string_view user) { user_ = user; }

  // Returns the session of `user`. Returns nullptr, with the event refused, if there is none. A name with a session
  // needs no other check, since Spectrum has sent it.
  Session* user(prism_str user) {
    if (!checkString("user", user)) {
      return nullptr;
    }
    Session* session = guard_.sessions_.findAgain(view(user));
    if (!session) {
      refuse(PRISM_ERR_NO_USER, fmt::format("user {} is not logged in", inQuotes(view(user))));
    } else {
      concern(view(user));
    }
    return session;
  }

  // Like user(name), and copies the name into *field if there is a session.
  Session* user(prism_str name, std::string* field) {
    Session* session = user(name);
    if (session) {
      field->assign(view(name));
    }
    return session;
  }

  void text(const char* argument, prism_str value, std::string* field) {
    if (checkString(argument, value) && !assignXmlText(view(value), field)) {
      noteMended(argument, value.size, field->size());
    }
  }

  void requiredText(const char* argument, prism_str value, std::string* field) {
    required(argument, value);
    text(argument, value, field);
  }

  void required(const char* argument, prism_str value) {
    if (value.size == 0) {
      refuse(PRISM_ERR_ARGUMENT, fmt::format("{} is empty", argument));
    }
  }

  // Like text(), but refuses more than `most` bytes.
  void shortText(const char* argument, prism_str value, std::size_t most, std::string* field);

  // Like text(), but *field is empty for a text of more than `most` bytes. Users type it, so its size is no fault of
  // the plugin.
  void typedText(const char* argument, prism_str value, std::size_t most, std::string* field);

  // Reads a time limit in milliseconds, of which 0 stands for `usual`.
  void timeout(std::uint32_t given, std::uint32_t most, std::uint32_t usual, std::chrono::milliseconds* timeout);

  // Like text(), but without a copy: returns valid text borrowed from the plugin. Otherwise writes the corrected text
  // into *mended and returns that.
  std::string_view borrowText(const char* argument, prism_str value, std::string* mended) {
    if (!checkString(argument, value) || isXmlText(view(value))) {
      return view(value);
    }
    assignXmlText(view(value), mended);
    noteMended(argument, value.size, mended->size());
    return *mended;
  }

  // Reads a name, which is refused if it is not valid text: two names must not become one. It may be empty.
  std::string_view name(const char* argument, prism_str value) {
    if (checkString(argument, value) && !isXmlText(view(value))) {
      refuseName(argument, view(value));
    }
    return view(value);
  }

  std::string_view requiredName(const char* argument, prism_str value) {
    required(argument, value);
    return name(argument, value);
  }

  // Reads a name without a check of its characters.
  std::string_view anyName(const char* argument, prism_str value) {
    required(argument, value);
    checkString(argument, value);
    return view(value);
  }

  // Reads the name of a buddy or a room, which must be valid as the node of a JID.
  std::string_view borrowNode(const char* argument, prism_str value) {
    if (!guard_.jids_.unescaped && value.data && value.size <= size_left_ && isUsualName(view(value))) {
      size_left_ -= value.size;
      return view(value);
    }
    const std::string_view node = requiredName(argument, value);
    if (ok() && !canBeNode(node, guard_.jids_)) {
      refuseName(argument, node);
    }
    return node;
  }

  void node(const char* argument, prism_str value, std::string* field) { field->assign(borrowNode(argument, value)); }

  // Reads the nickname of a participant, which may be empty.
  void resource(const char* argument, prism_str value, std::string* field) {
    field->assign(name(argument, value));
    if (ok() && !field->empty() && !canBeResource(*field)) {
      refuseName(argument, *field);
    }
  }

  // Reads a name that is only shown, and which Spectrum uses as a resource.
  void shownResource(const char* argument, prism_str value, std::string* field) {
    text(argument, value, field);
    if (ok() && !field->empty() && !canBeResource(*field)) {
      refuseName(argument, *field);
    }
  }

  void requiredResource(const char* argument, prism_str name, std::string* field) {
    required(argument, name);
    resource(argument, name, field);
  }

  // Checks that an event can have this kind of conversation, and that a nickname is there only where the kind has one.
  void conversation(std::uint32_t kind, prism_str nickname) {
    if (kind == 0) {
      refuse(PRISM_ERR_ARGUMENT, "kind is not given");
    } else if (kind == PRISM_CONVERSATION_HOST) {
      refuse(PRISM_ERR_ARGUMENT, "kind is PRISM_CONVERSATION_HOST, which is for commands only");
    } else if (kind > PRISM_CONVERSATION_HOST) {
      refuse(PRISM_ERR_ARGUMENT, fmt::format("kind {} does not exist", kind));
    } else if (kind == PRISM_CONVERSATION_CONTACT && nickname.size > 0) {
      // Spectrum would drop the nickname.
      refuse(PRISM_ERR_ARGUMENT, "nickname is set, but the kind is PRISM_CONVERSATION_CONTACT");
    } else if (kind == PRISM_CONVERSATION_PRIVATE) {
      required("nickname", nickname);
    }
  }

  // Refuses an event with the id of a request.
  void noRequest(std::string_view member, prism_request_id given) {
    if (given != 0) {
      refuse(PRISM_ERR_ARGUMENT, fmt::format("{} is {}, but only requests have one", member, given));
    }
  }

  // Refuses an event in a room that the user has not joined.
  void joinedRoom(Session* session, std::uint32_t kind, prism_str user, prism_str room) {
    if (ok() && kind == PRISM_CONVERSATION_ROOM && !session->findRoom(view(room))) {
      refuse(PRISM_ERR_STATE, fmt::format("user {} has not joined {}", inQuotes(view(user)), inQuotes(view(room))));
    }
  }

  // Refuses a message with nothing to show.
  void content(const prism_message* message) {
    if (message->text.size == 0 && message->xhtml.size == 0 && message->attachments_count == 0) {
      refuse(PRISM_ERR_ARGUMENT, "text is empty, and there is neither xhtml nor an attachment");
    }
  }

  // Reads the name that Spectrum has for a buddy or a participant ("room/nickname"). The result is borrowed from the
  // plugin or stored in *own.
  std::string_view borrowName(prism_str buddy, prism_str nickname, std::string* own) {
    const std::string_view node = borrowNode("buddy", buddy);
    return nickname.size == 0 ? node : borrowParticipant(node, nickname, own);
  }

  // Reads the hash of an icon. It is left out if it is too long to be a hash.
  void iconHash(prism_str value, std::string* field) {
    constexpr std::size_t kLongest = 128;
    text("icon_hash", value, field);
    if (field->size() > kLongest) {
      complain(fmt::format("icon_hash has {} bytes, and is left out; {} are allowed", field->size(), kLongest));
      field->clear();
    }
  }

  // Returns true if the event fits into a stanza for certain. `once` of its bytes appear only once in the stanza. Call
  // it after all strings have been read.
  bool isSmall(std::size_t once = 0) const {
    constexpr std::size_t kQuoteGrowth = 6;  // maximum factor of escaping
    constexpr std::size_t kNameGrowth = 11;  // maximum factor of preparedSize(), greater than that of escaping
    constexpr std::size_t kMostTimes = 3;    // occurrences of a string in a stanza
    return kQuoteGrowth * once + kNameGrowth * kMostTimes * (size() - once) <= guard_.stanza_room_;
  }

  // The bytes of a stanza for escaped text, beside its addresses. Each name may appear twice, as a node with escapes of
  // three bytes (XEP-0106).
  std::size_t textRoom(std::initializer_list<std::string_view> names) const {
    std::size_t taken = 0;
    for (const std::string_view name : names) {
      taken += 2 * (std::max(3 * name.size(), escapedSize(name)) + preparedSize(name) - name.size());
    }
    return guard_.stanza_room_ - std::min(taken, guard_.stanza_room_);
  }

  void bytes(const char* argument, prism_blob value, std::string* field) {
    const prism_str content{static_cast<const char*>(value.data), value.size};
    if (checkString(argument, content)) {
      field->assign(view(content));
    }
  }

  // Refuses a string that is NULL with a size, or that exceeds the limit of the event.
  bool checkString(const char* argument, prism_str value) {
    if (value.size > 0 && !value.data) {
      refuse(PRISM_ERR_ARGUMENT, fmt::format("{} is NULL, but has a size of {}", argument, value.size));
    } else if (value.size > size_left_) {
      refuse(PRISM_ERR_ARGUMENT,
             fmt::format("{} has {} bytes; together, {} are allowed", argument, value.size, guard_.limits_.event));
    } else {
      size_left_ -= value.size;
    }
    return ok();
  }

  // Logs that a text has been corrected, and counts its growth.
  void noteMended(const char* argument, std::size_t before, std::size_t after) {
    complain(fmt::format("{} has bytes that are not UTF-8, or characters that XML does not allow; U+FFFD replaces them",
                         argument));
    checkGrowth(argument, before, after);
  }

  // Counts the growth of a corrected string: each U+FFFD takes three bytes.
  void checkGrowth(const char* argument, std::size_t before, std::size_t after) {
    const std::size_t growth = after - std::min(after, before);
    if (growth > size_left_) {
      refuse(PRISM_ERR_ARGUMENT, fmt::format("{} has {} bytes once it is valid; together, {} are allowed", argument,
                                             after, guard_.limits_.event));
    } else {
      size_left_ -= growth;
    }
  }

  // Refuses an array with more than `most` elements, and NULL with a count.
  bool checkArray(const char* argument, const void* elements, std::uint64_t count, std::uint64_t most) {
    if (count > most) {
      refuse(PRISM_ERR_ARGUMENT, fmt::format("{}_count is {}, at most {} are allowed", argument, count, most));
    } else if (count > 0 && !elements) {
      refuse(PRISM_ERR_ARGUMENT, fmt::format("{} is NULL, but has a count of {}", argument, count));
    }
    return ok();
  }

  // Reads the choices of a value of this kind. `subject` begins the fault. Refuses a kind without choices if there are
  // any, and one with choices if there are none.
  void choices(std::uint32_t kind, const prism_choice* const* choices, std::uint64_t count, std::string_view subject,
               std::vector<ValueChoice>* read);

  // Reads the range of a value of this kind, which is 0 to 0 unless it is an integer.
  void range(std::uint32_t kind, std::int64_t least, std::int64_t most, std::string_view subject, ValueRange* read);

  // Refuses a struct that is NULL or lacks members, or whose `reserved` is not 0.
  template <typename Struct>
  bool checkStruct(const Struct* handed_in) {
    if (const std::string why = rejectStruct(handed_in); !why.empty()) {
      refuse(PRISM_ERR_ARGUMENT, why);
    }
    return ok() && handed_in;
  }

  // Returns the status in Spectrum's numbers.
  pbnetwork::StatusType status(std::uint32_t status) {
    const auto result = statusToSpectrum(status);
    if (!result) {
      refuse(PRISM_ERR_ARGUMENT, fmt::format("status {} does not exist", status));
    }
    return result.value_or(pbnetwork::STATUS_NONE);
  }

  void flags(std::uint32_t flags, std::uint32_t known) {
    if ((flags & ~known) != 0) {
      refuse(PRISM_ERR_ARGUMENT, fmt::format("flags have the unknown bits {:#x}", flags & ~known));
    }
  }

  // The flags of set_capabilities().
  void capabilityFlags(std::uint32_t flags, std::uint32_t known) {
    if (flags == PRISM_CAPABILITIES_INHERIT) {
      return;
    }
    if ((flags & PRISM_CAPABILITIES_INHERIT) != 0) {
      refuse(PRISM_ERR_ARGUMENT, "flags have PRISM_CAPABILITIES_INHERIT, which stands alone, and others");
    }
    this->flags(flags & ~PRISM_CAPABILITIES_INHERIT, known);
  }

  // The strings to read an attachment into.
  struct AttachmentFields {
    std::string* url;
    std::string* mime_type;
    std::string* description;
  };

  // Refuses a string of more than `most` bytes that Spectrum does not get, or that is read later.
  void checkShort(const char* argument, prism_str value, std::size_t most) {
    if (checkString(argument, value) && value.size > most) {
      refuse(PRISM_ERR_ARGUMENT, fmt::format("{} has {} bytes, at most {} are allowed", argument, value.size, most));
    }
  }

  // Reads all attachments. add() is called for each, and returns its AttachmentFields.
  template <typename Add>
  void attachments(const prism_attachment* const* attachments, std::uint64_t count, const Add& add) {
    constexpr std::uint64_t kMost = 100;
    checkArray("attachments", static_cast<const void*>(attachments), count, kMost);
    for (std::uint64_t i = 0; ok() && i < count; ++i) {
      if (checkStruct(attachments[i])) {
        const AttachmentFields fields = add();
        requiredText("url", attachments[i]->url, fields.url);
        text("mime_type", attachments[i]->mime_type, fields.mime_type);
        text("description", attachments[i]->description, fields.description);
        checkString("name", attachments[i]->name);
      }
    }
  }

  // Returns true for a time that is more than a day ahead of this machine's clock.
  static bool isTooFarAhead(prism_time time);

  // Writes a time in Spectrum's format. An invalid time is left out.
  void time(prism_time time, std::string* field);

 private:
  std::string_view borrowParticipant(std::string_view room, prism_str nickname, std::string* own) {
    std::string resource_part;
    resource("nickname", nickname, &resource_part);
    *own = fmt::format("{}/{}", room, resource_part);
    return *own;
  }

  void refuseName(const char* argument, std::string_view name) {
    refuse(PRISM_ERR_ARGUMENT, fmt::format("{} is {}, which cannot be part of a JID", argument, inQuotes(name)));
  }

  Guard& guard_;
  const std::string_view function_;
  std::string_view user_;  // whom the event concerns; empty until that is known
  std::uint64_t size_left_;
  prism_result result_ = PRISM_OK;
};

}  // namespace prism::host
