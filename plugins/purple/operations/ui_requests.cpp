// SPDX-License-Identifier: MIT
// Turns libpurple's requests into questions. Each kind of request becomes fields of prism/prompt.h. The answer goes to
// the callback of the request.
#include "operations/request.h"

#include <libintl.h>

#include <chrono>
#include <cstdarg>
#include <map>
#include <utility>

namespace purple {
namespace {

// Removes the underscore that marks the keyboard shortcut in a button's label.
std::string withoutMnemonic(const char* label) {
  std::string text(textOf(label));
  const std::size_t at = text.find('_');
  if (at != std::string::npos) {
    text.erase(at, 1);
  }
  return text;
}

class Input final : public Request {
 public:
  Input(void* data, GCallback ok, GCallback cancel) : Request(PURPLE_REQUEST_INPUT, data), ok_(ok), cancel_(cancel) {}

  void answered(const std::vector<std::string>& values) override { call(ok_, values.at(0)); }
  void cancelled() override { call(cancel_, {}); }

 private:
  void call(GCallback callback, const std::string& value) {
    if (callback) {
      reinterpret_cast<PurpleRequestInputCb>(callback)(data_, value.c_str());
    }
    close();
  }

  const GCallback ok_;
  const GCallback cancel_;
};

class Choice final : public Request {
 public:
  Choice(void* data, GCallback ok, GCallback cancel, std::vector<int> values)
      : Request(PURPLE_REQUEST_CHOICE, data), ok_(ok), cancel_(cancel), values_(std::move(values)) {}

  void answered(const std::vector<std::string>& values) override {
    call(ok_, values_.at(static_cast<std::size_t>(numberOf(values.at(0)))));
  }
  void cancelled() override { call(cancel_, -1); }

 private:
  void call(GCallback callback, int value) {
    if (callback) {
      reinterpret_cast<PurpleRequestChoiceCb>(callback)(data_, value);
    }
    close();
  }

  const GCallback ok_;
  const GCallback cancel_;
  const std::vector<int> values_;
};

class Action final : public Request {
 public:
  Action(void* data, std::vector<GCallback> callbacks)
      : Request(PURPLE_REQUEST_ACTION, data), callbacks_(std::move(callbacks)) {}

  void answered(const std::vector<std::string>& values) override {
    call(static_cast<std::size_t>(numberOf(values.at(0))));
  }
  // Chooses the last action, which changes nothing: libpurple itself uses the order 'OK, Cancel' and 'Yes, No'.
  void cancelled() override { call(callbacks_.size() - 1); }

 private:
  void call(std::size_t index) {
    if (callbacks_.at(index)) {
      reinterpret_cast<PurpleRequestActionCb>(callbacks_[index])(data_, static_cast<int>(index));
    }
    close();
  }

  const std::vector<GCallback> callbacks_;
};

// A request for a file or a folder. `path`: the file to save to; empty if the request can only be cancelled.
class File final : public Request {
 public:
  File(PurpleRequestType type, void* data, GCallback ok, GCallback cancel, std::string path)
      : Request(type, data), ok_(ok), cancel_(cancel), path_(std::move(path)) {}
  ~File() override {
    if (!taken_ && !path_.empty()) {
      removeFile(path_);
    }
  }

  void answered(const std::vector<std::string>& values) override {
    taken_ = values.at(0) == "1";
    call(taken_ ? ok_ : cancel_);
  }
  void cancelled() override { call(cancel_); }

 private:
  void call(GCallback callback) {
    if (callback) {
      reinterpret_cast<PurpleRequestFileCb>(callback)(data_, path_.c_str());
    }
    close();
  }

  const GCallback ok_;
  const GCallback cancel_;
  const std::string path_;
  bool taken_ = false;
};

// Cancels requests that belong to no user, in the next turn of the loop. libpurple waits for an answer to each request,
// but must have its handle before the answer.
class UnownedRequests {
 public:
  explicit UnownedRequests(Shared& shared) : host_(shared.host), glib_(shared.libpurple.glib()) {}

  void* cancelSoon(const Form& form, std::unique_ptr<Request> request) {
    host_.warning("a question of libpurple's is nobody's, and is cancelled: " + form.title + ": " + form.text);
    return cancelSoon(std::move(request));
  }
  void* cancelSoon(std::unique_ptr<Request> request) {
    void* handle = request->handle = newHandle();
    open_.emplace(handle, std::move(request));
    if (!timer_) {
      timer_ = host_.after(std::chrono::milliseconds(0), [this] { cancel(); });
    }
    return handle;
  }
  void closed(void* handle) { open_.erase(handle); }

