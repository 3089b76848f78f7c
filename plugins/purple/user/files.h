// SPDX-License-Identifier: MIT
// Pictures in messages, and received files. They are stored in the web server's directory, and their addresses go to
// Spectrum as attachments.
#pragma once

#include "user/shared.h"
#include "user/transfers.h"
#include <prism/host.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace purple {

// A message after publication of its pictures.
struct Published {
  struct File {
    std::string url;
    std::string mime_type;
    std::string description;
  };
  std::string html;  // with links in place of the pictures
  std::vector<File> files;
};

// Converts files to attachments, which borrow the strings.
std::vector<prism::Attachment> attachmentsOf(const std::vector<Published::File>& files);

class Files {
 public:
  Files(const Owner& owner, Transfers& transfers) : owner_(owner), transfers_(transfers) {}
  ~Files();
  Files(const Files&) = delete;
  Files& operator=(const Files&) = delete;

  // Publishes the pictures of a message that are in libpurple's image store. Without web_directory, a note replaces
  // each.
  Published publishImages(const char* html) const;

  // Publishes one picture. Returns a list of one file; an empty list if it cannot be published.
  std::vector<Published::File> publish(std::string_view picture, std::string_view name) const;

  // Events of libpurple: a file is offered; it is complete; its transfer has failed.
  void offered(PurpleXfer* transfer);
  void received(PurpleXfer* transfer);
  void cancelled(PurpleXfer* transfer);

  // Returns the path of a new file with a name like this one, for a file that libpurple saves. Creates its directory.
  // Empty if there is no web_directory, or the directory cannot be created.
  std::string pathFor(std::string_view name) const;
  // Returns the address of a file of pathFor(); empty for other files.
  std::string urlOf(const std::string& path) const;

 private:
  struct Received {
    std::string from;
    std::string path;
    std::size_t size;  // 0 if the sender has not named it
  };

  bool published() const { return !owner_.shared.configuration.web.directory.empty(); }
  // Returns why a file is not received; empty if it may be.
  std::string whyRefused(std::size_t size) const;
  void publishImage(int id, Published& published) const;
  void forgetRefused();
  void publishReceived(const Received& file) const;
  void failed(const char* who, const std::string& path) const;
  void sendMessage(const char* who, const std::string& text, const std::vector<prism::Attachment>& attachments) const;

  const Owner& owner_;
  Transfers& transfers_;
  std::vector<PurpleXfer*> refused_;  // with one reference each
};

// Removes a file of pathFor(), if it exists, and its directory.
void removeFile(const std::string& path);

// Returns a similar name that is safe in directories and in addresses.
std::string safeFileName(std::string_view name);

}  // namespace purple
