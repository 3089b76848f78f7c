// SPDX-License-Identifier: MIT
#include "tests/support/plugins/probe_chat.h"

#include <stdexcept>
#include <utility>

namespace prism::tests {
namespace {

constexpr prism_str kBob{"bob@x.org", 9};

std::string line(const prism_reference& target) { return text(target.id) + " '" + text(target.text) + "'"; }

}  // namespace

ProbeChat::ProbeChat(const prism_host* host, Answer answer)
    : host_(host),
      service_(static_cast<const prism_chat*>(host->get_service(host, PRISM_CHAT))),
      answer_(std::move(answer)) {
  prism_chat_capabilities can{};
  can.struct_size = sizeof can;
  can.kind = PRISM_CONVERSATION_CONTACT;
  can.flags = PRISM_CHAT_CAN_EDIT | PRISM_CHAT_CAN_RETRACT | PRISM_CHAT_CAN_REPLY | PRISM_CHAT_CAN_REACT;
  prism_chat_capabilities in_rooms = can;
  in_rooms.kind = PRISM_CONVERSATION_ROOM;
  in_rooms.flags = PRISM_CHAT_CAN_MARK | PRISM_CHAT_CAN_DELIVER;
  if (service_->set_capabilities(host_, &can) != PRISM_OK || service_->set_capabilities(host_, &in_rooms) != PRISM_OK) {
    throw std::runtime_error("the capabilities are refused");
  }
}

prism_result ProbeChat::send(const std::string& user, Words& words) {
  const std::string what = word(words);
  const std::string id = word(words);
  const std::string rest = word(words);
  prism_reference target{};
  target.struct_size = sizeof target;
  target.id = borrowed(id);
  auto message = eventFor<prism_message>(user);
  message.buddy = kBob;
  message.text = borrowed(rest);
  if (what == "message") {
    message.id = borrowed(id);
    return host_->message(host_, &message);
  }
  if (what == "edit") {
    prism_chat_edit edit{};
    edit.struct_size = sizeof edit;
    edit.message = &message;
    edit.target = &target;
    return service_->edited(host_, &edit);
  }
  if (what == "retract") {
    auto retraction = eventFor<prism_chat_retraction>(user);
    retraction.buddy = kBob;
    retraction.target = &target;
    return service_->retracted(host_, &retraction);
  }
  if (what == "react") {
    const prism_str reaction = borrowed(rest);
    auto reactions = eventFor<prism_chat_reactions>(user);
    reactions.change = PRISM_CHAT_REACTIONS_SET;
    reactions.buddy = kBob;
    reactions.target = &target;
    reactions.reactions = &reaction;
    reactions.reactions_count = 1;
    return service_->reacted(host_, &reactions);
  }
  if (what == "read-by") {  // `id` is that of the request
    auto receipt = eventFor<prism_receipt>(user);
    receipt.kind = PRISM_CONVERSATION_ROOM;
    receipt.state = PRISM_RECEIPT_DISPLAYED;
    receipt.request = std::stoull(id);
    receipt.buddy = PRISM_STR("lobby");
    receipt.nickname = borrowed(rest);
    return host_->receipt(host_, &receipt);
  }
  throw std::invalid_argument("nothing to send like " + what);
}

void ProbeChat::onEdit(const prism_chat_edit& edit) {
  answer_(text(edit.message->user), "edit of " + line(*edit.target) + ": " + text(edit.message->text));
}

void ProbeChat::onRetract(const prism_chat_retraction& retraction) {
  answer_(text(retraction.user), "retraction of " + line(*retraction.target));
}

void ProbeChat::onReact(const prism_chat_reactions& reactions) {
  std::string all;
  for (std::uint64_t i = 0; i < reactions.reactions_count; ++i) {
    all += " " + text(reactions.reactions[i]);
  }
  answer_(text(reactions.user), "reactions to " + line(*reactions.target) + ":" + all);
}

}  // namespace prism::tests
