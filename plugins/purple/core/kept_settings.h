// SPDX-License-Identifier: MIT
// What is kept of an account from one login to the next: what its protocol notes down with it (the token of a device, say),
// and what we note down. One file for each user of the gateway and each name on the network.
//
// libpurple has one file for all accounts, and knows them by their names on the network: whoever gives the same name would
// get what another has left, and where several backends share a directory, each would overwrite what the others have written.
// That file is neither read nor written here.
#pragma once

#include <prism/host.hpp>

#include <purple.h>

#include <string>
#include <string_view>

namespace purple {

class KeptSettings {
 public:
  explicit KeptSettings(prism::Host host);
  // Writes what has not been written.
  ~KeptSettings();
  KeptSettings(const KeptSettings&) = delete;
  KeptSettings& operator=(const KeptSettings&) = delete;

  // For purple_account_prefs_set_ui_ops().
  static PurpleAccountPrefsUiOps* operations();

  // Reads what was kept for `whose`, a text that is nobody else's.
  void read(const std::string& directory, const std::string& whose);
  // Sets what its protocol has noted down.
  void giveTo(PurpleAccount* account) const;
  // From now on what the protocol notes down with the account is kept.
  void follow(const PurpleAccount* account);
  // From now on there is something to write to the disk: whoever only gives somebody's name leaves nothing there.
  void writeFromNowOn();

  // What we note down ourselves.
  std::string text(const char* name) const;
  void setText(const char* name, const std::string& value);

  // Events of libpurple: the protocol has set this, of one of the three kinds there are. NULL: it is gone.
  void setByProtocol(const char* kind, const char* name, const char* value);

 private:
  void changed();
  void write();

  const prism::Host host_;
  GKeyFile* const content_;
  const PurpleAccount* account_ = nullptr;
  std::string path_;
  bool may_write_ = false;
  bool is_new_ = false;
  prism::Timer timer_;
};

}  // namespace purple
