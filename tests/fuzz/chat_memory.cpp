// SPDX-License-Identifier: MIT
// The memory of conversations against a model: vectors that are searched from their ends. Without limits of bytes, both
// must be the same. With them, what is found must be what that user's conversation was told.
#include "host/chat/message_id.h"
#include "host/chat/user_memory.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/require.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace prism;
using namespace std::chrono_literals;
using fuzz::require;
using host::ChatMemory;
using host::ConversationKind;
using host::ConversationName;
using host::MessageFacts;
using host::ReactionSet;
using host::RememberedMessage;
using host::UserMemory;

constexpr std::array kConversations = {
    ConversationName{ConversationKind::kContact, "bob"},
    ConversationName{ConversationKind::kContact, "Bob"},  // the same one
    ConversationName{ConversationKind::kRoom, "bob"},
    ConversationName{ConversationKind::kPrivate, "bob", "op"},
    ConversationName{ConversationKind::kPrivate, "bob", "Op"},
};
constexpr std::array<std::size_t, kConversations.size()> kSame = {0, 0, 2, 3, 4};
constexpr std::array kReactions = {"a", "b", "c", "d", "e"};
constexpr std::array kSenders = {"", "bob", "carol with a long name"};
constexpr std::size_t kUsers = 3;
constexpr std::size_t kMostMessages = 6;
constexpr auto kAge = 100s;

struct Entry {
  std::string network_id;
  std::uint64_t request = 0;
  std::string client_id;
  std::string author;
  std::string text;
  bool own = false;
  bool is_cut = false;
  bool marked = false;
  bool changed = false;  // edited or retracted
  bool retracted = false;
  ChatMemory::Clock::time_point used;
  std::map<std::string, std::vector<std::string>> reactions;

  void setText(std::string_view whole) {
    text = whole.substr(0, RememberedMessage::kMostText);
    is_cut = text.size() < whole.size();
  }
};
using Entries = std::vector<Entry>;

class Play {
 public:
  explicit Play(fuzz::Input input) : input_(input), exact_(input_.byte() % 2 == 0) {
    for (auto& user : users_) {
      user = std::make_unique<UserMemory>(all_);
    }
  }

  void run() {
    while (!input_.done()) {
      act();
      check();
    }
    for (auto& user : users_) {
      user.reset();
    }
    require(all_.bytes() == 0, "nothing is left of users who have left");
  }

 private:
  void act() {
    user_ = input_.byte() % kUsers;
    conversation_ = input_.byte() % kConversations.size();
    now_ += std::chrono::seconds(input_.byte() % 8);
    switch (input_.byte() % 10) {
      case 0:
      case 1:
      case 2:
        return remember();
      case 3:
        return accept();
      case 4:
        return edit();
      case 5:
        return retract();
      case 6:
        return react();
      case 7:
        return input_.byte() % 8 == 0 ? forget() : find();
      case 8:
        return expire();
      default:
        return input_.byte() % 2 == 0 ? takeUnread() : find();
    }
  }

  void remember() {
    Entry entry;
    entry.network_id = id("n");
    entry.own = input_.byte() % 2 == 1;
    entry.request = entry.own ? input_.byte() % 5 : 0;
    entry.client_id = entry.own ? id("c") : "";
    entry.author = id("author");
    const std::string whole = text();
    entry.setText(whole);
    entry.used = now_;
    user().remember(name(), {entry.network_id, entry.request, entry.client_id, entry.author, whole, entry.own}, now_);
    if (entry.network_id.empty() && entry.client_id.empty() && entry.request == 0) {
      return;
    }
    Entry* old =
        entry.own ? findEntry([&](const Entry& e) { return sameId(e.network_id, entry.network_id); }) : nullptr;
    if (!old) {
      entries().push_back(entry);
      if (entries().size() > kMostMessages) {
        entries().erase(entries().begin());
      }
      return;
    }
    old->used = now_;
    old->request = entry.request == 0 ? old->request : entry.request;
    keep(entry.client_id, &old->client_id);
    keep(entry.author, &old->author);
    if (!whole.empty() && !old->retracted) {
      old->setText(whole);
    }
  }

