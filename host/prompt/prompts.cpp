// SPDX-License-Identifier: MIT
#include "host/prompt/prompts.h"

#include "host/base/abi.h"
#include "host/base/quote.h"
#include "host/log/session_log.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace prism::host {
namespace {

constexpr std::chrono::minutes kTimeout{10};

// The maximum backlog of a user whose client is offline, in messages and in bytes. Beyond it, the oldest message is
// dropped.
constexpr std::size_t kMaxBacklog = 100;
constexpr std::size_t kMaxBacklogSize = std::size_t{256} * 1024;

// The maximum of open questions of a user, in number and in bytes. A single question may be larger. A plugin that asks
// more does not wait for the answers.
constexpr std::size_t kMaxQueue = 32;
constexpr std::size_t kMaxQueueSize = std::size_t{256} * 1024;

// The maximum of all questions and all backlogs of all users, in bytes.
constexpr std::size_t kMostSize = std::size_t{64} * 1024 * 1024;

}  // namespace

Prompts::Prompts(SessionTable& sessions, Guard& guard, TimerSource& timers, PluginBoundary& boundary,
                 PromptSettings settings)
    : sessions_(sessions), guard_(guard), timers_(timers), boundary_(boundary), settings_(std::move(settings)) {}

void Prompts::start() {
  started_ = true;
  guard_.setListener(this);
}

prism_result Prompts::ask(const prism_prompt* prompt, prism_prompt_fn ended, void* data, prism_prompts_id* id) {
  if (!ended || !id) {
    guard_.reportMisbehaviour("prompts.ask", ended ? "id is NULL" : "ended is NULL");
    return PRISM_ERR_ARGUMENT;
  }
  Question question;
  if (const prism_result result = guard_.readPrompt(prompt, &question); result != PRISM_OK) {
    return result;
  }
  const std::string user(view(prompt->user));
  User& asked = userOf(user);
  const std::size_t size = sizeOf(question);
  if (const std::string why = reasonToRefuse(user, asked, size); !why.empty()) {
    guard_.reportMisbehaviour("prompts.ask", why, user);
    return PRISM_ERR_LIMIT;
  }
  if (size_ + size > kMostSize) {
    guard_.noteLimit("prompts.ask", fmt::format("the questions to all users have {} bytes already", size_));
    return PRISM_ERR_LIMIT;
  }
  *id = ++last_id_;
  prompts_.emplace(*id, std::make_unique<Prompt>(Prompt{
                            this, *id, user, Dialogue(std::move(question), settings_.network), ended, data, size}));
  asked.queue.push_back(*id);
  asked.queue_size += size;
  size_ += size;
  if (asked.queue.size() == 1) {
    show(user);
  }
  return PRISM_OK;
}

std::string Prompts::reasonToRefuse(const std::string& user, const User& asked, std::size_t size) const {
  if (asked.queue.size() >= kMaxQueue) {
    return fmt::format("user {} has {} questions to answer already", inQuotes(user), kMaxQueue);
  }
  if (!asked.queue.empty() && asked.queue_size + size > kMaxQueueSize) {
    return fmt::format("the questions to user {} would have more than {} bytes", inQuotes(user), kMaxQueueSize);
  }
  return "";
}

prism_result Prompts::cancel(prism_prompts_id id) {
  if (id == 0 || id > last_id_) {
    guard_.reportMisbehaviour("prompts.cancel", fmt::format("there is no question {}", id));
    return PRISM_ERR_ARGUMENT;
  }
  std::erase_if(ended_, [&](const auto& prompt) { return prompt->id == id; });
  if (const auto prompt = take(id); prompt && prompt->shown) {
    say(prompt->user, fmt::format("An answer to {} is not needed any more.", prompt->dialogue.name()));
    show(prompt->user);
  }
  return PRISM_OK;
}

prism_result Prompts::tell(const prism_notice* handed_in) {
  Question notice;
  const prism_result result = guard_.readNotice(handed_in, &notice);
  if (result == PRISM_OK) {
    say(std::string(view(handed_in->user)), std::move(notice.text), std::move(notice.attachments));
  }
  return result;
}

bool Prompts::isAddedContact(std::string_view user, std::string_view name) {
  if (isContact(user, name)) {
    const auto known = users_.find(user);
    if (known != users_.end() && known->second.has_written) {
      return true;
    }
  }
  onNetworkName(user, name);
  return false;
}

void Prompts::onMessage(const std::string& user, std::string_view said) {
  Session* session = sessions_.find(user);
  const auto known = users_.find(user);
  const bool unasked = !session->login.mayHaveClient() && known != users_.end() && !known->second.backlog.empty();
  session->login.noteRequest();
  if (unasked) {
    sendBacklog(user);  // the user cannot have read the question yet, so this is no answer
    return;
  }
  if (known != users_.end()) {
    clearBacklog(&known->second);
  }
  if (known == users_.end() || known->second.queue.empty()) {
    replyNoQuestion(user);
    return;
  }
  Prompt& prompt = *prompts_.at(known->second.queue.front());
  Dialogue& dialogue = prompt.dialogue;
  if (const std::string reply = dialogue.answer(said); !reply.empty()) {
    say(user, reply);
  }
  if (dialogue.state() != Dialogue::State::kOpen) {
    end(prompt.id, dialogue.state() == Dialogue::State::kAnswered ? PRISM_PROMPT_ANSWERED : PRISM_PROMPT_CANCELLED);
  }
}

