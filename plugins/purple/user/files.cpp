// SPDX-License-Identifier: MIT
#include "user/files.h"

#include "core/limits.h"
#include "core/outgoing_directory.h"
#include "text/images.h"
#include <prism/unique_fd.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

namespace purple {
namespace {

constexpr std::size_t kLongestName = 100;
constexpr ::mode_t kReadableForTheWebServer = 0644;

bool isSafe(char c) { return g_ascii_isalnum(c) || c == '.' || c == '-' || c == '_'; }

bool writeFile(const std::string& path, const void* bytes, std::size_t size) {
  prism::UniqueFd fd(
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, kReadableForTheWebServer));
  if (!fd) {
    return false;
  }
  const auto* from = static_cast<const char*>(bytes);
  bool well = true;
  while (size > 0 && well) {
    const ssize_t written = ::write(fd.get(), from, size);
    if (written > 0) {
      from += written;
      size -= static_cast<std::size_t>(written);
    } else {
      well = written < 0 && errno == EINTR;
    }
  }
  well = ::close(fd.release()) == 0 && well;
  if (!well) {
    const int why = errno;
    ::unlink(path.c_str());
    errno = why;
  }
  return well;
}

std::string mimeTypeOf(std::string_view extension) {
  std::string type(extension);
  for (char& c : type) {
    c = g_ascii_tolower(c);
  }
  static constexpr std::string_view kImages[] = {"png", "gif", "webp", "bmp", "jpeg"};
  if (type == "jpg") {
    type = "jpeg";
  }
  return std::find(std::begin(kImages), std::end(kImages), type) != std::end(kImages) ? "image/" + type : "";
}

std::string_view extensionOf(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1);
}

}  // namespace

std::string safeFileName(std::string_view name) {
  name = name.substr(name.rfind('/') + 1);  // npos + 1 is 0
  std::string safe;
  for (const char c : name) {
    safe += isSafe(c) ? c : '_';
  }
  while (!safe.empty() && safe.front() == '.') {
    safe.erase(0, 1);
  }
  if (safe.size() > kLongestName) {
    safe.erase(0, safe.size() - kLongestName);  // keeps the extension
    safe.front() = '_';
  }
  return safe.empty() ? "file" : safe;
}

void removeFile(const std::string& path) {
  ::unlink(path.c_str());
  ::rmdir(std::filesystem::path(path).parent_path().c_str());
}

std::vector<prism::Attachment> attachmentsOf(const std::vector<Published::File>& files) {
  std::vector<prism::Attachment> all;
  for (const Published::File& file : files) {
    all.push_back({file.url, file.mime_type, file.description});
  }
  return all;
}

std::string Files::pathFor(std::string_view name) const {
  if (!published()) {
    return {};
  }
  const std::string directory = owner_.shared.configuration.web.directory + "/" + randomToken();
  std::error_code problem;
  std::filesystem::create_directories(directory, problem);
  if (problem) {
    owner_.host().error("service.web_directory: " + directory + " cannot be made: " + problem.message());
    return {};
  }
  ::chmod(directory.c_str(), 0755);
  return directory + "/" + safeFileName(name);
}

std::string Files::urlOf(const std::string& path) const {
  const WebDirectory& web = owner_.shared.configuration.web;
  if (!published() || path.compare(0, web.directory.size() + 1, web.directory + "/") != 0) {
    return {};
  }
  return web.url + path.substr(web.directory.size());
}

std::vector<Published::File> Files::publish(std::string_view picture, std::string_view name) const {
  const std::string extension(textOf(purple_util_get_image_extension(picture.data(), picture.size())));
  const std::string path = pathFor(extensionOf(name).empty() ? std::string(name) + "." + extension : std::string(name));
  if (path.empty()) {
    return {};
  }
  if (!writeFile(path, picture.data(), picture.size())) {
    owner_.host().error("service.web_directory: " + path + " cannot be written: " + std::strerror(errno));
    return {};
  }
  return {{urlOf(path), mimeTypeOf(extension), {}}};
}

void Files::publishImage(int id, Published& published) const {
  PurpleStoredImage* image = purple_imgstore_find_by_id(id);
  if (!image) {
    return;
  }
  const std::size_t size = purple_imgstore_get_size(image);
  const std::uint64_t limit = owner_.shared.configuration.web.max_image_size;
  if (limit != 0 && size > limit) {
    published.html += "[a picture of " + std::to_string(size) + " bytes, which is too large here]";
    return;
  }
  const std::string_view name = textOf(purple_imgstore_get_filename(image));
  const std::vector<Published::File> files =
      publish({static_cast<const char*>(purple_imgstore_get_data(image)), size}, name.empty() ? "picture" : name);
  if (files.empty()) {
    published.html += "[a picture, which cannot be shown here]";
    return;
  }
  const std::string& url = files.front().url;
  published.html += "<a href=\"" + url + "\">" + url + "</a>";
  published.files.push_back(files.front());
}

