// SPDX-License-Identifier: MIT
// The member functions of Guard for receipts: what has become of the user's requests.
#include "host/guard/chat_event.h"

namespace prism::host {
namespace {

using pbnetwork::ConversationMessage;
using pbnetwork::WrapperMessage;

std::string_view nameOfKind(std::uint32_t kind) {
  return kind == PRISM_CONVERSATION_ROOM      ? "PRISM_CONVERSATION_ROOM"
         : kind == PRISM_CONVERSATION_PRIVATE ? "PRISM_CONVERSATION_PRIVATE"
                                              : "PRISM_CONVERSATION_CONTACT";
}

}  // namespace

void Guard::acknowledge(std::string_view user, std::string_view name, std::string_view id) {
  out_.append(WrapperMessage::TYPE_CONV_MESSAGE_ACK, {{ConversationMessage::kUserNameFieldNumber, user},
                                                      {ConversationMessage::kBuddyNameFieldNumber, name},
                                                      {ConversationMessage::kMessageFieldNumber, ""},  // is required
                                                      {ConversationMessage::kIdFieldNumber, id}});
}

prism_result Guard::receipt(const prism_receipt* receipt) {
  Event event(*this, "receipt");
  Session* session = event.checkStruct(receipt) ? event.user(receipt->user) : nullptr;
  if (!session) {
    return event.result();
  }
  const bool in_room = receipt->kind == PRISM_CONVERSATION_ROOM;
  std::string own_name, reader;
  event.conversation(receipt->kind, receipt->nickname);
  const std::string_view name = event.borrowName(receipt->buddy, in_room ? prism_str{} : receipt->nickname, &own_name);
  if (in_room) {
    event.resource("nickname", receipt->nickname, &reader);
  }
  event.checkShort("network_id", receipt->network_id, kLongestNetworkId);
  event.checkString("text", receipt->text);
  if (receipt->state == 0 || receipt->state > PRISM_RECEIPT_FAILED) {
    event.refuse(PRISM_ERR_ARGUMENT, fmt::format("state {} does not exist", receipt->state));
  }
  if (receipt->state != PRISM_RECEIPT_FAILED && receipt->text.size > 0) {
    event.refuse(PRISM_ERR_ARGUMENT, "text is given, but state is not PRISM_RECEIPT_FAILED");
  }
  if (!reader.empty() && receipt->state != PRISM_RECEIPT_DELIVERED && receipt->state != PRISM_RECEIPT_DISPLAYED) {
    event.refuse(PRISM_ERR_ARGUMENT,
                 "nickname is given in a room, but state is neither PRISM_RECEIPT_DELIVERED nor "
                 "PRISM_RECEIPT_DISPLAYED");
  }
  if (receipt->request == 0) {
    event.refuse(PRISM_ERR_ARGUMENT, "request is 0");
  }
  std::string sent_time;
  if (event.ok() && receipt->time != 0) {
    event.time(receipt->time, &sent_time);
  }
  if (!event.ok()) {
    return event.result();
  }
  const prism_request_id number = RequestIds::numberOf(receipt->request);
  if (number != 0 && number < session->firstRequest() && number <= sessions_.requestIds().last()) {
    event.debug(fmt::format("request {} is of an earlier session", receipt->request));
    return PRISM_ERR_ENDED;
  }
  SentRequests& requests = session->sentRequests();
  SentRequests::Request* request = requests.find(receipt->request);
  if (!request) {
    if (!session->hasMark(receipt->request) || !requests.isForgotten(receipt->request)) {
      event.refuse(PRISM_ERR_STATE, fmt::format("user {} has made no request {} that a receipt can answer",
                                                inQuotes(view(receipt->user)), receipt->request));
      return event.result();
    }
    if (receipt->state == PRISM_RECEIPT_FAILED) {
      return reportFailure(session, *receipt, true);
    }
    if (sessions_.chat() && receipt->network_id.size > 0) {
      noteReceipt(session, *receipt, {.tells_id = true, .is_new = false, .stanza_id = {}, .time = 0});
    }
    return PRISM_OK;
  }
  checkReceipt(&event, *receipt, *request);
  if (!event.ok()) {
    return event.result();
  }
  const bool tells_id = receipt->network_id.size > 0 && !request->hasNetworkId();
  const SentRequests::Step step = requests.advance(request, receipt->state, reader);
  if (step == SentRequests::Step::kTooManyReaders) {
    event.debug(fmt::format("request {} has {} readers already", receipt->request, SentRequests::kMostReaders));
    return PRISM_ERR_LIMIT;
  }
  const bool is_new = step == SentRequests::Step::kForward;
  const bool failed = receipt->state == PRISM_RECEIPT_FAILED || requests.hasFailed(*request);
  if (!is_new && (!tells_id || failed)) {
    event.debug(fmt::format("request {} has had this state, or a later one", receipt->request));
    return PRISM_ERR_ENDED;
  }
  if (is_new && receipt->state == PRISM_RECEIPT_FAILED) {
    return reportFailure(session, *receipt, request->isMessage());
  }
  if (tells_id) {
    request->setNetworkId(view(receipt->network_id));
  }
  const std::string_view stanza_id = requests.takeStanzaId(request);
  if (!stanza_id.empty()) {
    acknowledge(view(receipt->user), name, stanza_id);
  }
  if (sessions_.chat()) {
    noteReceipt(session, *receipt,
                {.tells_id = tells_id,
                 .is_new = is_new,
                 .stanza_id = stanza_id,
                 .time = sent_time.empty() ? 0 : receipt->time});
  }
  return PRISM_OK;
}

void Guard::checkReceipt(Event* event, const prism_receipt& receipt, const SentRequests::Request& request) {
  if (receipt.kind != request.kind()) {
    event->refuse(PRISM_ERR_ARGUMENT, fmt::format("kind is {}, but that of request {} is {}", nameOfKind(receipt.kind),
                                                  receipt.request, nameOfKind(request.kind())));
  }
  if (!request.isFor(view(receipt.buddy))) {
    event->refuse(PRISM_ERR_ARGUMENT, fmt::format("buddy is {}, but request {} has another one",
                                                  inQuotes(view(receipt.buddy)), receipt.request));
  }
  if (receipt.kind == PRISM_CONVERSATION_PRIVATE && !request.isForNickname(view(receipt.nickname))) {
    event->refuse(PRISM_ERR_ARGUMENT, fmt::format("nickname is {}, but request {} has another one",
                                                  inQuotes(view(receipt.nickname)), receipt.request));
  }
  if (receipt.network_id.size > 0 && !request.canHave(view(receipt.network_id))) {
    event->refuse(PRISM_ERR_ARGUMENT, fmt::format("network_id is {}, but an earlier receipt of request {} has another",
                                                  inQuotes(view(receipt.network_id)), receipt.request));
  }
}

void Guard::noteReceipt(Session* session, const prism_receipt& receipt, const ReceiptNews& news) {
  const auto kind = static_cast<ConversationKind>(receipt.kind);
  const std::string_view nickname = view(receipt.nickname);
  ChatEvent chat(*this, *session, view(receipt.user),
                 {kind, view(receipt.buddy), kind == ConversationKind::kPrivate ? nickname : std::string_view()},
                 nickname);
  if (!chat.hasCapabilities()) {
    return;
  }
  chat.memory().settle(receipt.request);
  if (news.tells_id) {
    chat.memory().accept(chat.conversation(), receipt.request, view(receipt.network_id), chat.now());
  }
  const bool in_room = kind == ConversationKind::kRoom;
  if (!news.is_new || (in_room && nickname.empty()) || chat.isElsewhere() || chat.isOwnNickname()) {
    return;
  }
  const bool displayed = receipt.state == PRISM_RECEIPT_DISPLAYED && chat.canMark();
  // Outside of rooms, Spectrum makes a delivery of the typed receipt.
  const bool delivered = receipt.state == PRISM_RECEIPT_DELIVERED && in_room && chat.canDeliver();
  if (!displayed && !delivered) {
    return;
  }
  const RememberedMessage* known = chat.memory().findByRequest(chat.conversation(), receipt.request);
  std::string target(known ? known->clientId() : news.stanza_id);
  if (in_room && known && !known->networkId().empty()) {
    target = stanzaIdOf(known->networkId());
  }
  if (!isPlainId(target)) {
    return;
  }
  std::string stanza;
  const std::string id = chat.newId(target);
  const StanzaHead head = chat.head(id, {}, news.time);
  if (displayed ? appendDisplayedStanza(head, target, chat.room(), &stanza)
                : appendReceivedStanza(head, target, chat.room(), &stanza)) {
    chat.send(stanza);
  }
}

// The user can try again, and the next request is told the difference to the set of reactions that the network has.
void Guard::takeBack(Session* session, const prism_receipt& receipt) {
  if (SessionChat* chat = session->findChat()) {
    const auto kind = static_cast<ConversationKind>(receipt.kind);
    const std::string_view nickname = kind == ConversationKind::kPrivate ? view(receipt.nickname) : std::string_view();
    chat->memory.takeBack({kind, view(receipt.buddy), nickname}, receipt.request, UserMemory::Clock::now());
  }
}

// In a typed message, Spectrum does not tell which of the user's clients has sent it, and an error to the bare JID
// reaches no client. So the failure is told by a message of the recipient.
prism_result Guard::reportFailure(Session* session, const prism_receipt& receipt, bool of_message) {
  takeBack(session, receipt);
  const std::string_view what = of_message ? "Your message was not delivered" : "That was not possible";
  const std::string text =
      receipt.text.size == 0 ? fmt::format("{}.", what) : fmt::format("{}: {}", what, view(receipt.text));
  prism_message message{};
  message.struct_size = sizeof message;
  message.user = receipt.user;
  message.buddy = receipt.buddy;
  message.text = borrowed(text);
  message.kind = receipt.kind;
  if (receipt.kind == PRISM_CONVERSATION_PRIVATE) {
    message.nickname = receipt.nickname;
  } else if (!session->findRoom(view(receipt.buddy))) {
    message.kind = PRISM_CONVERSATION_CONTACT;  // the user has left the room since
  }
  return sendMessage(&message, false);
}

}  // namespace prism::host
