// SPDX-License-Identifier: MIT
#include "protocol/ctcp.h"
#include "protocol/text/timestamp.h"
#include "protocol/text/words.h"
#include "session/session.h"

#include <algorithm>
#include <ctime>

namespace irc {

namespace {

// What the server calls older than this was said in the past, not delayed on its way.
constexpr std::int64_t kPastMs = 10'000;
// More than so many lines wait: somebody is flooding us, or we are busy. CTCP requests are for free then.
constexpr std::size_t kBusyQueue = 10;
std::int64_t wallClock() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

std::string dateAndTime() {
  const std::time_t now = std::time(nullptr);
  std::tm utc = {};
  gmtime_r(&now, &utc);
  char text[64];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &utc)};
}

}  // namespace

void Session::onSaid(const Message& message) { heard(message, false); }

// Who came and went is in the history, too (draft/event-playback: else Ergo has it told by a "HistServ"), and counts.
// So more is asked for than is shown, and what is to be shown is known at the end.
bool Session::keepHistory(const Message& message) {
  if (message.tags.empty() || message.command == "BATCH") {
    return false;
  }
  const Batch* around = batchAround(
      message, [](const Batch& batch) { return batch.type == "chathistory" || batch.type == "draft/chathistory"; });
  if (around == nullptr) {
    return false;
  }
  if (message.command != "PRIVMSG" && message.command != "NOTICE") {
    return true;
  }
  Batch& batch = batches_.find(*message.tag("batch"))->second;
  const std::size_t size = 2 * sizeof(std::string) + heapSize(line_.size());
  if (batch.charge.size() + size > kHistoryMemory || !batch.charge.grow(size)) {
    tellLimit("The server has sent more history than is kept: the latest messages of it may be what is left out");
    return true;
  }
  batch.history.emplace_back(line_);
  return true;
}

void Session::showHistory(std::string_view batch) {
  const auto place = batches_.find(batch);
  if (place == batches_.end()) {
    return;
  }
  const std::vector<std::string> lines = std::move(place->second.history);
  if (lines.empty()) {
    return;
  }
  // Several messages may have the same time: what was seen before is what was seen before this batch.
  const auto first = Message::parse(lines.front());
  const Channel* channel = first ? find((*first)[0]) : nullptr;
  history_floor_ = channel == nullptr ? 0 : channel->last_time;
  const std::size_t shown = std::min<std::size_t>(lines.size(), identity_.history);
  for (auto line = lines.end() - static_cast<std::ptrdiff_t>(shown); line != lines.end(); ++line) {
    if (const auto message = Message::parse(*line)) {
      heard(*message, true);
    }
  }
}

void Session::heard(const Message& message, bool history) {
  if (registration_) {
    return;  // a server that looks us up, and says so
  }
  const Source source = message.from();
  const std::string_view target = message[0];
  const std::string_view text = message[1];
  const bool notice = message.command == "NOTICE";
  const std::int64_t server_time = parseServerTime(message.tag("time").value_or("")).value_or(0);
  const bool past = history || (server_time != 0 && wallClock() - server_time > kPastMs);

  Said said;
  said.how = notice ? Said::How::Notice : Said::How::Message;
  said.own = isSelf(source.name);
  said.nick = source.name;
  said.text = text;
  said.time = past ? server_time : 0;

  if (const auto ctcp = parseCtcp(text)) {
    if (!notice && sameWord(ctcp->command, "ACTION")) {
      said.how = Said::How::Action;
      said.text = ctcp->arguments;
    } else {
      if (!said.own && !history) {
        heardCtcp(source.name, ctcp->command, ctcp->arguments, notice);
      }
      return;
    }
  }
  std::string_view channel_name;
  if (isupport_.isChannelOrStatus(target, channel_name)) {
    Channel* channel = find(channel_name);
    if (channel == nullptr || !channel->shown) {
      return;
    }
    const std::int64_t when = server_time != 0 ? server_time : wallClock();
    if (history && when <= history_floor_) {
      return;  // seen already
    }
    channel->last_time = std::max(channel->last_time, when);
    observer_->saidInChannel(*channel, said);
    return;
  }
  if (said.own) {
    // The echo of what was sent here has its label, or the batch has it where more than the echo is answered; without
    // one, another client at the same bouncer has sent it.
    const bool labels = capabilities_.on("labeled-response");
    const bool ours = message.tag("label").has_value() || (capabilities_.on("echo-message") && !labels) ||
                      batchAround(message, [](const Batch& batch) { return batch.labelled; }) != nullptr;
    if (!ours && isSelf(target)) {
      observer_->saidToUser(said);
    } else if (!ours) {
      observer_->saidByUser(target, said);
    }
    return;
  }
  if (source.name.empty() || (source.user.empty() && source.name.find('.') != std::string_view::npos)) {
    observer_->note(said.text);
  } else {
    observer_->saidToUser(said);
  }
}

// https://modern.ircdocs.horse/ctcp: requests are PRIVMSGs, answers are NOTICEs.
void Session::heardCtcp(std::string_view nick, std::string_view command, std::string_view arguments, bool notice) {
  if (notice) {
    observer_->noteAbout(nick, std::string(nick) + " answers " + std::string(command) + ": " + std::string(arguments));
    return;
  }
  std::string answer;
  if (sameWord(command, "VERSION")) {
    answer = formatCtcp("VERSION", "Prism IRC gateway");
  } else if (sameWord(command, "PING")) {
    answer = formatCtcp("PING", arguments);
  } else if (sameWord(command, "TIME")) {
    answer = formatCtcp("TIME", dateAndTime());
  } else if (sameWord(command, "CLIENTINFO")) {
    answer = formatCtcp("CLIENTINFO", "ACTION CLIENTINFO PING TIME VERSION");
  } else {
    return;
  }
  if (!nick.empty() && queue_.idleSize() < kBusyQueue) {
    enqueueIdle(formatLine("NOTICE", {nick, answer}));
  }
}

}  // namespace irc