Published Files::publishImages(const char* html) const {
  Published published;
  std::string_view rest = textOf(html);
  while (!rest.empty()) {
    const std::size_t begin = imageTagIn(rest);
    const std::size_t end = rest.find('>', std::min(begin, rest.size()));
    if (end == std::string_view::npos) {
      break;
    }
    const std::string_view tag = rest.substr(begin, end - begin);
    published.html += rest.substr(0, begin);
    if (const std::optional<int> id = imageIdOf(tag)) {
      publishImage(*id, published);
    } else {
      published.html.append(tag).append(">");
    }
    rest.remove_prefix(end + 1);
  }
  published.html += rest;
  return published;
}

void Files::offered(PurpleXfer* transfer) {
  transfers_.onEvent(transfer, [this] { forgetRefused(); });
  const char* who = purple_xfer_get_remote_user(transfer);
  const std::string name = safeFileName(textOf(purple_xfer_get_filename(transfer)));
  const std::string path = pathFor(name);
  const std::string problem =
      path.empty() ? "this gateway cannot receive files" : whyRefused(purple_xfer_get_size(transfer));
  if (!problem.empty()) {
    if (!path.empty()) {
      removeFile(path);
    }
    if (owner_.isXmpp() && transfer->ops.request_denied) {
      // Tells the sender, which a cancel does not, and frees what a cancel would use.
      transfer->ops.request_denied(transfer);
      purple_xfer_set_cancel_recv_fnc(transfer, nullptr);
    }
    transfer->status = PURPLE_XFER_STATUS_CANCEL_LOCAL;  // libpurple has no function that sets this
    purple_xfer_ref(transfer);
    refused_.push_back(transfer);
    sendMessage(who, "wants to send the file " + name + ", which is refused: " + problem + ".", {});
    return;
  }
  // libpurple takes a reference when it asks the user, and never releases it if the answer does not come through its
  // own dialogue. transfers_ does.
  transfers_.add(transfer);
  purple_xfer_request_accepted(transfer, path.c_str());
}

std::string Files::whyRefused(std::size_t size) const {
  const std::uint64_t limit = owner_.shared.configuration.max_file_size;
  if (limit != 0 && size > limit) {
    return "it is larger than " + std::to_string(limit) + " bytes";
  }
  if (!hasSpaceFor(owner_.shared.configuration.web.directory, size)) {
    owner_.host().warning("service.web_directory: too little space is left there for files");
    return "there is no space left for it";
  }
  return transfers_.count(PURPLE_XFER_RECEIVE) >= kMostTransfers ? "too many files come in already" : "";
}

void Files::received(PurpleXfer* transfer) {
  const Received file{std::string(textOf(purple_xfer_get_remote_user(transfer))),
                      std::string(textOf(purple_xfer_get_local_filename(transfer))), purple_xfer_get_size(transfer)};
  transfers_.onEvent(transfer, [this, file] { publishReceived(file); });
}

void Files::cancelled(PurpleXfer* transfer) {
  transfers_.onEvent(transfer, [this] { forgetRefused(); });
  const std::string path(textOf(purple_xfer_get_local_filename(transfer)));
  if (!urlOf(path).empty()) {
    failed(purple_xfer_get_remote_user(transfer), path);
  }
}

Files::~Files() { forgetRefused(); }

// Releases the references of refused transfers. libpurple has one reference for the protocol, and one for the request
// whether to receive the file. It releases only one of them for a transfer that was refused before the request. If no
// other code has a reference (the count is 2 with our own), the leaked one is released here.
void Files::forgetRefused() {
  for (PurpleXfer* transfer : std::exchange(refused_, {})) {
    const bool is_forgotten = transfer->ref == 2;
    purple_xfer_unref(transfer);
    if (is_forgotten) {
      purple_xfer_unref(transfer);
    }
  }
}

void Files::publishReceived(const Received& file) const {
  const std::string url = urlOf(file.path);
  if (url.empty()) {
    return;  // the protocol has chosen the path itself
  }
  std::error_code problem;
  const std::uintmax_t size = std::filesystem::file_size(file.path, problem);
  if (problem || size < file.size) {
    failed(file.from.c_str(), file.path);  // for example a full disk: libpurple ignores errors of fclose()
    return;
  }
  ::chmod(file.path.c_str(), kReadableForTheWebServer);
  const std::string name = safeFileName(file.path);
  const std::string mime_type = mimeTypeOf(extensionOf(name));
  sendMessage(file.from.c_str(), url, {{url, mime_type, name}});
}

void Files::failed(const char* who, const std::string& path) const {
  removeFile(path);
  sendMessage(who, "has sent the file " + safeFileName(path) + ", which did not arrive whole.", {});
}

void Files::sendMessage(const char* who, const std::string& text,
                        const std::vector<prism::Attachment>& attachments) const {
  const std::string buddy = owner_.normalized(textOf(who));
  prism::Message message{owner_.user, buddy, text};
  message.headline = attachments.empty();
  message.attachments = attachments;
  owner_.host().message(message);
}

}  // namespace purple
