// libpurple's requests as questions. Each kind of request becomes the fields that prism/prompt.h has for it; the answer goes
// back through the callback that the request brought.
#include "operations/operations.h"
#include "text/markup.h"

#include <cstdarg>
#include <utility>

namespace purple {
namespace {

std::string plain(const char* text) { return plainText(textOf(text)); }

Form formOf(const char* title, const char* primary, const char* secondary) {
  Form form;
  form.title = plain(title);
  form.text = plain(primary);
  if (form.text == form.title) {
    form.text.clear();
  }
  const std::string more = plain(secondary);
  if (!more.empty()) {
    form.text += (form.text.empty() ? "" : "\n") + more;
  }
  return form;
}

// Buttons may have an underscore before the letter that chooses them.
std::string withoutMnemonic(const char* label) {
  std::string text = plain(label);
  const std::size_t at = text.find('_');
  if (at != std::string::npos) {
    text.erase(at, 1);
  }
  return text;
}

// A request of libpurple's, which is closed when it has been dealt with.
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
  // The last one is the one that changes nothing: so libpurple itself builds 'OK, Cancel' and 'Yes, No'.
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

// Whoever may send no file can name none: the user has no disk here.
class File final : public Request {
 public:
  File(void* data, GCallback ok, GCallback cancel, std::string path)
      : Request(PURPLE_REQUEST_FILE, data), ok_(ok), cancel_(cancel), path_(std::move(path)) {}

  void answered(const std::vector<std::string>& values) override { call(values.at(0) == "1" ? ok_ : cancel_); }
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
};

// --- A form of several fields.

// The pairs of a choice or list are in the order in which libpurple shows them.
std::vector<std::string> labelsOf(GList* labels) {
  std::vector<std::string> texts;
  for (GList* each = labels; each; each = each->next) {
    texts.push_back(plain(static_cast<const char*>(each->data)));
  }
  return texts;
}

Field fieldOf(PurpleRequestField* field) {
  Field result;
  result.label = plain(purple_request_field_get_label(field));
  result.required = purple_request_field_is_required(field) != FALSE;
  switch (purple_request_field_get_type(field)) {
    case PURPLE_REQUEST_FIELD_STRING:
      result.kind = purple_request_field_string_is_masked(field) != FALSE      ? prism::FieldKind::Secret
                    : purple_request_field_string_is_multiline(field) != FALSE ? prism::FieldKind::LongText
                                                                               : prism::FieldKind::Text;
      result.initial = textOf(purple_request_field_string_get_default_value(field));
      break;
    case PURPLE_REQUEST_FIELD_INTEGER:
      result.kind = prism::FieldKind::Integer;
      result.initial = std::to_string(purple_request_field_int_get_default_value(field));
      break;
    case PURPLE_REQUEST_FIELD_BOOLEAN:
      result.kind = prism::FieldKind::Boolean;
      result.initial = purple_request_field_bool_get_default_value(field) != FALSE ? "1" : "0";
      break;
    case PURPLE_REQUEST_FIELD_CHOICE:
      result.kind = prism::FieldKind::Choice;
      result.initial = std::to_string(purple_request_field_choice_get_default_value(field));
      result.choices = labelsOf(purple_request_field_choice_get_labels(field));
      break;
    case PURPLE_REQUEST_FIELD_LIST:
      result.kind = purple_request_field_list_get_multi_select(field) != FALSE ? prism::FieldKind::Choices
                                                                               : prism::FieldKind::Choice;
      result.choices = labelsOf(purple_request_field_list_get_items(field));
      break;
    default:  // a label; an image; an account, of which there is one only
      result.kind = prism::FieldKind::Note;
      break;
  }
  if (result.kind == prism::FieldKind::Integer || result.kind == prism::FieldKind::Boolean ||
      result.kind == prism::FieldKind::Choice) {
    result.required = true;  // libpurple knows no 'nothing' there
  }
  if (result.choices.empty() && (result.kind == prism::FieldKind::Choice || result.kind == prism::FieldKind::Choices)) {
    result.kind = prism::FieldKind::Note;
  }
  return result;
}

void setList(PurpleRequestField* field, const std::string& indexes) {
  purple_request_field_list_clear_selected(field);
  const std::vector<std::string> labels = [field] {
    std::vector<std::string> texts;
    for (GList* each = purple_request_field_list_get_items(field); each; each = each->next) {
      texts.emplace_back(textOf(static_cast<const char*>(each->data)));
    }
    return texts;
  }();
  for (std::size_t at = 0; at < indexes.size();) {
    const std::size_t end = std::min(indexes.find(' ', at), indexes.size());
    const int index = numberOf(indexes.substr(at, end - at));
    purple_request_field_list_add_selected(field, labels.at(static_cast<std::size_t>(index)).c_str());
    at = end + 1;
  }
}

void setField(PurpleRequestField* field, const std::string& value) {
  switch (purple_request_field_get_type(field)) {
    case PURPLE_REQUEST_FIELD_STRING:
      purple_request_field_string_set_value(field, value.empty() ? nullptr : value.c_str());
      break;
    case PURPLE_REQUEST_FIELD_INTEGER:
      purple_request_field_int_set_value(field, numberOf(value));
      break;
    case PURPLE_REQUEST_FIELD_BOOLEAN:
      purple_request_field_bool_set_value(field, value == "1" ? TRUE : FALSE);
      break;
    case PURPLE_REQUEST_FIELD_CHOICE:
      purple_request_field_choice_set_value(field, numberOf(value));
      break;
    case PURPLE_REQUEST_FIELD_LIST:
      setList(field, value);
      break;
    default:
      break;
  }
}

// Nobody's password is kept here, whatever the user answers: Spectrum has it.
bool wouldKeepPassword(PurpleRequestField* field) {
  return purple_request_field_get_type(field) == PURPLE_REQUEST_FIELD_BOOLEAN &&
         textOf(purple_request_field_get_id(field)) == "remember";
}

class Fields final : public Request {
 public:
  Fields(void* data, GCallback ok, GCallback cancel, PurpleRequestFields* fields)
      : Request(PURPLE_REQUEST_FIELDS, data), ok_(ok), cancel_(cancel), fields_(fields) {
    for (GList* group = purple_request_fields_get_groups(fields); group; group = group->next) {
      auto* its_fields = purple_request_field_group_get_fields(static_cast<PurpleRequestFieldGroup*>(group->data));
      for (GList* each = its_fields; each; each = each->next) {
        auto* field = static_cast<PurpleRequestField*>(each->data);
        if (purple_request_field_is_visible(field) != FALSE && !wouldKeepPassword(field)) {
          shown_.push_back(field);
        }
      }
    }
  }

