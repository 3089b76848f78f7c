// What libpurple notifies of, told to the user it is for.
#include "operations/operations.h"
#include "text/markup.h"

#include <map>

namespace purple {
namespace {

std::string joined(std::initializer_list<const char*> texts) {
  std::string all;
  for (const char* text : texts) {
    const std::string one = plainText(textOf(text));
    if (!one.empty() && one != all) {
      all += (all.empty() ? "" : "\n") + one;
    }
  }
  return all;
}

// A notification does not say whose it is; but libpurple knows, and closes what is of one account's. So as soon as it has
// been noted down, each user's are closed, and what closes is that user's.
class Notices {
 public:
  explicit Notices(prism::Host host) : host_(host) {}

  void* add(PurpleNotifyType type, std::string text) {
    void* handle = newHandle();
    open_.emplace(handle, Notice{type, std::move(text)});
    if (!timer_) {
      timer_ = host_.after(std::chrono::milliseconds(0), [this] { tell(); });
    }
    return handle;
  }

  void closed(void* handle) {
    const auto place = open_.find(handle);
    if (place == open_.end()) {
      return;
    }
    const std::string text = std::move(place->second.text);
    open_.erase(place);
    if (closing_for_) {
      closing_for_->questions().tell(text);
    }
  }

 private:
  struct Notice {
    PurpleNotifyType type;
    std::string text;
  };

  void tell() {
    forEachUser([this](User& user) {
      closing_for_ = &user;
      if (PurpleConnection* connection = purple_account_get_connection(user.account())) {
        purple_notify_close_with_handle(connection);
      }
      purple_notify_close_with_handle(user.account());
      return open_.empty();
    });
    closing_for_ = nullptr;
    while (!open_.empty()) {
      const auto [handle, notice] = *open_.begin();
      host_.info("a notice of libpurple's that is nobody's: " + notice.text);
      purple_notify_close(notice.type, handle);
      open_.erase(handle);
    }
  }

  const prism::Host host_;
  std::map<void*, Notice> open_;
  User* closing_for_ = nullptr;
  prism::Timer timer_;
};

Notices* the_notices = nullptr;

void* note(PurpleNotifyType type, std::string text) {
  return the_notices ? the_notices->add(type, std::move(text)) : nullptr;
}

void* message(PurpleNotifyMsgType, const char* title, const char* primary, const char* secondary) {
  return note(PURPLE_NOTIFY_MESSAGE, joined({title, primary, secondary}));
}

void* formatted(const char* title, const char* primary, const char* secondary, const char* text) {
  return note(PURPLE_NOTIFY_FORMATTED, joined({title, primary, secondary, text}));
}

void* uri(const char* address) { return note(PURPLE_NOTIFY_URI, std::string(textOf(address))); }

void* emails(PurpleConnection* connection, std::size_t count, gboolean detailed, const char** subjects,
             const char** senders, const char**, const char** addresses) {
  withUser(connection, "notify_emails", [&](User& user) {
    if (detailed == FALSE || !subjects || !senders) {
      user.questions().tell("You have " + std::to_string(count) + " new e-mails.");
      return;
    }
    for (std::size_t i = 0; i < count; ++i) {
      user.questions().tell(joined({"New e-mail", senders[i], subjects[i], addresses ? addresses[i] : nullptr}));
    }
  });
  return nullptr;
}

void* email(PurpleConnection* connection, const char* subject, const char* sender, const char* to,
            const char* address) {
  return emails(connection, 1, TRUE, &subject, &sender, &to, &address);
}

void* userInfo(PurpleConnection* connection, const char* who, PurpleNotifyUserInfo* info) {
  withUser(connection, "notify_userinfo", [&](User& user) {
    if (!user.cards().known(who, info)) {
      char* html = purple_notify_user_info_get_text_with_newline(info, "<br>");
      user.questions().tell(joined({who, html}));
      g_free(html);
    }
  });
  return nullptr;
}

// --- What a search has found: the user chooses one, and it is added as a contact, or whatever its first button does.

// Whoever shows them is to free them.
struct FreeResults {
  void operator()(PurpleNotifySearchResults* results) const { purple_notify_searchresults_free(results); }
};
using Results = std::unique_ptr<PurpleNotifySearchResults, FreeResults>;

class Found final : public Question {
 public:
  Found(PurpleConnection* connection, PurpleNotifySearchButton* button, Results results, void* data)
      : connection_(connection), button_(*button), results_(std::move(results)), data_(data) {}

