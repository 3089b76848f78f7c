// SPDX-License-Identifier: MIT
// Turns libpurple's requests into questions.
#pragma once

#include "operations/operations.h"

#include <memory>
#include <string_view>

namespace purple {

// A request of libpurple. Subclasses call close() after the request's callback.
class Request : public Question {
 public:
  Request(PurpleRequestType type, void* data) : data_(data), type_(type) {}

  void* handle = nullptr;

 protected:
  void close() { purple_request_close(type_, handle); }

  void* const data_;

 private:
  const PurpleRequestType type_;
};

// Returns the account of a request, which libpurple identifies by an account or by a conversation.
PurpleAccount* accountOf(PurpleAccount* account, PurpleConversation* conversation);

// Makes a form with these texts, which are plain text. Each may be NULL.
Form formOf(const char* title, const char* primary, const char* secondary);

// Attaches a published picture to the form, or a sentence that there is one which cannot be shown.
void addPicture(Form* form, PurpleAccount* account, std::string_view picture);

// Asks the user of the account. A request without a user is cancelled in the next turn of the loop. Returns the handle
// for libpurple.
void* ask(PurpleAccount* account, const Form& form, std::unique_ptr<Request> request);

// libpurple's operation request_fields: a form with several fields.
void* requestFields(const char* title, const char* primary, const char* secondary, PurpleRequestFields* fields,
                    const char* ok_text, GCallback ok, const char* cancel_text, GCallback cancel,
                    PurpleAccount* account, const char* who, PurpleConversation* conversation, void* data);

}  // namespace purple