  void accept() {
    const std::uint64_t request = input_.byte() % 5;
    const std::string network_id = id("n");
    const bool accepted = user().accept(name(), request, network_id, now_);
    Entry* sent = byRequest(request);
    const bool expected = sent && !network_id.empty() && sent->network_id.empty();
    require(!exact_ || accepted == expected, "a receipt is for a message without one");
    if (!expected) {
      return;
    }
    Entry merged = *sent;
    merged.network_id = network_id;
    merged.used = now_;
    Entry* echo = findEntry([&](const Entry& e) { return e.own && e.network_id == network_id; });
    if (!echo) {
      *sent = merged;
      return;
    }
    keep(echo->author, &merged.author);
    if (!echo->text.empty() || echo->changed) {  // it is the later one
      merged.text = echo->text;
      merged.is_cut = echo->is_cut;
    }
    merged.changed = echo->changed;
    merged.retracted = echo->retracted;
    merged.reactions = echo->reactions;
    merged.marked = echo->marked;
    *echo = merged;
    entries().erase(entries().begin() + (sent - entries().data()));
  }

  void edit() {
    const std::string network_id = id("n");
    const std::string whole = text();
    if (const auto* found = user().findByNetworkId(name(), network_id)) {
      user().edit(found, whole, now_);
    }
    if (Entry* entry = byNetworkId(network_id)) {
      entry->setText(whole);
      entry->changed = true;
      entry->used = now_;
    }
  }

  void retract() {
    const std::string network_id = id("n");
    if (const auto* found = user().findByNetworkId(name(), network_id)) {
      user().retract(found, now_);
    }
    if (Entry* entry = byNetworkId(network_id)) {
      entry->setText({});
      entry->changed = entry->retracted = true;
      entry->reactions.clear();
      entry->used = now_;
    }
  }

  void react() {
    const std::string network_id = id("n");
    const std::string sender = kSenders[input_.byte() % kSenders.size()];
    ReactionSet set;
    for (unsigned bits = input_.byte(), i = 0; i < kReactions.size(); ++i) {
      if ((bits >> i) % 2 == 1) {
        set.emplace_back(kReactions[i]);
      }
    }
    if (const auto* found = user().findByNetworkId(name(), network_id)) {
      user().react(found, sender, set, now_);
    }
    if (Entry* entry = byNetworkId(network_id)) {
      entry->reactions[sender] = {set.begin(), set.end()};
      entry->used = now_;
    }
  }

  void forget() {
    if (input_.byte() % 4 == 0) {
      user().forgetAll();
      model_[user_].clear();
    } else {
      user().forget(name());
      entries().clear();
    }
  }

  void expire() {
    all_.expire(now_);
    for (auto& conversations : model_) {
      for (auto& [conversation, its_entries] : conversations) {
        std::erase_if(its_entries, [&](const Entry& e) { return now_ - e.used >= kAge; });
      }
    }
  }

  void takeUnread() {
    const RememberedMessage* taken = user().takeUnread(name());
    Entry* last = findEntry([](const Entry& e) { return !e.own || e.marked; });
    last = last && last->marked ? nullptr : last;
    compare(taken, last);
    require(!taken || !taken->networkId().empty(), "a message that is marked as read has an id");
    for (Entry& entry : entries()) {
      entry.marked = entry.marked || (last && &entry <= last);
    }
  }

  void find() {
    const std::string network_id = id("n");
    const std::uint64_t request = input_.byte() % 5;
    const std::string client_id = id("c");
    const std::string quoted = text();
    const auto isQuoted = [&](const Entry& e) {
      return !e.text.empty() && !e.retracted && (e.is_cut ? quoted.starts_with(e.text) : quoted == e.text);
    };
    compare(user().findByNetworkId(name(), network_id), byNetworkId(network_id));
    compare(user().findByStanzaId(name(), client_id),
            findEntry([&](const Entry& e) { return sameId(e.client_id, client_id); }));
    compare(user().findByRequest(name(), request), byRequest(request));
    if (!network_id.empty()) {
      compare(user().findByStanzaId(name(), host::stanzaIdOf(network_id)), byNetworkId(network_id));
    }
    compare(user().findLast(name(), true), findEntry([](const Entry& e) { return e.own && !e.retracted; }));
    compare(user().findLast(name(), false), findEntry([](const Entry& e) { return !e.own && !e.retracted; }));
    compare(user().findQuoted(name(), quoted), findEntry(isQuoted));
  }