  void answered(const std::vector<std::string>& values) override {
    GList* row = g_list_nth(results_->rows, static_cast<guint>(numberOf(values.at(0))));
    if (row && button_.callback && PURPLE_CONNECTION_IS_VALID(connection_)) {
      button_.callback(connection_, static_cast<GList*>(row->data), data_);
    }
    purple_notify_close(PURPLE_NOTIFY_SEARCHRESULTS, handle);
  }
  void cancelled() override { purple_notify_close(PURPLE_NOTIFY_SEARCHRESULTS, handle); }

  void* handle = nullptr;

 private:
  PurpleConnection* const connection_;
  const PurpleNotifySearchButton button_;
  const Results results_;
  void* const data_;
};

constexpr std::size_t kRowsShown = 100;  // as many choices as a question may have

PurpleNotifySearchButton* buttonOf(const PurpleNotifySearchResults* results) {
  PurpleNotifySearchButton* first = nullptr;
  for (GList* each = results->buttons; each; each = each->next) {
    auto* button = static_cast<PurpleNotifySearchButton*>(each->data);
    if (button->type == PURPLE_NOTIFY_BUTTON_ADD) {
      return button;
    }
    first = first ? first : button;
  }
  return first;
}

void* searchResults(PurpleConnection* connection, const char* title, const char* primary, const char* secondary,
                    PurpleNotifySearchResults* found, gpointer data) {
  Results results(found);
  void* handle = nullptr;
  withUser(connection, "notify_searchresults", [&](User& user) {
    Form form;
    form.title = joined({title});
    form.text = joined({primary, secondary});
    Field field;
    field.kind = prism::FieldKind::Choice;
    field.required = true;
    for (GList* row = results->rows; row && field.choices.size() < kRowsShown; row = row->next) {
      std::string text;
      for (GList* cell = static_cast<GList*>(row->data); cell; cell = cell->next) {
        const std::string value = joined({static_cast<const char*>(cell->data)});
        text += value.empty() ? "" : (text.empty() ? "" : ", ") + value;
      }
      field.choices.push_back(text);
    }
    PurpleNotifySearchButton* button = buttonOf(results.get());
    if (field.choices.empty() || !button) {
      user.questions().tell(field.choices.empty() ? "Nothing has been found." : joined({title, primary, secondary}));
      return;
    }
    form.text += (form.text.empty() ? "" : "\n") + std::string("Which one shall become a contact?");
    form.fields.push_back(std::move(field));
    auto question = std::make_unique<Found>(connection, button, std::move(results), data);
    Found* asked = question.get();
    handle = user.questions().ask(form, std::move(question));
    asked->handle = handle;
  });
  return handle;
}

void close(PurpleNotifyType, void* handle) {
  if (the_notices) {
    the_notices->closed(handle);
  }
  forEachUser([handle](User& user) { return user.questions().close(handle); });
}

}  // namespace

void setNotifyOperations(const prism::Host& host) {
  static Notices notices(host);
  the_notices = &notices;
  static PurpleNotifyUiOps operations = [] {
    PurpleNotifyUiOps set{};
    set.notify_message = message;
    set.notify_email = email;
    set.notify_emails = emails;
    set.notify_formatted = formatted;
    set.notify_searchresults = searchResults;
    set.notify_userinfo = userInfo;
    set.notify_uri = uri;
    set.close_notify = close;
    return set;
  }();
  purple_notify_set_ui_ops(&operations);
}

}  // namespace purple
