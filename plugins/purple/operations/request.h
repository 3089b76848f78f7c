// SPDX-License-Identifier: MIT
// A request of libpurple's as a question.
#pragma once

#include "operations/operations.h"

#include <memory>
#include <string_view>

namespace purple {

// Is closed when it has been dealt with.
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

// Whose a request is: libpurple says so by an account or by a conversation.
PurpleAccount* accountOf(PurpleAccount* account, PurpleConversation* conversation);

// None of these texts is HTML.
Form formOf(const char* title, const char* primary, const char* secondary);

// Shows the user a picture along with the form, or says that there is one.
void addPicture(Form* form, PurpleAccount* account, std::string_view picture);

// Asks the user. A request that is nobody's is cancelled as soon as the loop turns. Returns the handle for libpurple.
void* ask(PurpleAccount* account, const Form& form, std::unique_ptr<Request> request);

// libpurple's request for a form of several fields.
void* requestFields(const char* title, const char* primary, const char* secondary, PurpleRequestFields* fields,
                    const char* ok_text, GCallback ok, const char* cancel_text, GCallback cancel,
                    PurpleAccount* account, const char* who, PurpleConversation* conversation, void* data);

}  // namespace purple
