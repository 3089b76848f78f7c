// SPDX-License-Identifier: MIT
// Requests from Spectrum, valid or damaged: the input is a sequence of types, sizes and payloads. alice is logged in
// and in a room. The plugin sends back all that it gets, so the Guard checks it, too.
#include "host/base/abi.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/serving.h"
#include "tests/support/guard_events.h"
#include "tests/support/payloads.h"

namespace {

using namespace prism;
using pbnetwork::WrapperMessage;

template <typename Event>
Event of(const fuzz::Call& call) {
  Event event{};
  event.struct_size = sizeof event;
  event.user = call.user;
  return event;
}

class Obliging final : public fuzz::Serving {
 private:
  void onCall(const fuzz::Call& call) override {
    const std::string_view function = call.function;
    if (function == "login") {
      tests::connected(guard_, call.user);
    } else if (function == "message") {
      auto event = of<prism_message>(call);
      event.buddy = call.about;
      event.nickname = call.kind == PRISM_CONVERSATION_CONTACT ? prism_str{} : call.about;
      event.kind = call.kind;
      event.flags = call.flags & ~PRISM_MESSAGE_RECEIPT_WANTED;
      event.text = call.text;
      event.xhtml = call.xhtml;
      guard_.message(&event);
      tests::receipt(guard_, call.user, call.about, call.nickname, call.request);
    } else if (function == "join") {
      auto event = of<prism_participant>(call);
      event.room = call.about;
      event.nickname = call.other;
      event.status = PRISM_STATUS_ONLINE;
      guard_.participantChanged(&event);
      guard_.joined(&event);
    } else if (function == "vcard_wanted") {
      auto event = of<prism_vcard>(call);
      event.buddy = call.about;
      event.nickname = call.nickname;
      guard_.vcard(&event);
    } else if (function == "buddy_changed") {
      auto event = of<prism_buddy>(call);
      event.buddy = call.about;
      event.alias = call.text;
      event.status = PRISM_STATUS_AWAY;
      guard_.buddyChanged(&event);
    } else if (function == "set_subject") {
      auto event = of<prism_subject>(call);
      event.room = call.about;
      event.subject = call.text;
      guard_.subjectChanged(&event);
    } else if (function == "typing") {
      tests::typing(guard_, call.user, call.about, call.nickname, call.flags);
    } else if (function == "attention") {
      tests::attention(guard_, call.user, call.about, call.nickname, call.text);
    } else if (function == "buddy_removed") {
      tests::authorizationRequested(guard_, call.user, call.about);
    } else if (function == "raw_xml") {
      guard_.rawXml(call.text);
    } else if (function == "own_vcard") {
      tests::disconnected(guard_, call.user, PRISM_CONNECTION_ERROR_NETWORK, call.text);
    }
    checkFrames();
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  Obliging serving;
  serving.setFeatures(input.number(2));
  serving.request(WrapperMessage::TYPE_LOGIN, tests::loginOf("alice"));
  serving.request(WrapperMessage::TYPE_JOIN_ROOM, tests::roomOf("alice", "lobby", "me"));
  while (!input.done()) {
    const int type = input.byte();
    serving.request(type, input.bytes(input.number(2)));
    serving.turn();
  }
  serving.logoutAll();
  return 0;
}
