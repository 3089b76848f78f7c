// SPDX-License-Identifier: MIT
#include "user/incoming.h"

#include "core/limits.h"
#include "text/markup.h"

#include <ctime>

namespace purple {
namespace {

// In seconds. Protocols also set the time of current messages, by another clock. Only a greater difference means that a
// message is old.
constexpr time_t kPast = 5;

// Returns the time of a delayed message; 0 for a current one.
prism::Time timeOf(PurpleMessageFlags flags, time_t time) {
  const bool past = (flags & PURPLE_MESSAGE_DELAYED) != 0 || time + kPast < std::time(nullptr);
  return past && time > 0 ? static_cast<prism::Time>(time) * 1000 : 0;
}

// Publishes pictures only if the protocol has set the flag that the message has some. Otherwise the tags were written
// by the sender, and could refer to pictures of other users in libpurple's store.
Published publishedOf(const Files& files, const char* html, PurpleMessageFlags flags) {
  return (flags & PURPLE_MESSAGE_IMAGES) != 0 && textOf(html).size() <= kMostMarkup ? files.publishImages(html)
                                                                                    : Published{};
}

}  // namespace

void passOn(const Owner& owner, const Files& files, prism::Message event, const char* html, PurpleMessageFlags flags,
            time_t time) {
  if ((flags & PURPLE_MESSAGE_INVISIBLE) != 0) {
    return;
  }
  if (event.kind != prism::Conversation::Room) {
    event.headline = (flags & (PURPLE_MESSAGE_SYSTEM | PURPLE_MESSAGE_ERROR)) != 0;
    event.carbon = (flags & PURPLE_MESSAGE_SEND) != 0 && !event.headline;
  }
  const Published published = publishedOf(files, html, flags);
  const Formatted formatted = fromHtml(published.html.empty() ? textOf(html) : std::string_view(published.html));
  event.text = formatted.text;
  event.xhtml = formatted.xhtml;
  event.time = timeOf(flags, time);
  event.attachments = attachmentsOf(published.files);
  if (!event.text.empty() || !event.xhtml.empty() || !event.attachments.empty()) {
    owner.host().message(event);
  }
  if (textOf(html).size() > kMostMarkup) {
    owner.shared.memory.trimSoon();
  }
}

}  // namespace purple