// Says that there is no question. A user who means a real contact of that name can add it, unless the prompt contact
// has asked or told something before.
void Prompts::replyNoQuestion(const std::string& user) {
  User& addressed = userOf(user);
  const bool has_written = addressed.has_written;
  std::string text =
      fmt::format("There is no question at the moment. When {} has one for you, I ask it here.", settings_.network);
  if (!has_written) {
    text += fmt::format(" If you mean somebody on {} who is called {}, add them to your contacts.", settings_.network,
                        addressed.contact.get());
  }
  say(user, std::move(text));
  addressed.has_written = has_written;
}

bool Prompts::isAsked(const std::string& user) const {
  const auto known = users_.find(user);
  return known != users_.end() && !known->second.queue.empty();
}

void Prompts::onLogin(const std::string& user) {
  const Session* session = sessions_.find(user);
  if (settings_.server_mode && session && !session->login.isConnected() && isAsked(user)) {
    guard_.connectForPrompt(user);
    sendQuestion(user, "");
  }
}

void Prompts::endSession(const std::string& user) {
  forget(user);
  reportEndedQuestions();
}

void Prompts::reportEndedQuestions() {
  while (!ended_.empty()) {
    const std::unique_ptr<Prompt> prompt = std::move(ended_.front());
    ended_.erase(ended_.begin());
    callEnded(*prompt, PRISM_PROMPT_ENDED);
  }
}

void Prompts::onDisconnected(const std::string& user) {
  const auto known = users_.find(user);
  if (known != users_.end() && !known->second.online_as.empty()) {
    guard_.hostPresence(user, known->second.online_as, settings_.network, false);
  }
  forget(user);
}

void Prompts::forget(const std::string& user) {
  const auto known = users_.find(user);
  if (known == users_.end()) {
    return;
  }
  const std::deque<Id> queue = std::move(known->second.queue);
  clearBacklog(&known->second);
  users_.erase(known);
  for (const Id id : queue) {
    ended_.push_back(take(id));
  }
}

void Prompts::onNameUsed(std::string_view user, std::string_view name) {
  if (sending_ || !ContactName::isNear(name, settings_.contact)) {
    return;
  }
  const std::string owned(user);
  User& concerned = userOf(owned);
  if (concerned.contact.avoid(name) && !concerned.queue.empty() && prompts_.at(concerned.queue.front())->shown) {
    updatePresence(owned, &concerned);
    sendQuestion(owned,
                 fmt::format("I am called {} from now on, since there is somebody called {}. The question is still:\n",
                             concerned.contact.get(), name));
  }
}

bool Prompts::isPromptContact(std::string_view user, std::string_view name) const {
  if (!ContactName::isNear(name, settings_.contact)) {
    return false;
  }
  const auto known = users_.find(user);
  return known == users_.end() ? ContactName::isSame(name, settings_.contact) : known->second.contact.is(name);
}

Prompts::User& Prompts::userOf(const std::string& user) {
  return users_.try_emplace(user, User{ContactName(settings_.contact)}).first->second;
}

std::size_t Prompts::Message::size() const {
  std::size_t size = sizeof *this + text.size();
  for (const Attachment& attachment : attachments) {
    size += sizeOf(attachment);
  }
  return size;
}

void Prompts::addToBacklog(const std::string& user, User* addressed, const Message& message) {
  const std::size_t size = message.size();
  while (!addressed->backlog.empty() &&
         (addressed->backlog.size() >= kMaxBacklog || addressed->backlog_size + size > kMaxBacklogSize)) {
    const std::size_t oldest = addressed->backlog.front().size();
    addressed->backlog.pop_front();
    addressed->backlog_size -= oldest;
    size_ -= oldest;
  }
  if (size_ + size > kMostSize) {
    guard_.reportMisbehaviour("prompts.tell",
                              fmt::format("what waits for all users would have more than {} bytes; user {} is not told",
                                          kMostSize, inQuotes(user)),
                              user);
    return;
  }
  addressed->backlog.push_back(message);
  addressed->backlog_size += size;
  size_ += size;
}

void Prompts::clearBacklog(User* user) {
  size_ -= user->backlog_size;
  user->backlog_size = 0;
  user->backlog = {};
}

void Prompts::say(const std::string& user, std::string text, std::vector<Attachment> attachments) {
  User& addressed = userOf(user);
  const Message message{std::move(text), std::move(attachments)};
  const LoginState& login = sessions_.find(user)->login;
  if (settings_.server_mode && !login.hasClient()) {
    addToBacklog(user, &addressed, message);
    if (!login.mayHaveClient()) {
      return;
    }
  }
  send(user, message);
}