 private:
  void cancel() {
    const GlibContext::Turn turn(glib_);
    while (!open_.empty()) {
      const auto request = open_.extract(open_.begin());
      request.mapped()->cancelled();
    }
  }

  const prism::Host host_;
  GlibContext& glib_;
  std::map<void*, std::unique_ptr<Request>> open_;
  prism::Timer timer_;
};

UnownedRequests* unowned_requests = nullptr;

// --- libpurple's operations.

void* requestInput(const char* title, const char* primary, const char* secondary, const char* initial,
                   gboolean multiline, gboolean masked, gchar*, const char*, GCallback ok, const char*,
                   GCallback cancel, PurpleAccount* account, const char*, PurpleConversation* conversation,
                   void* data) {
  Form form = formOf(title, primary, secondary);
  Field field;
  field.kind = masked != FALSE      ? prism::ValueKind::Secret
               : multiline != FALSE ? prism::ValueKind::LongText
                                    : prism::ValueKind::Text;
  field.initial = textOf(initial);
  account = accountOf(account, conversation);
  User* user = userOf(account);
  if (user && user->rooms().list().asking() && !field.initial.empty()) {
    auto request = std::make_unique<Input>(data, ok, cancel);
    Input* known = request.get();
    known->handle = user->questions().answer({field.initial}, std::move(request));
    return known->handle;
  }
  form.fields.push_back(std::move(field));
  return ask(account, form, std::make_unique<Input>(data, ok, cancel));
}

void* requestChoice(const char* title, const char* primary, const char* secondary, int initial, const char*,
                    GCallback ok, const char*, GCallback cancel, PurpleAccount* account, const char*,
                    PurpleConversation* conversation, void* data, va_list choices) {
  Form form = formOf(title, primary, secondary);
  Field field;
  field.kind = prism::ValueKind::Choice;
  field.required = true;
  std::vector<int> values;
  while (const char* label = va_arg(choices, const char*)) {
    const int value = va_arg(choices, int);
    if (value == initial) {
      field.initial = std::to_string(values.size());
    }
    field.choices.emplace_back(textOf(label));
    values.push_back(value);
  }
  form.fields.push_back(std::move(field));
  return ask(accountOf(account, conversation), form, std::make_unique<Choice>(data, ok, cancel, std::move(values)));
}

std::vector<GCallback> callbacksOf(std::size_t count, va_list actions) {
  std::vector<GCallback> callbacks;
  for (std::size_t i = 0; i < count; ++i) {
    va_arg(actions, const char*);  // the label
    callbacks.push_back(va_arg(actions, GCallback));
  }
  return callbacks;
}

// Handles libpurple's request about an invitation without asking: the user's XMPP client asks. If the protocol cannot
// decline invitations, the request is cancelled, so that libpurple frees the invitation; the network does not notice.
void* leaveToClient(PurpleAccount* account, void* data, std::size_t count, va_list actions) {
  PurpleConnection* connection = purple_account_get_connection(account);
  if (unowned_requests && connection && !infoOf(purple_connection_get_prpl(connection)).reject_chat) {
    return unowned_requests->cancelSoon(std::make_unique<Action>(data, callbacksOf(count, actions)));
  }
  static int asked_by_the_client;
  return &asked_by_the_client;
}

// libpurple asks whether a new room of XMPP is to be configured, and the room stays locked until the answer. Of two
// such questions for one room it forgets the first one, and crashes at the answer. So the user gets the default
// settings.
bool isAboutNewRoom(PurpleAccount* account, const char* title) {
  static constexpr char kTitle[] = "Create New Room";
  return textOf(purple_account_get_protocol_id(account)) == "prpl-jabber" &&
         (textOf(title) == kTitle || textOf(title) == ::dgettext("pidgin", kTitle));
}

void* requestOneOf(Form form, int initial, PurpleAccount* account, void* data, std::size_t count, va_list actions) {
  Field field;
  field.kind = prism::ValueKind::Choice;
  field.required = true;
  std::vector<GCallback> callbacks;
  for (std::size_t i = 0; i < count; ++i) {
    field.choices.push_back(withoutMnemonic(va_arg(actions, const char*)));
    callbacks.push_back(va_arg(actions, GCallback));
  }
  if (initial >= 0 && static_cast<std::size_t>(initial) < count) {
    field.initial = std::to_string(initial);
  }
  form.fields.push_back(std::move(field));
  return ask(account, form, std::make_unique<Action>(data, std::move(callbacks)));
}

void* requestAction(const char* title, const char* primary, const char* secondary, int initial, PurpleAccount* account,
                    const char*, PurpleConversation* conversation, void* data, std::size_t count, va_list actions) {
  account = accountOf(account, conversation);
  User* user = userOf(account);
  if (user && user->rooms().invitations().claimRequest()) {
    return leaveToClient(account, data, count, actions);
  }
  if (account && initial >= 0 && isAboutNewRoom(account, title)) {
    const GCallback accept = callbacksOf(count, actions).at(static_cast<std::size_t>(initial));
    reinterpret_cast<PurpleRequestActionCb>(accept)(data, initial);
    return nullptr;
  }
  return requestOneOf(formOf(title, primary, secondary), initial, account, data, count, actions);
}

void* requestActionWithIcon(const char* title, const char* primary, const char* secondary, int initial,
                            PurpleAccount* account, const char*, PurpleConversation* conversation,
                            gconstpointer picture, gsize size, void* data, std::size_t count, va_list actions) {
  account = accountOf(account, conversation);
  Form form = formOf(title, primary, secondary);
  addPicture(&form, account, {static_cast<const char*>(picture), size});
  return requestOneOf(std::move(form), initial, account, data, count, actions);
}

// A file that libpurple saves is put into the web server's directory, where the user can download it. If libpurple asks
// for a file to send, the user gets a note that this is not possible, and the request is cancelled.
void* requestFile(const char* title, const char* name, gboolean save, GCallback ok, GCallback cancel,
                  PurpleAccount* account, const char*, PurpleConversation* conversation, void* data) {
  account = accountOf(account, conversation);
  Form form = formOf(title, nullptr, nullptr);
  std::string path;
  withUser(account, "request_file", [&](User& user) {
    path = save != FALSE ? user.files().pathFor(textOf(name)) : std::string();
    form.text = path.empty() ? "The network asks for a file, which cannot be handed over here."
                             : "A file can be saved. Its address will be " + user.files().urlOf(path);
  });
  if (path.empty()) {
    form.fields.push_back({prism::ValueKind::Note});
  } else {
    form.fields.push_back({prism::ValueKind::Boolean, false, "Save it?", "1"});
  }
  return ask(account, form, std::make_unique<File>(PURPLE_REQUEST_FILE, data, ok, cancel, path));
}

void* requestFolder(const char* title, const char*, GCallback ok, GCallback cancel, PurpleAccount* account, const char*,
                    PurpleConversation* conversation, void* data) {
  Form form = formOf(title, "The network asks for a folder, which cannot be handed over here.", nullptr);
  form.fields.push_back({prism::ValueKind::Note});
  return ask(accountOf(account, conversation), form,
             std::make_unique<File>(PURPLE_REQUEST_FOLDER, data, ok, cancel, std::string()));
}

void close(PurpleRequestType, void* handle) {
  if (unowned_requests) {
    unowned_requests->closed(handle);
  }
  forEachUser([handle](User& user) { return user.questions().close(handle); });
}

}  // namespace

PurpleAccount* accountOf(PurpleAccount* account, PurpleConversation* conversation) {
  return account || !conversation ? account : purple_conversation_get_account(conversation);
}

Form formOf(const char* title, const char* primary, const char* secondary) {
  Form form;
  form.title = textOf(title);
  if (textOf(primary) != form.title) {
    form.text = textOf(primary);
  }
  addLine(&form.text, std::string(textOf(secondary)));
  return form;
}

void addPicture(Form* form, PurpleAccount* account, std::string_view picture) {
  withUser(account, "a picture", [&](User& user) {
    const std::vector<Published::File> files = user.files().publish(picture, "picture");
    if (files.empty()) {
      addLine(&form->text, "There is a picture with it, which this gateway cannot show.");
    }
    form->files.insert(form->files.end(), files.begin(), files.end());
  });
}

void* ask(PurpleAccount* account, const Form& form, std::unique_ptr<Request> request) {
  void* handle = nullptr;
  withUser(account, "a question", [&](User& user) {
    Request* asked = request.get();
    handle = user.questions().ask(form, std::move(request), user.jabberRooms().current());
    asked->handle = handle;
  });
  return request && unowned_requests ? unowned_requests->cancelSoon(form, std::move(request)) : handle;
}

void setRequestOperations(Shared& shared) {
  static UnownedRequests requests(shared);
  unowned_requests = &requests;
  static PurpleRequestUiOps operations = [] {
    PurpleRequestUiOps set{};
    set.request_input = requestInput;
    set.request_choice = requestChoice;
    set.request_action = requestAction;
    set.request_fields = requestFields;
    set.request_file = requestFile;
    set.close_request = close;
    set.request_folder = requestFolder;
    set.request_action_with_icon = requestActionWithIcon;
    return set;
  }();
  purple_request_set_ui_ops(&operations);
}

}  // namespace purple