  void compare(const RememberedMessage* found, const Entry* entry) const {
    if (found) {
      const std::string_view told = found->facts().text;
      require(told.empty() || told.starts_with(mark()), "nobody is given another conversation's text");
    }
    if (!exact_) {
      return;
    }
    require((found != nullptr) == (entry != nullptr), "the same messages are remembered");
    if (!found) {
      return;
    }
    const MessageFacts facts = found->facts();
    require(facts.network_id == entry->network_id && facts.client_id == entry->client_id, "the ids are the same");
    require(facts.request == entry->request, "the number of the request is the same");
    require(facts.author == entry->author, "the author is the same");
    require(facts.text == entry->text && facts.is_cut == entry->is_cut, "the text is the same");
    require(facts.own == entry->own, "the user's own messages are the same");
    for (const char* sender : kSenders) {
      const auto its = entry->reactions.find(sender);
      const ReactionSet set = found->reactions().of(sender);
      const std::vector<std::string> told(set.begin(), set.end());
      require(told == (its == entry->reactions.end() ? std::vector<std::string>() : its->second),
              "the reactions are the same");
    }
  }

  void check() {
    std::size_t sum = 0;
    for (std::size_t i = 0; i < kUsers; ++i) {
      sum += users_[i]->bytes();
      require(users_[i]->bytes() <= limits_.user_bytes, "no user has more than the limit");
      require((users_[i]->bytes() == 0) == (users_[i]->conversations() == 0), "an empty memory takes no bytes");
      const auto others = std::count_if(model_[i].begin(), model_[i].end(),
                                        [](const auto& conversation) { return !conversation.second.empty(); });
      require(!exact_ || users_[i]->conversations() == static_cast<std::size_t>(others),
              "there are no conversations without a message");
    }
    require(sum == all_.bytes(), "the bytes of all are those of each");
    require(sum <= limits_.bytes, "all users together have no more than the limit");
  }

  static bool sameId(std::string_view id, std::string_view wanted) { return !wanted.empty() && id == wanted; }
  static void keep(const std::string& preferred, std::string* value) {
    if (!preferred.empty()) {
      *value = preferred;
    }
  }

  Entry* byNetworkId(const std::string& id) {
    return findEntry([&](const Entry& e) { return sameId(e.network_id, id); });
  }

  Entry* byRequest(std::uint64_t request) {
    return findEntry([&](const Entry& e) { return request != 0 && e.request == request; });
  }

  template <typename Fits>
  Entry* findEntry(const Fits& fits) {
    Entries& all = entries();
    const auto found = std::find_if(all.rbegin(), all.rend(), fits);
    return found == all.rend() ? nullptr : &*found;
  }

  UserMemory& user() { return *users_[user_]; }
  const ConversationName& name() const { return kConversations[conversation_]; }
  Entries& entries() { return model_[user_][kSame[conversation_]]; }

  // Some ids are plain, some are hashed in stanzas, some are empty.
  std::string id(const std::string& kind) {
    const unsigned choice = input_.byte() % 10;
    return choice == 0 ? "" : kind + (choice % 2 == 0 ? " " : "") + std::to_string(choice);
  }

  std::string mark() const { return std::to_string(user_) + '/' + std::to_string(kSame[conversation_]) + '/'; }

  // A text that says whose it is. Some are too long to be remembered whole.
  std::string text() {
    const unsigned choice = input_.byte() % 8;
    return choice == 0 ? "" : mark() + std::string(choice * 40, static_cast<char>('a' + choice));
  }

  fuzz::Input input_;
  const bool exact_;
  const ChatMemory::Limits limits_{.bytes = exact_ ? std::size_t{1} << 30 : 20'000,
                                   .user_bytes = exact_ ? std::size_t{1} << 30 : ChatMemory::kLeastOfUser / 2,
                                   .conversation_messages = kMostMessages,
                                   .age = kAge};
  ChatMemory all_{limits_};
  std::array<std::unique_ptr<UserMemory>, kUsers> users_;
  std::array<std::map<std::size_t, Entries>, kUsers> model_;
  std::size_t user_ = 0;
  std::size_t conversation_ = 0;
  ChatMemory::Clock::time_point now_{1000s};
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Play(fuzz::Input(data, size)).run();
  return 0;
}
