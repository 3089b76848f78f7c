// SPDX-License-Identifier: MIT
#include "host/prompt/prompts.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "host/base/abi.h"
#include "host/base/quote.h"

namespace prism::host {
namespace {

constexpr std::chrono::minutes kTimeout{10};

// The maximum backlog of a user whose client is offline, in messages and in bytes. Beyond it, the oldest message is
// dropped.
constexpr std::size_t kMostHeld = 100;
constexpr std::size_t kMostHeldSize = std::size_t{256} * 1024;

// The maximum of open questions of a user, in number and in bytes. A single question may be larger. A plugin that asks
// more does not wait for the answers.
constexpr std::size_t kLongestLine = 32;
constexpr std::size_t kMostAskedSize = std::size_t{256} * 1024;

// The maximum of all questions and all backlogs of all users, in bytes.
constexpr std::size_t kMostSize = std::size_t{64} * 1024 * 1024;

}  // namespace

Prompts::Prompts(SessionTable& sessions, Guard& guard, TimerSource& timers, PluginBoundary& boundary,
                 PromptSettings settings)
    : sessions_(sessions), guard_(guard), timers_(timers), boundary_(boundary), settings_(std::move(settings)) {}

void Prompts::begin() {
  begun_ = true;
  guard_.listen(this);
}

prism_result Prompts::ask(const prism_prompt* prompt, prism_prompt_fn ended, void* data, prism_prompt_id* id) {
  if (!ended || !id) {
    guard_.misbehaved("ask", ended ? "id is NULL" : "ended is NULL");
    return PRISM_ERR_ARGUMENT;
  }
  Question question;
  if (const prism_result result = guard_.readPrompt(prompt, &question); result != PRISM_OK) {
    return result;
  }
  const std::string user(view(prompt->user));
  User& asked = userOf(user);
  const std::size_t size = sizeOf(question);
  if (const std::string why = whyNotAsk(user, asked, size); !why.empty()) {
    guard_.misbehaved("ask", why);
    return PRISM_ERR_MEMORY;
  }
  *id = ++last_id_;
  prompts_.emplace(*id,
                   std::make_unique<Prompt>(Prompt{this, *id, user, Dialogue(std::move(question)), ended, data, size}));
  asked.line.push_back(*id);
  asked.asked_size += size;
  size_ += size;
  if (asked.line.size() == 1) {
    show(user);
  }
  return PRISM_OK;
}

std::string Prompts::whyNotAsk(const std::string& user, const User& asked, std::size_t size) const {
  if (asked.line.size() >= kLongestLine) {
    return fmt::format("user {} has {} questions to answer already", inQuotes(user), kLongestLine);
  }
  if (!asked.line.empty() && asked.asked_size + size > kMostAskedSize) {
    return fmt::format("the questions to user {} would have more than {} bytes", inQuotes(user), kMostAskedSize);
  }
  if (size_ + size > kMostSize) {
    return fmt::format("the questions to all users would have more than {} bytes", kMostSize);
  }
  return "";
}

prism_result Prompts::withdraw(prism_prompt_id id) {
  if (id == 0 || id > last_id_) {
    guard_.misbehaved("withdraw", fmt::format("there is no question {}", id));
    return PRISM_ERR_ARGUMENT;
  }
  std::erase_if(ended_, [&](const auto& prompt) { return prompt->id == id; });
  if (const auto prompt = take(id); prompt && prompt->shown) {
    say(prompt->user, fmt::format("An answer to {} is not needed any more.", prompt->dialogue.name()));
    show(prompt->user);
  }
  return PRISM_OK;
}

prism_result Prompts::tell(prism_str user, prism_str text, const prism_attachment* const* attachments,
                           std::uint64_t count) {
  Question notice;
  const prism_result result = guard_.readNotice(user, text, attachments, count, &notice);
  if (result == PRISM_OK) {
    say(std::string(view(user)), std::move(notice.text), std::move(notice.attachments));
  }
  return result;
}

bool Prompts::isAddedContact(std::string_view user, std::string_view name) {
  if (isContact(user, name)) {
    const auto known = users_.find(user);
    if (known != users_.end() && known->second.spoken) {
      return true;
    }
  }
  avoid(user, name);
  return false;
}

void Prompts::hear(const std::string& user, std::string_view said) {
  Session* session = sessions_.find(user);
  const auto known = users_.find(user);
  const bool unasked = !session->login.mayHaveClient() && known != users_.end() && !known->second.held.empty();
  session->login.noteMessage();
  if (unasked) {
    clientCame(user);  // the user cannot have read the question yet, so this is no answer
    return;
  }
  if (known != users_.end()) {
    release(&known->second);
  }
  if (known == users_.end() || known->second.line.empty()) {
    explain(user);
    return;
  }
  Prompt& prompt = *prompts_.at(known->second.line.front());
  Dialogue& dialogue = prompt.dialogue;
  if (const std::string reply = dialogue.hear(said); !reply.empty()) {
    say(user, reply);
  }
  if (dialogue.state() != Dialogue::State::kOpen) {
    end(prompt.id, dialogue.state() == Dialogue::State::kAnswered ? PRISM_PROMPT_ANSWERED : PRISM_PROMPT_CANCELLED);
  }
}

// Says that there is no question. A user who means a real contact of that name can add it, unless the prompt contact
// has asked or told something before.
void Prompts::explain(const std::string& user) {
  User& addressed = userOf(user);
  const bool spoken = addressed.spoken;
  std::string text = "There is no question at the moment. When the network has one for you, I ask it here.";
  if (!spoken) {
    text += fmt::format(" If you mean somebody on the network who is called {}, add them to your contacts.",
                        addressed.contact.get());
  }
  say(user, std::move(text));
  addressed.spoken = spoken;
}

bool Prompts::isAsked(const std::string& user) const {
  const auto known = users_.find(user);
  return known != users_.end() && !known->second.line.empty();
}

void Prompts::loggedIn(const std::string& user) {
  const Session* session = sessions_.find(user);
  if (settings_.server_mode && session && !session->login.isConnected() && isAsked(user)) {
    guard_.letIn(user);
    repeat(user, "");
  }
}

void Prompts::endSession(const std::string& user) {
  disconnected(user);
  settle();
}

void Prompts::settle() {
  while (!ended_.empty()) {
    const std::unique_ptr<Prompt> prompt = std::move(ended_.front());
    ended_.erase(ended_.begin());
    call(*prompt, PRISM_PROMPT_ENDED);
  }
}

void Prompts::disconnected(const std::string& user) {
  const auto known = users_.find(user);
  if (known == users_.end()) {
    return;
  }
  const std::deque<Id> line = std::move(known->second.line);
  release(&known->second);
  users_.erase(known);
  for (const Id id : line) {
    ended_.push_back(take(id));
  }
}

void Prompts::named(std::string_view user, std::string_view name) {
  if (speaking_ || !ContactName::isNear(name, settings_.contact)) {
    return;
  }
  const std::string owned(user);
  User& concerned = userOf(owned);
  if (concerned.contact.avoid(name) && !concerned.line.empty() && prompts_.at(concerned.line.front())->shown) {
    repeat(owned, fmt::format("I am called {} from now on, since there is somebody called {}. The question is still:\n",
                              concerned.contact.get(), name));
  }
}

bool Prompts::isOurs(std::string_view user, std::string_view name) const {
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

void Prompts::hold(const std::string& user, User* addressed, const Message& message) {
  const std::size_t size = message.size();
  while (!addressed->held.empty() &&
         (addressed->held.size() >= kMostHeld || addressed->held_size + size > kMostHeldSize)) {
    const std::size_t oldest = addressed->held.front().size();
    addressed->held.pop_front();
    addressed->held_size -= oldest;
    size_ -= oldest;
  }
  if (size_ + size > kMostSize) {
    guard_.misbehaved("tell", fmt::format("what waits for all users would have more than {} bytes; user {} is not told",
                                          kMostSize, inQuotes(user)));
    return;
  }
  addressed->held.push_back(message);
  addressed->held_size += size;
  size_ += size;
}

void Prompts::release(User* user) {
  size_ -= user->held_size;
  user->held_size = 0;
  user->held = {};
}

void Prompts::say(const std::string& user, std::string text, std::vector<Attachment> attachments) {
  User& addressed = userOf(user);
  const Message message{std::move(text), std::move(attachments)};
  const LoginState& login = sessions_.find(user)->login;
  if (settings_.server_mode && !login.hasClient()) {
    hold(user, &addressed, message);
    if (!login.mayHaveClient()) {
      return;
    }
  }
  send(user, message);
}

void Prompts::send(const std::string& user, const Message& message) {
  std::vector<prism_attachment> attachments;
  for (const Attachment& attachment : message.attachments) {
    attachments.push_back({sizeof(prism_attachment), 0, borrowed(attachment.url), borrowed(attachment.mime_type),
                           borrowed(attachment.description)});
  }
  std::vector<const prism_attachment*> pointers;
  for (const prism_attachment& attachment : attachments) {
    pointers.push_back(&attachment);
  }
  User& addressed = userOf(user);
  addressed.spoken = true;
  prism_message event{};
  event.struct_size = sizeof event;
  event.user = borrowed(user);
  event.buddy = borrowed(addressed.contact.get());
  event.text = borrowed(message.text);
  event.attachments = pointers.data();
  event.attachments_count = pointers.size();
  speaking_ = true;
  guard_.messageNow(&event);
  speaking_ = false;
}

void Prompts::clientCame(const std::string& user) {
  const auto known = users_.find(user);
  if (!settings_.server_mode || known == users_.end()) {
    return;
  }
  for (const Message& message : known->second.held) {
    send(user, message);
  }
  if (sessions_.find(user)->login.hasClient()) {
    release(&known->second);
  }
}

void Prompts::show(const std::string& user) {
  const auto known = users_.find(user);
  if (known == users_.end() || known->second.line.empty()) {
    return;
  }
  Prompt& prompt = *prompts_.at(known->second.line.front());
  if (prompt.shown) {
    return;
  }
  prompt.shown = true;
  const std::chrono::seconds timeout = prompt.dialogue.question().timeout;
  prompt.timer = timers_.add(timeout.count() == 0 ? kTimeout : timeout, {}, &Prompts::onTimeOut, &prompt);
  if (settings_.server_mode) {
    guard_.letIn(user);
  }
  repeat(user, "");
}

// Sends the current question, with `why` in front.
void Prompts::repeat(const std::string& user, const std::string& why) {
  const Dialogue& dialogue = prompts_.at(users_.find(user)->second.line.front())->dialogue;
  say(user, why + dialogue.asked(), dialogue.question().attachments);
}

// Ends the question that is shown, and shows the next one.
void Prompts::end(Id id, std::uint32_t outcome) {
  const std::unique_ptr<Prompt> prompt = take(id);
  call(*prompt, outcome);
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
    std::erase(known->second.line, id);
    known->second.asked_size -= prompt->size;
  }
  if (Session* session = sessions_.find(prompt->user)) {
    session->login.endQuestion();
  }
  return prompt;
}

void Prompts::call(const Prompt& prompt, std::uint32_t outcome) {
  std::vector<prism_str> values;
  if (outcome == PRISM_PROMPT_ANSWERED) {
    for (const SecretString& value : prompt.dialogue.values()) {
      values.push_back(borrowed(value));
    }
  }
  boundary_.callWithSecret("prompt",
                           [&] { prompt.ended(prompt.data, prompt.id, outcome, values.data(), values.size()); });
}

void Prompts::onTimeOut(void* data, TimerQueue::Id) {
  Prompt& prompt = *static_cast<Prompt*>(data);
  Prompts& self = *prompt.prompts;
  self.say(prompt.user, fmt::format("Time is up for {}. It is not asked any more.", prompt.dialogue.name()));
  self.end(prompt.id, PRISM_PROMPT_TIMED_OUT);
}

}  // namespace prism::host
