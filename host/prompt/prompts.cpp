#include "host/prompt/prompts.h"

#include <Poco/String.h>
#include <fmt/format.h>

#include <algorithm>

#include "host/abi.h"

namespace prism::host {
namespace {

constexpr std::size_t kMaxOpen = 32;  // for each user

std::vector<Prompt::Attachment> attachmentsOf(const prism_attachment* const* attachments, std::uint64_t count) {
  std::vector<Prompt::Attachment> all;
  for (std::uint64_t i = 0; i < count; ++i) {
    all.push_back({std::string(view(attachments[i]->url)), std::string(view(attachments[i]->mime_type)),
                   std::string(view(attachments[i]->description))});
  }
  return all;
}

}  // namespace

Prompts::Prompts(SessionTable& sessions, Guard& guard, PluginBoundary& boundary, TimerSource& timers,
                 std::string contact, bool let_in)
    : sessions_(sessions),
      guard_(guard),
      boundary_(boundary),
      timers_(timers),
      contact_(std::move(contact)),
      let_in_(let_in) {
  guard_.watchNames(contact_);
}

Prompts::~Prompts() {
  while (!open_.empty()) {
    sessions_.find(open_.begin()->second->user)->prompts.reset();
  }
}

Prompts::OfUser::~OfUser() {
  for (const std::unique_ptr<Open>& one : open) {
    prompts_.timers_.remove(one->timer);
    prompts_.open_.erase(one->id);
  }
  if (!open.empty()) {
    prompts_.ended_.splice(prompts_.ended_.end(), open);
  }
}

bool Prompts::anyOpen(const Session& session) { return session.prompts && !of(session)->open.empty(); }

// The first of "prism", "prism-1", "prism-2" that is nobody's.
std::string Prompts::contactOf(const Session& session) const {
  std::string name = contact_;
  for (int number = 1; session.isNamesake(name); ++number) {
    name = fmt::format("{}-{}", contact_, number);
  }
  return name;
}

// Until the first question there is no such contact.
bool Prompts::isContact(const Session& session, std::string_view buddy) const {
  return session.prompts && Poco::icompare(std::string(buddy), contactOf(session)) == 0;
}

prism_result Prompts::ask(const prism_prompt* asked, prism_prompt_fn ended, void* data, prism_prompt_id* id) {
  Prompt prompt;
  std::optional<std::string> problem = readPrompt(asked, &prompt);
  if (!problem && (!ended || !id)) {
    problem = "the callback or the id is NULL";
  }
  if (problem) {
    guard_.misbehaved("ask", *problem);
    return PRISM_ERR_ARGUMENT;
  }
  const std::string user(view(asked->user));
  Session* session = sessions_.find(user);
  if (!session) {
    return PRISM_ERR_NO_USER;
  }
  if (!session->prompts) {
    session->prompts = std::make_unique<OfUser>(*this);
  }
  OpenList& open = of(*session)->open;
  if (open.size() >= kMaxOpen) {
    guard_.misbehaved("ask", fmt::format("{} questions to {} are open", open.size(), inQuotes(user)));
    return PRISM_ERR_MEMORY;
  }
  open.push_back(std::make_unique<Open>(Open{++last_id_, user, Dialogue(std::move(prompt)), ended, data}));
  open_.emplace(last_id_, open.back().get());
  *id = last_id_;
  letIn(*session, user);
  showNext(user);
  return PRISM_OK;
}

// In server mode the user's client can read nothing before it is logged in.
void Prompts::letIn(const Session& session, const std::string& user) {
  if (let_in_ && !session.connected) {
    guard_.letIn(borrowed(user));
  }
}

// Shows the first of the user's questions, unless it has been.
void Prompts::showNext(const std::string& user) {
  const Session* session = sessions_.find(user);
  if (!session || !anyOpen(*session)) {
    return;
  }
  Open& next = *of(*session)->open.front();
  if (!next.shown) {
    next.shown = true;
    const Prompt& prompt = next.dialogue.prompt();
    next.timer = timers_.add(prompt.timeout, {}, &Prompts::onTimeout, this);
    say(user, next.dialogue.opening(), prompt.attachments);
  }
}

void Prompts::say(const std::string& user, std::string_view text, const std::vector<Prompt::Attachment>& attachments) {
  const Session* session = sessions_.find(user);
  if (!session) {
    return;
  }
  std::vector<prism_attachment> structs;
  for (const Prompt::Attachment& attachment : attachments) {
    structs.push_back({sizeof(prism_attachment), 0, borrowed(attachment.url), borrowed(attachment.mime_type),
                       borrowed(attachment.description)});
  }
  std::vector<const prism_attachment*> pointers;
  for (const prism_attachment& one : structs) {
    pointers.push_back(&one);
  }
  const std::string contact = contactOf(*session);
  prism_message message{};
  message.struct_size = sizeof message;
  message.user = borrowed(user);
  message.buddy = borrowed(contact);
  message.text = prism_str_of(text.data(), text.size());
  message.attachments = pointers.data();
  message.attachments_count = pointers.size();
  guard_.messageOfHost(&message);
}

prism_result Prompts::tell(prism_str user, prism_str text, const prism_attachment* const* attachments,
                           std::uint64_t attachments_count) {
  const std::string name(view(user));
  Session* session = sessions_.find(name);
  if (!session) {
    return PRISM_ERR_NO_USER;
  }
  if (attachments_count > 0 && !attachments) {
    guard_.misbehaved("tell", "attachments is NULL, but has a count");
    return PRISM_ERR_ARGUMENT;
  }
  if (!session->prompts) {
    session->prompts = std::make_unique<OfUser>(*this);
  }
  say(name, view(text), attachmentsOf(attachments, attachments_count));
  return PRISM_OK;
}

std::unique_ptr<Prompts::Open> Prompts::take(prism_prompt_id id) {
  const auto place = open_.find(id);
  if (place == open_.end()) {
    return nullptr;
  }
  Session* session = sessions_.find(place->second->user);
  OpenList& its = of(*session)->open;
  const auto open = std::find_if(its.begin(), its.end(), [id](const auto& one) { return one->id == id; });
  std::unique_ptr<Open> taken = std::move(*open);
  its.erase(open);
  open_.erase(place);
  timers_.remove(taken->timer);
  return taken;
}

prism_result Prompts::withdraw(prism_prompt_id id) {
  std::erase_if(ended_, [id](const auto& one) { return one->id == id; });
  const std::unique_ptr<Open> open = take(id);
  if (open && open->shown) {
    say(open->user, "The question is not open any more.");
    showNext(open->user);
  }
  return PRISM_OK;
}

void Prompts::hear(const std::string& user, std::string_view words) {
  const Session* session = sessions_.find(user);
  if (!session || !session->prompts) {
    return;
  }
  if (!anyOpen(*session)) {
    say(user, "Nothing is asked at the moment.");
    return;
  }
  Open& open = *of(*session)->open.front();
  const Dialogue::Reply reply = open.dialogue.hear(words);
  say(user, reply.text);
  if (reply.state != Dialogue::State::kOpen) {
    end(take(open.id), reply.state == Dialogue::State::kAnswered ? PRISM_PROMPT_ANSWERED : PRISM_PROMPT_CANCELLED);
    showNext(user);
  }
}

void Prompts::onTimeout(void* self, TimerQueue::Id timer) {
  auto& prompts = *static_cast<Prompts*>(self);
  const auto place = std::find_if(prompts.open_.begin(), prompts.open_.end(),
                                  [timer](const auto& one) { return one.second->timer == timer; });
  if (place == prompts.open_.end()) {
    return;
  }
  const std::string user = place->second->user;
  prompts.say(user, "There has been no answer, so the question is not open any more.");
  prompts.end(prompts.take(place->first), PRISM_PROMPT_TIMED_OUT);
  prompts.showNext(user);
}

void Prompts::end(std::unique_ptr<Open> open, std::uint32_t outcome) {
  std::vector<prism_str> values;
  if (outcome == PRISM_PROMPT_ANSWERED) {
    for (const SecretString& value : open->dialogue.values()) {
      values.push_back(prism_str_of(value.data(), value.size()));
    }
  }
  boundary_.callWithSecret("prompt", [&] { open->ended(open->data, open->id, outcome, values.data(), values.size()); });
}

void Prompts::tellEnded() {
  while (!ended_.empty()) {
    std::unique_ptr<Open> open = std::move(ended_.front());
    ended_.pop_front();
    end(std::move(open), PRISM_PROMPT_ENDED);
  }
}

}  // namespace prism::host
