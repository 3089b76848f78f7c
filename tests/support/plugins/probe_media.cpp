// SPDX-License-Identifier: MIT
#include "tests/support/plugins/probe_media.h"

#include <utility>

namespace prism::tests {
namespace {

// Removes the next number, if there is one.
std::uint32_t optionalNumber(Words& words) {
  std::uint32_t number = 0;
  words >> number;
  return number;
}

}  // namespace

ProbeMedia::ProbeMedia(const prism_host* host, Answer answer)
    : host_(host),
      resolver_(static_cast<const prism_resolve*>(host->get_service(host, PRISM_RESOLVE))),
      media_(static_cast<const prism_media*>(host->get_service(host, PRISM_MEDIA))),
      answer_(std::move(answer)) {}

void ProbeMedia::resolve(Words& words) {
  const std::string name = word(words);
  prism_lookup lookup{};
  lookup.struct_size = sizeof lookup;
  lookup.name = borrowed(name);
  lookup.family = optionalNumber(words);
  lookup.port = optionalNumber(words);
  prism_resolve_id id = 0;
  if (!resolver_) {
    answer_("there is no resolver");
  } else if (const prism_result result = resolver_->resolve(host_, &lookup, &onAnswered, this, &id);
             result != PRISM_OK) {
    answer_("result " + std::to_string(result));
  }
}

void ProbeMedia::onAnswered(void* self, prism_resolve_id, const prism_lookup_answer* answer) {
  std::string line = "lookup " + std::to_string(answer->outcome) + " " + text(answer->error);
  for (std::uint64_t i = 0; i < answer->addresses_count; ++i) {
    line += text(answer->addresses[i]->text) + " ";
  }
  static_cast<ProbeMedia*>(self)->answer_(line);
}

void ProbeMedia::fetch(const std::string& user, Words& words) {
  const TypedUrl url(word(words));
  auto fetch = eventFor<prism_fetch>(user);
  fetch.url = url.str();
  fetch.max_size = optionalNumber(words);
  fetch.timeout_ms = optionalNumber(words);
  const prism_result result = media_->fetch(host_, &fetch, &onFetched, this, &last_);
  if (result != PRISM_OK) {
    answer_("result " + std::to_string(result));
  }
}

void ProbeMedia::onFetched(void* self, prism_media_id, const prism_fetched* fetched) {
  const std::string body(static_cast<const char*>(fetched->bytes.data), static_cast<std::size_t>(fetched->bytes.size));
  const std::string line = "fetched " + std::to_string(fetched->outcome) + " [" + body + "] " +
                           text(fetched->mime_type) + text(fetched->error);
  auto* probe = static_cast<ProbeMedia*>(self);
  if (fetched->outcome == PRISM_FETCH_ENDED) {  // after the users' logouts
    probe->host_->log(probe->host_, PRISM_LOG_INFO, borrowed(line));
  } else {
    probe->answer_(line);
  }
}

void ProbeMedia::cancelFetch() { answer_("cancelled " + std::to_string(media_->cancel(host_, last_))); }

void ProbeMedia::publish(const std::string& user, Words& words) {
  const std::string name = word(words);
  const std::string type = word(words);
  const std::string bytes = word(words);
  auto file = eventFor<prism_file>(user);
  file.name = borrowed(name);
  file.mime_type = borrowed(type);
  file.bytes = {bytes.data(), bytes.size()};
  const prism_result result = media_->publish(host_, &file, &onPublished, this, &last_);
  if (result != PRISM_OK) {
    answer_("result " + std::to_string(result));
  }
}

void ProbeMedia::onPublished(void* self, prism_media_id, const prism_published* published) {
  static_cast<ProbeMedia*>(self)->answer_("published " + std::to_string(published->outcome) + " " +
                                          text(published->url) + " " + text(published->mime_type) +
                                          text(published->error));
}

void ProbeMedia::abilities() { answer_("abilities " + std::to_string(media_ ? media_->abilities : 0)); }

}  // namespace prism::tests
