// SPDX-License-Identifier: MIT
// libpurple's notifications, passed on to their user.
#include "core/limits.h"
#include "operations/operations.h"
#include "operations/search_results.h"
#include "text/markup.h"
#include "text/shortened.h"

#include <map>

namespace purple {
namespace {

std::string joined(std::initializer_list<std::string_view> texts) {
  std::string all;
  for (const std::string_view text : texts) {
    if (text != all) {
      addLine(&all, std::string(text));
    }
  }
  return all;
}

// Finds the user of each notification. libpurple does not pass the account, but it knows it, and can close all
// notifications of one account. So in the next turn of the loop the notifications of each user in turn are closed, and
// those for which libpurple then calls closed() belong to that user. This also closes searches, so users who are
// searching come last.
class Notices {
 public:
  explicit Notices(Shared& shared) : host_(shared.host), glib_(shared.libpurple.glib()) {}

  void* add(PurpleNotifyType type, const std::string& text) {
    void* handle = newHandle();
    open_.emplace(handle, Notice{type, shortened(text, kMostText)});
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
      if (text.size() > kMostMarkup) {
        closing_for_->memory().trimSoon();
      }
    }
  }

 private:
  struct Notice {
    PurpleNotifyType type;
    std::string text;
  };

  void tell() {
    const GlibContext::Turn turn(glib_);
    for (const bool searching : {false, true}) {
      forEachUser([this, searching](User& user) {
        PurpleConnection* connection = purple_account_get_connection(user.account());
        if (!open_.empty() && isSearching(connection) == searching) {
          closeAllOf(user, connection);
        }
        return open_.empty();
      });
    }
    while (!open_.empty()) {
      const auto [handle, notice] = *open_.begin();
      host_.info("a notice of libpurple's that is nobody's: " + notice.text);
      purple_notify_close(notice.type, handle);
      open_.erase(handle);
    }
  }

  void closeAllOf(User& user, PurpleConnection* connection) {
    closing_for_ = &user;
    if (connection) {
      purple_notify_close_with_handle(connection);
    }
    purple_notify_close_with_handle(user.account());
    closing_for_ = nullptr;
  }

  const prism::Host host_;
  GlibContext& glib_;
  std::map<void*, Notice> open_;
  User* closing_for_ = nullptr;
  prism::Timer timer_;
};

Notices* the_notices = nullptr;

void* note(PurpleNotifyType type, const std::string& text) {
  return the_notices ? the_notices->add(type, text) : nullptr;
}

void* message(PurpleNotifyMsgType, const char* title, const char* primary, const char* secondary) {
  return note(PURPLE_NOTIFY_MESSAGE, joined({textOf(title), textOf(primary), textOf(secondary)}));
}

// Only `text` is HTML.
void* formatted(const char* title, const char* primary, const char* secondary, const char* text) {
  return note(PURPLE_NOTIFY_FORMATTED,
              joined({textOf(title), textOf(primary), textOf(secondary), plainText(textOf(text))}));
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
      user.questions().tell(
          joined({"New e-mail", textOf(senders[i]), textOf(subjects[i]), textOf(addresses ? addresses[i] : nullptr)}));
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
    if (!user.cards().onUserInfo(who, info)) {
      const std::string html = takeString(purple_notify_user_info_get_text_with_newline(info, "<br>"));
      user.questions().tell(joined({textOf(who), plainText(html)}));
    }
  });
  return nullptr;
}

void close(PurpleNotifyType, void* handle) {
  if (the_notices) {
    the_notices->closed(handle);
  }
  forEachUser([handle](User& user) { return user.questions().close(handle); });
}

}  // namespace

void setNotifyOperations(Shared& shared) {
  static Notices notices(shared);
  the_notices = &notices;
  static PurpleNotifyUiOps operations = [] {
    PurpleNotifyUiOps set{};
    set.notify_message = message;
    set.notify_email = email;
    set.notify_emails = emails;
    set.notify_formatted = formatted;
    set.notify_searchresults = searchResults;
    set.notify_searchresults_new_rows = newSearchResults;
    set.notify_userinfo = userInfo;
    set.notify_uri = uri;
    set.close_notify = close;
    return set;
  }();
  purple_notify_set_ui_ops(&operations);
}

}  // namespace purple
