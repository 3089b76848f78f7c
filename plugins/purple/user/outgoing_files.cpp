// SPDX-License-Identifier: MIT
#include "user/outgoing_files.h"

#include "core/limits.h"
#include "user/files.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>
#include <vector>

namespace purple {
namespace {

// The longest that the host allows is ten minutes.
constexpr std::chrono::minutes kLongestFetch{5};

// Protocols of libpurple's own whose files are no use here, and why. Each needs a connection between the contact and
// this machine, for which libpurple listens on a port and tells the contact the machine's address.
constexpr struct {
  std::string_view protocol;
  std::string_view why;
} kRefused[] = {
    {"prpl-jabber", "on XMPP, libpurple sends files from peer to peer, which can crash it"},
    {"prpl-irc", "on IRC, libpurple sends files from peer to peer (DCC), from a port of this gateway"},
    {"prpl-bonjour", "on Bonjour, libpurple sends files from peer to peer, from a port of this gateway"},
};

// Returns a safe name like the last segment of the URL's path.
std::string nameIn(std::string_view url) {
  url = url.substr(0, url.find_first_of("?#"));
  const std::size_t scheme = url.find("://");
  const std::string_view rest = scheme == std::string_view::npos ? url : url.substr(scheme + 3);
  const std::size_t slash = rest.rfind('/');
  const std::string segment(slash == std::string_view::npos ? std::string_view() : rest.substr(slash + 1));
  std::string name;
  for (std::size_t i = 0; i < segment.size(); ++i) {
    const bool is_encoded = segment[i] == '%' && i + 2 < segment.size() && g_ascii_isxdigit(segment[i + 1]) &&
                            g_ascii_isxdigit(segment[i + 2]);
    if (is_encoded) {
      name += static_cast<char>(g_ascii_xdigit_value(segment[i + 1]) * 16 + g_ascii_xdigit_value(segment[i + 2]));
      i += 2;
    } else {
      name += segment[i];
    }
  }
  return safeFileName(name);
}

std::string notSent(const std::string& name, const std::string& problem) {
  return "The file " + name + " was not sent: " + problem + ".";
}

}  // namespace

const prism::Media& OutgoingFiles::media() const {
  std::optional<prism::Media>& media = owner_.shared.media;
  if (!media) {
    media.emplace(owner_.host());
  }
  return *media;
}

std::string OutgoingFiles::whyNotTo(const std::string& contact) const {
  const PurplePluginProtocolInfo& protocol = owner_.protocol();
  const std::string_view id = textOf(purple_account_get_protocol_id(owner_.account));
  for (const auto& refused : kRefused) {
    if (refused.protocol == id) {
      return std::string(refused.why);
    }
  }
  if (!PRISM_PURPLE_HAS(protocol, send_file)) {
    return "libpurple can send no files on this network";
  }
  if (!owner_.connected()) {
    return "there is no connection to the network";
  }
  if (contact.empty() || (PRISM_PURPLE_HAS(protocol, can_receive_file) &&
                          protocol.can_receive_file(owner_.connection(), contact.c_str()) == FALSE)) {
    return "this contact can take no files now";
  }
  return {};
}

std::string OutgoingFiles::whyNotNow(const std::string& contact) const {
  if (std::string problem = whyNotTo(contact); !problem.empty()) {
    return problem;
  }
  if (!media().canFetch()) {
    return "this gateway cannot fetch files";
  }
  if (files_.size() >= kMostOutgoing || owner_.shared.outgoing.count() >= kMostOutgoingOfAll) {
    return "too many files are being sent already";
  }
  const Configuration& configuration = owner_.shared.configuration;
  if (!hasSpaceFor(configuration.working_directory, configuration.max_file_size)) {
    owner_.host().warning("service.working_dir: too little space is left there for files");
    return "there is no space left for it";
  }
  return {};
}

void OutgoingFiles::send(std::string_view buddy, const std::string& contact, std::string_view url,
                         const prism::CommandResponder& responder) {
  const std::string name = nameIn(url);
  if (const std::string problem = whyNotNow(contact); !problem.empty()) {
    responder.failed(notSent(name, problem));
    return;
  }
  auto file = owner_.shared.outgoing.create(name);
  if (!file) {
    responder.failed(notSent(name, "this gateway cannot keep it"));
    return;
  }
  const Id id = ++last_id_;
  Outgoing& outgoing = files_.emplace(id, Outgoing{std::string(buddy), contact, name, std::move(*file)}).first->second;
  outgoing.fetch = media().fetch({.user = owner_.user,
                                  .url = url,
                                  .max_size = owner_.shared.configuration.max_file_size,
                                  .timeout = kLongestFetch,
                                  .fd = outgoing.file.fd()},
                                 [this, id](const prism::Fetched& result) { fetched(id, result); });
  outgoing.file.close();
  if (outgoing.fetch.result() != prism::Result::Ok) {
    files_.erase(id);
    responder.failed(notSent(name, "this gateway cannot fetch it now"));
    return;
  }
  responder.done("The file " + name + " is fetched, and then offered to the contact.");
}

void OutgoingFiles::fetched(Id id, const prism::Fetched& fetched) {
  const GlibContext::Turn turn(owner_.shared.libpurple.glib());
  if (fetched.outcome != prism::FetchOutcome::Done) {
    fail(id, std::string(fetched.error));
  } else if (fetched.size == 0) {
    fail(id, "it is empty");  // libpurple would not know when it is sent
  } else if (const std::string problem = whyNotTo(files_.at(id).contact); !problem.empty()) {
    fail(id, problem);
  } else {
    offer(id);
  }
}

void OutgoingFiles::offer(Id id) {
  Outgoing& outgoing = files_.at(id);
  transfers_.expectReport(outgoing.contact);
  offering_ = &outgoing;
  owner_.shared.libpurple.loop().setSession(owner_.account);
  serv_send_file(owner_.connection(), outgoing.contact.c_str(), outgoing.file.path().c_str());
  owner_.shared.libpurple.loop().setSession(nullptr);
  offering_ = nullptr;
  if (!outgoing.transfer) {
    fail(id, "the network has not taken it");
  } else if (transfers_.isAbandoned(outgoing.transfer)) {
    transfers_.cancel(outgoing.transfer);
  }
}

void OutgoingFiles::created(PurpleXfer* transfer) {
  if (offering_ && !offering_->transfer && purple_xfer_get_type(transfer) == PURPLE_XFER_SEND) {
    purple_xfer_ref(transfer);
    transfers_.add(transfer);
    offering_->transfer = transfer;
  }
}

void OutgoingFiles::ended(PurpleXfer* transfer) {
  const auto place =
      std::find_if(files_.begin(), files_.end(), [&](const auto& each) { return each.second.transfer == transfer; });
  if (place != files_.end()) {
    // A failure to write the first bytes is reported as complete, and then as cancelled. The last one counts.
    transfers_.onEvent(transfer, [this, id = place->first] { tellOfEnd(id); });
  } else if (transfers_.isRunning(transfer)) {
    transfers_.onEvent(transfer, [] {});  // its file was given up before
  }
}

void OutgoingFiles::tellOfEnd(Id id) {
  const auto place = files_.find(id);
  if (place == files_.end()) {
    return;  // the user was told after an earlier event
  }
  const Outgoing& outgoing = place->second;
  const PurpleXferStatusType status = purple_xfer_get_status(outgoing.transfer);
  const bool had_begun = purple_xfer_get_bytes_sent(outgoing.transfer) != 0;
  if (status == PURPLE_XFER_STATUS_DONE) {
    chats_.notice(outgoing.buddy, "The file " + outgoing.name + " was sent.");
    files_.erase(place);
  } else if (status == PURPLE_XFER_STATUS_CANCEL_REMOTE) {
    fail(id, had_begun ? "the other side has ended the transfer" : "it was refused");
  } else if (!outgoing.problem.empty()) {
    fail(id, outgoing.problem);
  } else if (transfers_.isStalled(outgoing.transfer)) {
    fail(id, had_begun ? "the transfer has stopped" : "it was not accepted in time");
  } else {
    fail(id, "the transfer has failed");
  }
}

void OutgoingFiles::end() {
  while (!files_.empty()) {
    fail(files_.begin()->first, "the connection to the network has ended");
  }
}

void OutgoingFiles::contactRemoved(std::string_view buddy) {
  const std::string problem = "the contact was removed";
  std::vector<Id> its;
  for (const auto& [id, outgoing] : files_) {
    if (outgoing.buddy == buddy) {
      its.push_back(id);
    }
  }
  for (const Id id : its) {
    Outgoing& outgoing = files_.at(id);
    if (!outgoing.transfer) {
      fail(id, problem);
    } else if (transfers_.isRunning(outgoing.transfer)) {
      outgoing.problem = problem;
      transfers_.cancel(outgoing.transfer);  // ended() follows
    }
  }
}

void OutgoingFiles::fail(Id id, const std::string& problem) {
  const auto node = files_.extract(id);
  chats_.notice(node.mapped().buddy, notSent(node.mapped().name, problem));
}

}  // namespace purple
