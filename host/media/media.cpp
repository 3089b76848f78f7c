// SPDX-License-Identifier: MIT
#include "host/media/media.h"

#include "host/base/abi.h"

#include <fmt/format.h>

#include <cerrno>
#include <ctime>
#include <string>

namespace prism::host {
namespace {

constexpr std::int64_t kDay = 24 * 3600;

}  // namespace

prism_result Media::publish(const prism_file* file, prism_published* published) {
  if (!published || published->struct_size < sizeof *published) {
    guard_.reportMisbehaviour("publish", published ? fmt::format("published->struct_size is {}, expected at least {}",
                                                                 published->struct_size, sizeof *published)
                                                   : "published is NULL");
    return PRISM_ERR_ARGUMENT;
  }
  last_ = {};
  std::string name;
  std::string mime_type;
  last_.result = guard_.readFile(file, &name, &mime_type);
  const std::string_view user = last_.result == PRISM_OK ? view(file->user) : std::string_view();
  if (last_.result == PRISM_OK && shares_.isUsedUp(user, std::time(nullptr) / kDay)) {
    last_.result = PRISM_ERR_LIMIT;
    last_.sentence = "too many files have come today";
  } else if (last_.result == PRISM_OK) {
    const bool from_descriptor = (file->flags & PRISM_FILE_FROM_DESCRIPTOR) != 0;
    const std::string_view bytes = file->bytes.size == 0 || from_descriptor
                                       ? std::string_view()
                                       : std::string_view(static_cast<const char*>(file->bytes.data), file->bytes.size);
    last_ = files_.publish(name, mime_type, {bytes, from_descriptor ? file->fd : -1});
    shares_.add(user, last_.size);
  }
  published->url = borrowed(last_.url);
  published->mime_type = borrowed(last_.mime_type);
  published->error = borrowed(last_.sentence);
  errno = last_.error;
  return last_.result;
}

}  // namespace prism::host
