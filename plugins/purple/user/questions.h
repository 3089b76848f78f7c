// SPDX-License-Identifier: MIT
// What libpurple asks a user, and tells one: its requests become prompts, its notifications messages. None is understood by
// its words, so whatever language libpurple speaks will do.
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

// What is to be done when a question has been answered.
class Question {
 public:
  Question() = default;
  virtual ~Question() = default;
  Question(const Question&) = delete;
  Question& operator=(const Question&) = delete;

  // The values of the fields, as prism/prompt.h has them.
  virtual void answered(const std::vector<std::string>& values) = 0;
  // By the user, or because nobody has answered.
  virtual void cancelled() = 0;
};

// What libpurple knows a question or a notice by: no other, of whomever, has ever been the same.
void* newHandle();

class Questions {
 public:
  explicit Questions(const Owner& owner) : owner_(owner) {}

  // Asks. Returns a handle for libpurple. Where it cannot be asked, it is cancelled as soon as the loop turns.
  void* ask(Form form, std::unique_ptr<Question> question);
  // The same, but the answer is known, and given as soon as the loop turns.
  void* answer(std::vector<std::string> values, std::unique_ptr<Question> question);
  // Asks something else in the place of a question that is open.
  void askAgain(void* handle, Form form, std::unique_ptr<Question> question);
  // The question of this handle that is open; nullptr if there is none.
  const Question* find(void* handle) const;
  // libpurple needs no answer any more. False if it was none of this user's.
  bool close(void* handle);

  // Whether a certificate that is not right will do for this user. What the user has accepted once is not asked again.
  void askAbout(const CertificateProblem& problem, Certificates::Decided decided);
  // There is nothing to decide any more.
  void connectionEnded();
  // The certificate that was refused last: why the connection ends; nullptr if there is none.
  const CertificateProblem* refusedCertificate() const { return refused_ ? refused_.get() : nullptr; }

  // Tells something that needs no answer.
  void tell(std::string_view text) const;

 private:
  struct Open {
    void* handle = nullptr;
    std::unique_ptr<Question> question;
    bool about_connection = false;
    prism::OpenPrompt prompt = {};
    prism::Timer later = {};
  };

  Open& openPrompt(Form form, std::unique_ptr<Question> question);
  void show(Open& open, Form form);
  void ended(void* handle, const std::vector<bool>& secret, const prism::Answer& answer);
  void finishLater(Open& open, const std::function<void(Question&)>& finish);
  std::unique_ptr<Question> take(void* handle);

  const Owner& owner_;
  std::list<Open> open_;
  std::unique_ptr<CertificateProblem> refused_;
};

}  // namespace purple