void Prompts::send(const std::string& user, const Message& message) {
  std::vector<prism_attachment> attachments;
  for (const Attachment& attachment : message.attachments) {
    attachments.push_back({sizeof(prism_attachment),
                           0,
                           borrowed(attachment.url),
                           borrowed(attachment.mime_type),
                           borrowed(attachment.description),
                           {},
                           0});
  }
  std::vector<const prism_attachment*> pointers;
  for (const prism_attachment& attachment : attachments) {
    pointers.push_back(&attachment);
  }
  User& addressed = userOf(user);
  addressed.has_written = true;
  prism_message event{};
  event.struct_size = sizeof event;
  event.kind = PRISM_CONVERSATION_CONTACT;
  event.user = borrowed(user);
  event.buddy = borrowed(addressed.contact.get());
  event.text = borrowed(message.text);
  event.attachments = pointers.data();
  event.attachments_count = pointers.size();
  sending_ = true;
  guard_.hostMessage(&event);
  sending_ = false;
}

void Prompts::sendBacklog(const std::string& user) {
  const auto known = users_.find(user);
  if (known == users_.end()) {
    return;
  }
  if (!known->second.online_as.empty()) {  // the presence may be that of a new client
    guard_.hostPresence(user, known->second.online_as, settings_.network, true);
  }
  if (!settings_.server_mode) {
    return;
  }
  for (const Message& message : known->second.backlog) {
    send(user, message);
  }
  if (sessions_.find(user)->login.hasClient()) {
    clearBacklog(&known->second);
  }
}

// The contact is online while it asks.
void Prompts::updatePresence(const std::string& user, User* asked) {
  const std::string wanted = asked->queue.empty() || !settings_.has_presence ? "" : asked->contact.get();
  if (asked->online_as == wanted) {
    return;
  }
  if (!asked->online_as.empty()) {
    guard_.hostPresence(user, asked->online_as, settings_.network, false);
  }
  if (!wanted.empty()) {
    guard_.hostPresence(user, wanted, settings_.network, true);
  }
  asked->online_as = wanted;
}

void Prompts::show(const std::string& user) {
  const auto known = users_.find(user);
  if (known == users_.end()) {
    return;
  }
  updatePresence(user, &known->second);
  if (known->second.queue.empty()) {
    return;
  }
  Prompt& prompt = *prompts_.at(known->second.queue.front());
  if (prompt.shown) {
    return;
  }
  prompt.shown = true;
  const std::chrono::milliseconds timeout = prompt.dialogue.question().timeout;
  prompt.timer = timers_.add(timeout.count() == 0 ? kTimeout : timeout, {}, &Prompts::onTimeOut, &prompt);
  if (settings_.server_mode) {
    guard_.connectForPrompt(user);
  }
  logQuestion(user, known->second.contact.get());
  sendQuestion(user, "");
}

// Sends the current question, with `why` in front.
void Prompts::sendQuestion(const std::string& user, const std::string& why) {
  const Dialogue& dialogue = prompts_.at(users_.find(user)->second.queue.front())->dialogue;
  say(user, why + dialogue.currentText(), dialogue.question().attachments);
}

// Ends the question that is shown, and shows the next one.
void Prompts::end(Id id, std::uint32_t outcome) {
  const std::unique_ptr<Prompt> prompt = take(id);
  callEnded(*prompt, outcome);
  show(prompt->user);
}

std::unique_ptr<Prompts::Prompt> Prompts::take(Id id) {
  const auto found = prompts_.find(id);
  if (found == prompts_.end()) {
    return nullptr;
  }
  std::unique_ptr<Prompt> prompt = std::move(found->second);
  prompts_.erase(found);
  if (prompt->shown) {
    timers_.remove(prompt->timer);
  }
  size_ -= prompt->size;
  if (const auto known = users_.find(prompt->user); known != users_.end()) {
    std::erase(known->second.queue, id);
    known->second.queue_size -= prompt->size;
  }
  if (Session* session = sessions_.find(prompt->user)) {
    session->login.endQuestion();
  }
  return prompt;
}

void Prompts::callEnded(const Prompt& prompt, std::uint32_t outcome) {
  std::vector<prism_str> values;
  if (outcome == PRISM_PROMPT_ANSWERED) {
    for (const SecretString& value : prompt.dialogue.values()) {
      values.push_back(borrowed(value));
    }
  }
  const prism_prompt_answer answer{sizeof answer, outcome, values.data(), values.size()};
  boundary_.callWithSecret(
      "prompts.ask", [&] { prompt.ended(prompt.data, prompt.id, &answer); }, prompt.user);
}

void Prompts::onTimeOut(void* data, TimerQueue::Id) {
  Prompt& prompt = *static_cast<Prompt*>(data);
  Prompts& self = *prompt.prompts;
  self.say(prompt.user, fmt::format("Time is up for {}. It is not asked any more.", prompt.dialogue.name()));
  self.end(prompt.id, PRISM_PROMPT_TIMED_OUT);
}

}  // namespace prism::host