  const std::vector<PurpleRequestField*>& shown() const { return shown_; }

  void answered(const std::vector<std::string>& values) override {
    for (std::size_t i = 0; i < shown_.size(); ++i) {
      setField(shown_[i], values.at(i));
    }
    call(ok_);
  }
  void cancelled() override { call(cancel_); }

 private:
  void call(GCallback callback) {
    if (callback) {
      reinterpret_cast<PurpleRequestFieldsCb>(callback)(data_, fields_);
    }
    close();
  }

  const GCallback ok_;
  const GCallback cancel_;
  PurpleRequestFields* const fields_;  // libpurple's, until the request is closed
  std::vector<PurpleRequestField*> shown_;
};

// --- libpurple's operations.

void* ask(PurpleAccount* account, PurpleConversation* conversation, const Form& form,
          std::unique_ptr<Request> request) {
  if (!account && conversation) {
    account = purple_conversation_get_account(conversation);
  }
  void* handle = nullptr;
  withUser(account, "a question", [&](User& user) {
    Request* asked = request.get();
    handle = user.questions().ask(form, std::move(request));
    asked->handle = handle;
  });
  return handle;
}

void* requestInput(const char* title, const char* primary, const char* secondary, const char* initial,
                   gboolean multiline, gboolean masked, gchar*, const char*, GCallback ok, const char*,
                   GCallback cancel, PurpleAccount* account, const char*, PurpleConversation* conversation,
                   void* data) {
  Form form = formOf(title, primary, secondary);
  Field field;
  field.kind = masked != FALSE      ? prism::FieldKind::Secret
               : multiline != FALSE ? prism::FieldKind::LongText
                                    : prism::FieldKind::Text;
  field.initial = textOf(initial);
  User* user = userOf(account);
  if (user && user->rooms().askingForList() && !field.initial.empty()) {
    auto request = std::make_unique<Input>(data, ok, cancel);
    Input* known = request.get();
    known->handle = user->questions().answer({field.initial}, std::move(request));
    return known->handle;
  }
  form.fields.push_back(std::move(field));
  return ask(account, conversation, form, std::make_unique<Input>(data, ok, cancel));
}

void* requestChoice(const char* title, const char* primary, const char* secondary, int initial, const char*,
                    GCallback ok, const char*, GCallback cancel, PurpleAccount* account, const char*,
                    PurpleConversation* conversation, void* data, va_list choices) {
  Form form = formOf(title, primary, secondary);
  Field field;
  field.kind = prism::FieldKind::Choice;
  field.required = true;
  std::vector<int> values;
  while (const char* label = va_arg(choices, const char*)) {
    const int value = va_arg(choices, int);
    if (value == initial) {
      field.initial = std::to_string(values.size());
    }
    field.choices.push_back(plain(label));
    values.push_back(value);
  }
  form.fields.push_back(std::move(field));
  return ask(account, conversation, form, std::make_unique<Choice>(data, ok, cancel, std::move(values)));
}

void* requestActionWithFiles(Form form, int initial, PurpleAccount* account, PurpleConversation* conversation,
                             void* data, std::size_t count, va_list actions) {
  Field field;
  field.kind = prism::FieldKind::Choice;
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
  return ask(account, conversation, form, std::make_unique<Action>(data, std::move(callbacks)));
}

void* requestAction(const char* title, const char* primary, const char* secondary, int initial, PurpleAccount* account,
                    const char*, PurpleConversation* conversation, void* data, std::size_t count, va_list actions) {
  User* user = userOf(account);
  if (user && user->rooms().takeInvitationQuestion()) {
    static int asked_by_the_client;
    return &asked_by_the_client;
  }
  return requestActionWithFiles(formOf(title, primary, secondary), initial, account, conversation, data, count,
                                actions);
}

void* requestActionWithIcon(const char* title, const char* primary, const char* secondary, int initial,
                            PurpleAccount* account, const char*, PurpleConversation* conversation,
                            gconstpointer picture, gsize size, void* data, std::size_t count, va_list actions) {
  Form form = formOf(title, primary, secondary);
  withUser(account, "a picture", [&](User& user) {
    form.files = user.files().publish({static_cast<const char*>(picture), size}, "picture");
  });
  return requestActionWithFiles(std::move(form), initial, account, conversation, data, count, actions);
}

void* requestFields(const char* title, const char* primary, const char* secondary, PurpleRequestFields* fields,
                    const char*, GCallback ok, const char*, GCallback cancel, PurpleAccount* account, const char*,
                    PurpleConversation* conversation, void* data) {
  Form form = formOf(title, primary, secondary);
  auto request = std::make_unique<Fields>(data, ok, cancel, fields);
  for (PurpleRequestField* field : request->shown()) {
    form.fields.push_back(fieldOf(field));
    if (purple_request_field_get_type(field) == PURPLE_REQUEST_FIELD_IMAGE) {
      withUser(account, "a picture", [&](User& user) {
        const std::vector<Published::File> files = user.files().publish(
            {purple_request_field_image_get_buffer(field), purple_request_field_image_get_size(field)}, "picture");
        form.files.insert(form.files.end(), files.begin(), files.end());
      });
    }
  }
  if (form.fields.empty()) {
    form.fields.push_back({prism::FieldKind::Note});
  }
  return ask(account, conversation, form, std::move(request));
}

// Files that libpurple saves go where the user can fetch them. There is none that it could send: a user who is asked for
// one is told so, and no is the answer.
void* requestFile(const char* title, const char* name, gboolean save, GCallback ok, GCallback cancel,
                  PurpleAccount* account, const char*, PurpleConversation* conversation, void* data) {
  if (!account && conversation) {
    account = purple_conversation_get_account(conversation);
  }
  Form form = formOf(title, nullptr, nullptr);
  std::string path;
  withUser(account, "request_file", [&](User& user) {
    path = save != FALSE ? user.files().pathFor(textOf(name)) : std::string();
    form.text = path.empty() ? "The network asks for a file, which cannot be handed over here."
                             : "A file can be saved. Its address will be " + user.files().urlOf(path);
  });
  if (path.empty()) {
    form.fields.push_back({prism::FieldKind::Note});
  } else {
    form.fields.push_back({prism::FieldKind::Boolean, false, "Save it?", "1"});
  }
  return ask(account, conversation, form, std::make_unique<File>(data, ok, cancel, path));
}

void close(PurpleRequestType, void* handle) {
  forEachUser([handle](User& user) { return user.questions().close(handle); });
}

}  // namespace

void setRequestOperations() {
  static PurpleRequestUiOps operations = [] {
    PurpleRequestUiOps set{};
    set.request_input = requestInput;
    set.request_choice = requestChoice;
    set.request_action = requestAction;
    set.request_fields = requestFields;
    set.request_file = requestFile;
    set.close_request = close;
    set.request_action_with_icon = requestActionWithIcon;
    return set;
  }();
  purple_request_set_ui_ops(&operations);
}

}  // namespace purple
