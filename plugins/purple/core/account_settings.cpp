// SPDX-License-Identifier: MIT
#include "core/account_settings.h"

#include "core/libpurple.h"

#include <chrono>
#include <map>

namespace purple {
namespace {

// The groups of the file: this plugin's own settings, and the three kinds of a protocol's settings.
constexpr const char* kOurs = "prism";
constexpr const char* kText = "text";
constexpr const char* kNumber = "number";
constexpr const char* kTruth = "truth";

// The prefix of libpurple's own settings about the avatar. They are not stored: Cards stores the avatar.
constexpr std::string_view kAvatar = "buddy_icon";

// Delay of writing: some protocols change a setting with each message, for example the last one that was read.
constexpr std::chrono::seconds kDelay{5};

std::map<const PurpleAccount*, AccountSettings*> accounts;

// Escape a setting's name for use as a key of the file, and back.
std::string keyOf(const char* name) { return takeString(g_uri_escape_string(name, nullptr, TRUE)); }
std::string nameOf(const char* key) { return takeString(g_uri_unescape_string(key, nullptr)); }

void set(const PurpleAccount* account, const char* kind, const char* name, const char* value) {
  const auto place = accounts.find(account);
  if (place != accounts.end() && name && std::string_view(name).substr(0, kAvatar.size()) != kAvatar) {
    place->second->setByProtocol(kind, name, value);
  }
}

void setNumber(PurpleAccount* account, const char* name, int value) {
  set(account, kNumber, name, std::to_string(value).c_str());
}
void setText(PurpleAccount* account, const char* name, const char* value) { set(account, kText, name, value); }
void setTruth(PurpleAccount* account, const char* name, gboolean value) {
  set(account, kTruth, name, value != FALSE ? "1" : "0");
}
void ignore() {}

}  // namespace

AccountSettings::AccountSettings(prism::Host host) : host_(host), content_(g_key_file_new()) {}

AccountSettings::~AccountSettings() {
  accounts.erase(account_);
  write();
  g_key_file_unref(content_);
}

PurpleAccountPrefsUiOps* AccountSettings::operations() {
  static PurpleAccountPrefsUiOps operations = {setNumber, purple::setText, setTruth, ignore,  ignore,
                                               ignore,    nullptr,         nullptr,  nullptr, nullptr};
  return &operations;
}

bool AccountSettings::read(const std::string& directory, const std::string& whose) {
  path_ = directory + "/" + takeString(g_compute_checksum_for_string(G_CHECKSUM_SHA256, whose.c_str(), -1));
  GError* problem = nullptr;
  if (g_key_file_load_from_file(content_, path_.c_str(), G_KEY_FILE_NONE, &problem) != FALSE) {
    return true;
  }
  const bool is_new = g_error_matches(problem, G_FILE_ERROR, G_FILE_ERROR_NOENT) != FALSE;
  if (!is_new) {
    host_.warning(path_ + " cannot be read: " + problem->message);
  }
  g_error_free(problem);
  return is_new;
}

void AccountSettings::applyTo(PurpleAccount* account) const {
  for (const char* kind : {kText, kNumber, kTruth}) {
    gchar** keys = g_key_file_get_keys(content_, kind, nullptr, nullptr);
    for (gchar** key = keys; key && *key; ++key) {
      const std::string name = nameOf(*key);
      if (kind == kText) {
        purple_account_set_string(account, name.c_str(),
                                  takeString(g_key_file_get_string(content_, kind, *key, nullptr)).c_str());
      } else if (kind == kNumber) {
        purple_account_set_int(account, name.c_str(), g_key_file_get_integer(content_, kind, *key, nullptr));
      } else {
        purple_account_set_bool(account, name.c_str(), g_key_file_get_integer(content_, kind, *key, nullptr));
      }
    }
    g_strfreev(keys);
  }
}

void AccountSettings::storeChangesOf(const PurpleAccount* account) {
  account_ = account;
  accounts[account] = this;
}

void AccountSettings::enableWriting() {
  may_write_ = true;
  write();
}

std::string AccountSettings::text(const char* name) const {
  return takeString(g_key_file_get_string(content_, kOurs, name, nullptr));
}

void AccountSettings::setText(const char* name, const std::string& value) {
  g_key_file_set_string(content_, kOurs, name, value.c_str());
  changed();
}

void AccountSettings::setByProtocol(const char* kind, const char* name, const char* value) {
  const std::string key = keyOf(name);
  for (const char* each : {kText, kNumber, kTruth}) {
    g_key_file_remove_key(content_, each, key.c_str(), nullptr);
  }
  if (value) {
    g_key_file_set_string(content_, kind, key.c_str(), value);
  }
  changed();
}

void AccountSettings::changed() {
  unsaved_ = true;
  if (may_write_ && !timer_) {
    timer_ = host_.after(kDelay, [this] { write(); });
  }
}

void AccountSettings::write() {
  timer_.end();
  if (!may_write_ || !unsaved_) {
    return;
  }
  unsaved_ = false;
  const std::string directory = takeString(g_path_get_dirname(path_.c_str()));
  g_mkdir_with_parents(directory.c_str(), 0700);  // if it fails, writing the file fails too, and is reported
  gsize size = 0;
  gchar* text = g_key_file_to_data(content_, &size, nullptr);
  GError* problem = nullptr;
  if (g_file_set_contents_full(path_.c_str(), text, static_cast<gssize>(size), G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                               &problem) == FALSE) {
    host_.warning(path_ + " cannot be written: " + problem->message);
    g_error_free(problem);
  }
  g_free(text);
}

}  // namespace purple
