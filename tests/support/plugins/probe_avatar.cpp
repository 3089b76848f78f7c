// SPDX-License-Identifier: MIT
#include "tests/support/plugins/probe_avatar.h"

#include <stdexcept>
#include <utility>

namespace prism::tests {
namespace {

std::string pictureOf(const std::string& id) { return "\x89PNG\r\n\x1A\n" + id; }

}  // namespace

ProbeAvatar::ProbeAvatar(const prism_host* host, Answer answer)
    : host_(host),
      service_(static_cast<const prism_avatar*>(host->get_service(host, PRISM_AVATAR))),
      answer_(std::move(answer)) {}

prism_result ProbeAvatar::execute(const std::string& user, Words& words) {
  const std::string what = word(words);
  const std::string owner = word(words);
  const std::string value = word(words);
  const std::string id = what == "id" ? value : word(words);
  const std::string buddy = owner.substr(0, owner.find('/'));
  const std::string nickname = buddy == owner ? "" : owner.substr(buddy.size() + 1);
  if (what == "card") {
    auto card = eventFor<prism_vcard>(user);
    card.buddy = borrowed(buddy);
    card.nickname = borrowed(nickname);
    card.full_name = PRISM_STR("Bob B.");
    return host_->vcard(host_, &card);
  }
  const std::string bytes = what == "bytes" ? pictureOf(value) : value;
  const TypedUrl url(value);
  auto picture = eventFor<prism_picture>(user);
  picture.buddy = borrowed(buddy);
  picture.nickname = borrowed(nickname);
  picture.id = borrowed(id);
  if (what == "url") {
    picture.url = url.str();
  } else if (what == "bytes" || what == "raw") {
    picture.bytes = {bytes.data(), bytes.size()};
  } else if (what == "none") {
    picture.flags = PRISM_PICTURE_NONE;
  }
  return service_->set(host_, &picture);
}

void ProbeAvatar::onWanted(const prism_picture_request& request) {
  const std::string id = text(request.id);
  answer_(text(request.user), "wanted " + text(request.buddy) + "/" + text(request.nickname) + " " + id);
  if (id == "throw") {
    throw std::runtime_error("the id is " + id);
  }
  if (id == "late") {
    return;
  }
  const std::string bytes = pictureOf(id);
  auto picture = eventFor<prism_picture>({});
  picture.user = request.user;
  picture.buddy = request.buddy;
  picture.nickname = request.nickname;
  picture.id = request.id;
  picture.bytes = {bytes.data(), bytes.size()};
  service_->set(host_, &picture);
}

}  // namespace prism::tests
