// SPDX-License-Identifier: MIT
// Questions to users in C++: the host's service "prism.prompt/1". See prism/prompt.h.
//
//   prism::Prompts prompts(host);
//   open_ = prompts.ask({user, "Second factor", "", {{prism::FieldKind::Secret, "Code?"}}},
//                       [this](const prism::Answer& answer) { ... });
//
// All functions are [main]. A callback may throw: the exception is logged without its text, which may hold a secret.
#ifndef PRISM_PROMPT_HPP
#define PRISM_PROMPT_HPP

#include <prism/host.hpp>
#include <prism/prompt.h>
#include <prism/types.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <limits>
#include <string_view>
#include <utility>
#include <vector>

namespace prism {

enum class FieldKind : std::uint32_t {
  Text = PRISM_FIELD_TEXT,
  LongText = PRISM_FIELD_LONG_TEXT,
  Secret = PRISM_FIELD_SECRET,
  Integer = PRISM_FIELD_INTEGER,
  Boolean = PRISM_FIELD_BOOLEAN,  // "1" or "0"
  Choice = PRISM_FIELD_CHOICE,    // its index, from 0
  Choices = PRISM_FIELD_CHOICES,  // their indexes, separated by spaces
  Note = PRISM_FIELD_NOTE,        // has no value
};

struct Field {
  FieldKind kind = FieldKind::Text;
  std::string_view label = {};
  std::vector<std::string_view> choices = {};
  std::string_view initial = {};  // the value that `ok` stands for
  bool required = true;           // false: the field can be skipped
};

struct Prompt {
  std::string_view user = {};
  std::string_view title = {};
  std::string_view text = {};
  std::vector<Field> fields = {};
  std::vector<Attachment> attachments = {};
  std::chrono::seconds timeout = std::chrono::seconds(0);  // 0: the host's
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
      withdraw();
      callback_ = std::move(other.callback_);
      service_ = other.service_;
      result_ = other.result_;
    }
    return *this;
  }
  ~OpenPrompt() { withdraw(); }

  // Returns true if the question has not ended.
  explicit operator bool() const { return callback_ && callback_->id != 0; }

  // The result of Prompts::ask(). If it is not Ok, nothing is asked.
  Result result() const { return result_; }

  // Withdraws the question. Its callback is not called afterwards. Does nothing if the question has ended.
  void withdraw() noexcept {
    if (callback_) {
      Callback::release(callback_, *this ? service_->withdraw(callback_->host, callback_->id) : PRISM_OK);
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

  // Returns true if this host has the service. Without it, ask() and tell() return WrongState.
  explicit operator bool() const { return service_ != nullptr; }

  // Asks a question. `ended` is called once, unless the question is withdrawn, and never before this returns.
  [[nodiscard]] OpenPrompt ask(const Prompt& prompt, std::function<void(const Answer&)> ended) const {
    OpenPrompt open;
    if (!service_) {
      return open;
    }
    std::vector<std::vector<prism_str>> choices;
    std::vector<prism_field> fields;
    std::vector<const prism_field*> field_pointers;
    choices.reserve(prompt.fields.size());
    fields.reserve(prompt.fields.size());
    field_pointers.reserve(prompt.fields.size());
    for (const Field& field : prompt.fields) {
      auto& its_choices = choices.emplace_back(detail::toC(field.choices));
      auto& one = fields.emplace_back(detail::sized<prism_field>());
      one.kind = static_cast<std::uint32_t>(field.kind);
      one.flags = detail::flag(field.required && field.kind != FieldKind::Note, PRISM_FIELD_FLAG_REQUIRED);
      one.label = detail::toC(field.label);
      one.initial = detail::toC(field.initial);
      one.choices = its_choices.data();
      one.choices_count = its_choices.size();
      field_pointers.push_back(&one);
    }
    const detail::Attachments attachments(prompt.attachments);
    auto asked = detail::sized<prism_prompt>();
    asked.timeout_seconds = secondsOf(prompt.timeout);
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
      return Result::WrongState;
    }
    const detail::Attachments pointers(attachments);
    return Result(service_->tell(host_, detail::toC(user), detail::toC(text), pointers.data(), pointers.size()));
  }

 private:
  static void onEnded(void* data, prism_prompt_id, std::uint32_t outcome, const prism_str* values,
                      std::uint64_t count) {
    auto* callback = static_cast<OpenPrompt::Callback*>(data);
    callback->id = 0;  // the question has ended
    Answer answer;
    detail::guarded(callback->host, "an answer", [&] {
      answer.outcome = static_cast<PromptOutcome>(outcome);
      for (std::uint64_t i = 0; i < count; ++i) {
        answer.values.push_back(detail::fromC(values[i]));
      }
    });
    callback->callWithSecret("an answer", answer);
  }

  static std::uint32_t secondsOf(std::chrono::seconds time) {
    constexpr std::chrono::seconds::rep kMost = std::numeric_limits<std::uint32_t>::max();
    return static_cast<std::uint32_t>(std::clamp<std::chrono::seconds::rep>(time.count(), 0, kMost));
  }

  const prism_host* host_;
  const prism_prompts* service_;
};

}  // namespace prism

#endif
