// SPDX-License-Identifier: MIT
// Questions and notices of libpurple for a user: requests become prompts, notifications become messages. Their texts
// are never interpreted, so libpurple may use any language.
#pragma once

#include "core/certificates.h"
#include "user/form.h"
#include "user/shared.h"
#include <prism/prompt.hpp>

#include <functional>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace purple {

// A question, with the functions that are called at its end.
class Question {
 public:
  Question() = default;
  virtual ~Question() = default;
  Question(const Question&) = delete;
  Question& operator=(const Question&) = delete;

  // `values`: the values of the fields, as in prism/prompt.h.
  virtual void answered(const std::vector<std::string>& values) = 0;
  // The user has cancelled, the prompt has timed out, or it could not be shown.
  virtual void cancelled() = 0;
};

// Returns a handle for libpurple that is unique in the process, for a question or a notice.
void* newHandle();

class Questions {
 public:
  explicit Questions(const Owner& owner) : owner_(owner) {}

  // Asks the user, and returns a handle for libpurple. A question that cannot be asked is cancelled in the next turn of
  // the loop.
  // `room` names the room that the question is about, if any: see withdrawOf().
  void* ask(Form form, std::unique_ptr<Question> question, std::string room = {});
  // The same for a known answer: calls answered() in the next turn of the loop, without asking the user.
  void* answer(std::vector<std::string> values, std::unique_ptr<Question> question);
  // Replaces an open question. The handle stays the same.
  void askAgain(void* handle, Form form, std::unique_ptr<Question> question);
  // Returns the open question with this handle; nullptr if there is none.
  const Question* find(void* handle) const;
  // Withdraws a question. Returns false if it is not one of this user.
  bool close(void* handle);

  // Cancels the questions about a room. To be called while libpurple still knows the room: they use it.
  void withdrawOf(const std::string& room);

  // Asks the user whether to accept an invalid certificate. A certificate that the user has accepted once is accepted
  // without a question.
  void askAboutCertificate(const CertificateProblem& problem, Certificates::Decided decided);
  // Withdraws the questions about certificates.
  void withdrawCertificateQuestions();
  // Returns the last certificate that was refused, which is the reason for the end of the connection; nullptr if there
  // is none.
  const CertificateProblem* refusedCertificate() const { return refused_ ? refused_.get() : nullptr; }

  // Sends the user a text that needs no answer.
  void tell(std::string_view text) const;

 private:
  struct Open {
    void* handle = nullptr;
    std::unique_ptr<Question> question;
    bool about_connection = false;
    std::string room = {};
    prism::OpenPrompt prompt = {};
    prism::Timer later = {};
  };

  Open& openPrompt(Form form, std::unique_ptr<Question> question);
  void show(Open& open, Form form);
  void onPromptEnded(void* handle, const std::vector<bool>& secret, const prism::Answer& answer);
  void finishLater(Open& open, const std::function<void(Question&)>& finish);
  std::unique_ptr<Question> take(void* handle);

  const Owner& owner_;
  std::list<Open> open_;
  std::unique_ptr<CertificateProblem> refused_;
};

}  // namespace purple
