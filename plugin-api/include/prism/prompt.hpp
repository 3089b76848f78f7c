// SPDX-License-Identifier: MIT
// Questions to users in C++: the host's service "prism.prompts/1". See prism/prompt.h.
//
//   prism::Prompts prompts(host);
//   open_ = prompts.ask({user, "Second factor", "", {{"Code?", prism::ValueKind::Secret}}},
//                       [this](const prism::Answer& answer) { ... });
//
// All functions are [main]. A callback may throw: the exception is logged without its text, which may hold a secret.
#ifndef PRISM_PROMPT_HPP
#define PRISM_PROMPT_HPP

#include <prism/host.hpp>
#include <prism/prompt.h>
#include <prism/types.hpp>
#include <prism/values.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <limits>
#include <string_view>
#include <utility>
#include <vector>

namespace prism {

struct Field {
  std::string_view label = {};
  ValueKind kind = ValueKind::Text;
  std::vector<Choice> choices = {};
  std::string_view initial = {};  // the value that `ok` stands for
  bool required = true;           // false: the field can be skipped
  std::int64_t least = 0;         // of an Integer, with `most`; both 0: any
  std::int64_t most = 0;
};

namespace detail {

// Returns a field as the host takes it. Borrows from both.
inline prism_field toC(const Field& field, const Choices& choices) noexcept {
  auto result = sized<prism_field>();
  result.kind = static_cast<std::uint32_t>(field.kind);
  result.flags = flag(field.required && field.kind != ValueKind::Note, PRISM_FIELD_FLAG_REQUIRED);
  result.label = toC(field.label);
  result.initial = toC(field.initial);
  result.choices = choices.data();
  result.choices_count = choices.size();
  result.least = field.least;
  result.most = field.most;
  return result;
}

}  // namespace detail

struct Prompt {
  std::string_view user = {};
  std::string_view title = {};
  std::string_view text = {};
  std::vector<Field> fields = {};
  std::vector<Attachment> attachments = {};
  std::chrono::milliseconds timeout = std::chrono::milliseconds(0);  // 0: the host's
};

enum class PromptOutcome : std::uint32_t {
  Answered = PRISM_PROMPT_ANSWERED,
  Cancelled = PRISM_PROMPT_CANCELLED,
  TimedOut = PRISM_PROMPT_TIMED_OUT,
  Ended = PRISM_PROMPT_ENDED,  // the session has ended
};

// The end of a question. The values are wiped when the callback returns: do not keep copies of secrets.
struct Answer {
  PromptOutcome outcome = PromptOutcome::Ended;
  std::vector<std::string_view> values = {};  // with Answered: one for each field; empty for notes and skipped fields
};

// A question that is open as long as this object exists. The object may be destroyed or replaced within its own
// callback. All functions and the destructor are [main].
class OpenPrompt {
 public:
  // No question.
  OpenPrompt() = default;

  OpenPrompt(OpenPrompt&&) noexcept = default;
  OpenPrompt& operator=(OpenPrompt&& other) noexcept {
    if (this != &other) {
      cancel();
      callback_ = std::move(other.callback_);
      service_ = other.service_;
      result_ = other.result_;
    }
    return *this;
  }
  ~OpenPrompt() { cancel(); }

  // Returns true if the question has not ended.
  explicit operator bool() const { return callback_ && callback_->id != 0; }

  // The result of Prompts::ask(). If it is not Ok, nothing is asked.
  Result result() const { return result_; }

  // Cancels the question. Its callback is not called afterwards. Does nothing if the question has ended.
  void cancel() noexcept {
    if (callback_) {
      Callback::release(callback_, *this ? service_->cancel(callback_->host, callback_->id) : PRISM_OK);
    }
  }

 private:
  friend class Prompts;
  using Callback = detail::Callback<const Answer&>;

  Callback::Owner callback_;
  const prism_prompts* service_ = nullptr;
  Result result_ = Result::WrongState;
};

// The service. Cheap to copy, and valid until the process ends.
class Prompts {
 public:
  // To be created in the plugin's constructor, so that the host learns the names of all contacts.
  explicit Prompts(Host host)
      : host_(host.table()), service_(static_cast<const prism_prompts*>(host.service(PRISM_PROMPTS))) {}

  // Returns true if this host has the service. Without it, ask() and tell() return Unsupported.
  explicit operator bool() const { return service_ != nullptr; }

  // Asks a question. `ended` is called once, unless the question is cancelled, and never before this returns.
  [[nodiscard]] OpenPrompt ask(const Prompt& prompt, std::function<void(const Answer&)> ended) const {
    OpenPrompt open;
    if (!service_) {
      open.result_ = Result::Unsupported;
      return open;
    }
    std::vector<detail::Choices> choices;
    std::vector<prism_field> fields;
    std::vector<const prism_field*> field_pointers;
    choices.reserve(prompt.fields.size());
    fields.reserve(prompt.fields.size());
    field_pointers.reserve(prompt.fields.size());
    for (const Field& field : prompt.fields) {
      fields.push_back(detail::toC(field, choices.emplace_back(field.choices)));
      field_pointers.push_back(&fields.back());
    }
    const detail::Attachments attachments(prompt.attachments);
    auto asked = detail::sized<prism_prompt>();
    asked.timeout_ms = detail::millisecondsOf(prompt.timeout);
    asked.user = detail::toC(prompt.user);
    asked.title = detail::toC(prompt.title);
    asked.text = detail::toC(prompt.text);
    asked.fields = field_pointers.data();
    asked.fields_count = field_pointers.size();
    asked.attachments = attachments.data();
    asked.attachments_count = attachments.size();
    open.service_ = service_;
    open.callback_.reset(new OpenPrompt::Callback(host_, std::move(ended)));
    open.result_ = Result(service_->ask(host_, &asked, &onEnded, open.callback_.get(), &open.callback_->id));
    if (open.result_ != Result::Ok) {
      open.callback_.reset();
    }
    return open;
  }

  // Sends a user a message of the prompt contact that needs no answer.
  Result tell(std::string_view user, std::string_view text, const std::vector<Attachment>& attachments = {}) const {
    if (!service_) {
      return Result::Unsupported;
    }
    const detail::Attachments pointers(attachments);
    auto notice = detail::sized<prism_notice>();
    notice.user = detail::toC(user);
    notice.text = detail::toC(text);
    notice.attachments = pointers.data();
    notice.attachments_count = pointers.size();
    return Result(service_->tell(host_, &notice));
  }

 private:
  static void onEnded(void* data, prism_prompts_id, const prism_prompt_answer* from) {
    auto* callback = static_cast<OpenPrompt::Callback*>(data);
    callback->id = 0;  // the question has ended
    Answer answer;
    detail::guarded(callback->host, "an answer", [&] {
      answer.outcome = static_cast<PromptOutcome>(from->outcome);
      answer.values = detail::fromC(from->values, from->values_count);
    });
    callback->callWithSecret("an answer", answer);
  }

  const prism_host* host_;
  const prism_prompts* service_;
};

}  // namespace prism

#endif
