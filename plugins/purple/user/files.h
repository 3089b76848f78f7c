// SPDX-License-Identifier: MIT
// What people send beside text: pictures within messages, and files. They are put where the web server finds them, and
// their addresses go to Spectrum as attachments.
#pragma once

#include "user/shared.h"

#include <prism/types.hpp>

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace purple {

// A message whose pictures have been published.
struct Published {
  struct File {
    std::string url;
    std::string mime_type;
    std::string description;
  };
  std::string html;  // with addresses in the place of pictures
  std::vector<File> files;
};

// The same as Spectrum is told of them; borrowed.
std::vector<prism::Attachment> attachmentsOf(const std::vector<Published::File>& files);

class Files {
 public:
  explicit Files(const Owner& owner) : owner_(owner) {}
  ~Files();
  Files(const Files&) = delete;
  Files& operator=(const Files&) = delete;

  // The message with the pictures that libpurple holds for it published; without web_directory, they are left out.
  Published publishImages(const char* html) const;

  // A picture by itself, as a list of one; of none if it cannot be published.
  std::vector<Published::File> publish(std::string_view picture, std::string_view name) const;

  // Events of libpurple: somebody offers a file; it has come; it has not come whole, and will not.
  void offered(PurpleXfer* transfer);
  void received(PurpleXfer* transfer);
  void cancelled(PurpleXfer* transfer);

  // Whether libpurple is about to tell the user what became of a transfer with this contact, in its own words and with the
  // file's path in them. What there is to say is said here.
  bool isToldOf(const std::string& contact) const { return settled_.count(contact) != 0; }

  // A new file for what libpurple wants to save, under a name like this one; empty if there is nowhere to.
  std::string pathFor(std::string_view name) const;
  // The address of a file that pathFor() named; empty if it is none.
  std::string urlOf(const std::string& path) const;

 private:
  struct Received {
    std::string from;
    std::string path;
    std::size_t size;  // 0 if the sender did not say
  };

  bool published() const { return !owner_.shared.configuration.web.directory.empty(); }
  // Whether as many files are coming as may come at once.
  bool isBusy() const;
  void publishImage(int id, Published& published) const;
  // Libpurple goes on with the transfer when it has told of an event: what it writes, until it is back, is not for the
  // user, and not before then is a file closed that it says has come.
  void settle(PurpleXfer* transfer);
  void settled();
  void forgetRefused();
  void publishReceived(const Received& file) const;
  void failed(const char* who, const std::string& path) const;
  void tell(const char* who, const std::string& text, const std::vector<prism::Attachment>& attachments) const;

  const Owner& owner_;
  std::vector<Received> received_;
  std::set<std::string> settled_;     // contacts
  std::vector<PurpleXfer*> refused_;  // each with a reference of ours
  prism::Timer timer_;
};

// A file that pathFor() has named, which may not be there, and its directory.
void removeFile(const std::string& path);

// A name that is safe in any directory and any address, and still looks like this one.
std::string safeFileName(std::string_view name);

}  // namespace purple
