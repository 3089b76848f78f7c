// SPDX-License-Identifier: MIT
// Settings of an account that are stored from one login to the next: those that the protocol sets (a device token, for
// example), and this plugin's own. One file for each pair of a gateway user and a name on the network, and one for some
// names: see User::holder_.
//
// libpurple's own file, accounts.xml, is neither read nor written. It holds all accounts by their names on the network:
// a user who gives another one's name would get the other one's settings. Several backends in one directory would
// overwrite each other's file.
#pragma once

#include <prism/host.hpp>

#include <purple.h>

#include <string>
#include <string_view>

namespace purple {

class AccountSettings {
 public:
  explicit AccountSettings(prism::Host host);
  // Writes unsaved changes.
  ~AccountSettings();
  AccountSettings(const AccountSettings&) = delete;
  AccountSettings& operator=(const AccountSettings&) = delete;

  // For purple_account_prefs_set_ui_ops().
  static PurpleAccountPrefsUiOps* operations();

  // Reads the file of `whose`, a key that is unique to the user and the account. Returns false if it is there, and
  // cannot be read.
  bool read(const std::string& directory, const std::string& whose);
  const std::string& path() const { return path_; }
  // Sets the protocol's stored settings in the account.
  void applyTo(PurpleAccount* account) const;
  // Stores each setting that the protocol sets in the account from now on.
  void storeChangesOf(const PurpleAccount* account);
  // Permits writing to the disk, after the first successful connection: a failed login leaves no file.
  void enableWriting();

  // This plugin's own settings.
  std::string text(const char* name) const;
  void setText(const char* name, const std::string& value);

  // Event of libpurple: the protocol has set a setting of one of the three kinds, or removed it if `value` is NULL.
  void setByProtocol(const char* kind, const char* name, const char* value);

 private:
  void changed();
  void write();

  const prism::Host host_;
  GKeyFile* const content_;
  const PurpleAccount* account_ = nullptr;
  std::string path_;
  bool may_write_ = false;
  bool unsaved_ = false;
  prism::Timer timer_;
};

}  // namespace purple
