// SPDX-License-Identifier: MIT
// Pictures (prism/avatar.h): the input is a sequence of the plugin's calls of avatar.set() with any members, presences,
// requests for vCards, ends of fetches, logins and logouts. The network is a fake.
#include "host/avatar/picture_file.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/serving.h"
#include "tests/support/guard_events.h"

#include <array>
#include <deque>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <string>

namespace {

using namespace prism;
using fuzz::require;
using host::Network;
using pbnetwork::WrapperMessage;

constexpr std::array kUsers = {"alice", "bob", "carol", "dan", "eve", "mallory"};
constexpr std::array kOwners = {"", "bob", "BOB", "dora", "lobby", "b/c", "prism"};
constexpr std::array kNicknames = {"", "", "me", "op", "you"};
constexpr std::array kIds = {"", "1", "2", "a9993e364706816aba3e25717850c26c9cd0d89d"};
constexpr std::array kUrls = {"", "https://x.test/1", "https://x.test/2", "http://[::1]/", "no url"};

// Fetches that end when the input says so.
class ManualNetwork final : public Network {
 public:
  std::unique_ptr<Task> lookUp(const Lookup&, std::function<void(const Answer&)>) override { return nullptr; }
  std::unique_ptr<Task> fetch(const Fetch& fetch, std::function<void(const Fetched&)> done) override {
    require(!fetch.url.empty(), "a URL is fetched");
    open_.emplace(++last_, std::move(done));
    require(open_.size() <= 8, "eight fetches run at a time");
    return std::make_unique<Open>(*this, last_);
  }

  void end(std::size_t which, const Fetched& fetched) {
    if (!open_.empty()) {
      const auto done = std::next(open_.begin(), static_cast<std::ptrdiff_t>(which % open_.size()))->second;
      done(fetched);
    }
  }
  std::size_t size() const { return open_.size(); }

 private:
  struct Open final : Task {
    Open(ManualNetwork& of, int number) : network(of), id(number) {}
    ~Open() override { network.open_.erase(id); }
    ManualNetwork& network;
    const int id;
  };

  std::map<int, std::function<void(const Fetched&)>> open_;
  int last_ = 0;
};

class Play final : public fuzz::Serving {
 public:
  explicit Play(fuzz::Input input) : input_(input) {
    auto network = std::make_unique<ManualNetwork>();
    network_of_pictures_ = network.get();
    network_module_ = std::make_unique<host::NetworkModule>(std::move(network), Poco::Logger::get("Host"));
    const std::uint8_t choice = input_.byte();
    host::Avatars::Limits limits;
    limits.cache = 64;
    impatient_ = choice % 2 == 0;
    if (impatient_) {
      limits.request = limits.vcard = limits.refusal = std::chrono::milliseconds(0);
    }
    pictures_ = std::make_unique<host::Avatars>(sessions_, guard_, *network_module_, timers_, Poco::Logger::get("Host"),
                                                limits);
    answering_.create(nullptr);
    if (choice % 4 < 2) {
      pictures_->attach(answering_);
    }
    pictures_->start();
  }

  void run() {
    while (!input_.done()) {
      act();
      turn();
    }
    for (const char* user : kUsers) {
      logout(user);
    }
    turn();
    require(network_of_pictures_->size() == 0, "no fetch outlives the users who want it");
  }

 private:
  static prism_plugin answeringPlugin() {
    prism_plugin functions{};
    functions.struct_size = sizeof functions;
    functions.create = [](const prism_host*, void** instance) -> prism_result {
      *instance = current_;
      return PRISM_OK;
    };
    functions.get_extension = [](void*, const char* name) -> const void* {
      static const prism_avatar_plugin table{sizeof table, 0, [](void* self, const prism_picture_request* request) {
                                               static_cast<Play*>(self)->onWanted(*request);
                                             }};
      return std::string_view(name) == PRISM_AVATAR ? &table : nullptr;
    };
    return functions;
  }

  void onWanted(const prism_picture_request& request) {
    require(sessions_.find(host::view(request.user)) != nullptr, "the plugin is asked for a user with a session");
    if (input_.byte() % 2 == 0) {
      prism_picture picture{};
      picture.struct_size = sizeof picture;
      picture.user = request.user;
      picture.buddy = request.buddy;
      picture.nickname = request.nickname;
      picture.id = request.id;
      const std::string bytes = image();
      picture.bytes = {bytes.data(), bytes.size()};
      pictures_->set(&picture);
    }
  }

  void onCall(const fuzz::Call& call) override {
    const std::string_view function = call.function;
    if (function == "login") {
      tests::connected(guard_, call.user);
    } else if (function == "vcard_wanted") {
      prism_vcard card{};
      card.struct_size = sizeof card;
      card.user = call.user;
      card.buddy = call.about;
      card.nickname = call.nickname;
      guard_.vcard(&card);
    }
    checkFrames();
  }

  template <std::size_t kSize>
  prism_str choose(const std::array<const char*, kSize>& values) {
    const std::uint8_t choice = input_.byte();
    return host::borrowed(
        lent_.emplace_back(choice < 0xF0 ? std::string(values[choice % kSize]) : std::string(input_.text())));
  }

  // A picture, or what is none.
  std::string image() {
    const std::uint8_t choice = input_.byte();
    return choice % 4 == 0 ? std::string(input_.text()) : "\x89PNG\r\n\x1A\n" + std::string(choice % 32, 'x');
  }

  void act();
  void set();
  void showBuddy();
  void showParticipant();
  void askForCard();
  void endFetch();
  void login(const std::string& user);
  void logout(const std::string& user);

  static inline Play* current_ = nullptr;

  fuzz::Input input_;
  std::deque<std::string> lent_;  // owns the strings of events
  ManualNetwork* network_of_pictures_ = nullptr;
  std::unique_ptr<host::NetworkModule> network_module_;
  bool impatient_ = false;
  host::Plugin answering_{(current_ = this, answeringPlugin()), boundary_};
  std::unique_ptr<host::Avatars> pictures_;
};

void Play::act() {
  switch (input_.byte() % 10) {
    case 0:
      return login(kUsers[input_.byte() % kUsers.size()]);
    case 1:
      return logout(kUsers[input_.byte() % kUsers.size()]);
    case 2:
      return showBuddy();
    case 3:
      return showParticipant();
    case 4:
      return askForCard();
    case 5:
    case 6:
      return endFetch();
    default:
      return set();
  }
}

void Play::set() {
  prism_picture picture{};
  picture.struct_size = input_.byte() == 0xFF ? input_.byte() : std::uint32_t{sizeof picture};
  const std::uint8_t flags = input_.byte();
  picture.flags = flags < 0xE0 ? flags / 0xC0 : flags;
  picture.user = choose(kUsers);
  picture.buddy = choose(kOwners);
  picture.nickname = choose(kNicknames);
  picture.id = choose(kIds);
  picture.url = choose(kUrls);
  const std::string bytes = input_.byte() % 4 == 0 ? image() : "";
  picture.bytes = {bytes.data(), bytes.size()};
  const prism_result result = pictures_->set(&picture);
  require(result != PRISM_OK || sessions_.find(host::view(picture.user)) != nullptr, "pictures are those of users");
  require(result != PRISM_OK || bytes.empty() || host::isPicture(bytes), "what is no picture is not taken");
}

void Play::showBuddy() {
  prism_buddy buddy{};
  buddy.struct_size = sizeof buddy;
  buddy.user = choose(kUsers);
  buddy.buddy = choose(kOwners);
  buddy.status = input_.byte() % 8;
  if (input_.byte() % 8 == 7) {
    const prism_buddy_removed removed{sizeof removed, 0, buddy.user, buddy.buddy};
    guard_.buddyRemoved(&removed);
  } else {
    guard_.buddyChanged(&buddy);
  }
}

void Play::showParticipant() {
  const prism_str user = choose(kUsers);
  if (input_.byte() % 4 == 0 && sessions_.find(host::view(user))) {
    pbnetwork::Room room;
    room.set_username(std::string(host::view(user)));
    room.set_nickname("me");
    room.set_room("lobby");
    room.set_password("");
    request(input_.byte() % 4 == 0 ? WrapperMessage::TYPE_LEAVE_ROOM : WrapperMessage::TYPE_JOIN_ROOM, room);
    tests::joined(guard_, user, PRISM_STR("lobby"), PRISM_STR("me"));
    return;
  }
  prism_participant participant{};
  participant.struct_size = sizeof participant;
  participant.user = user;
  participant.room = PRISM_STR("lobby");
  participant.nickname = choose(kNicknames);
  participant.new_nickname = choose(kNicknames);
  participant.status = input_.byte() % 8;
  guard_.participantChanged(&participant);
}

void Play::askForCard() {
  const std::string user = kUsers[input_.byte() % kUsers.size()];
  const std::string owner = kOwners[input_.byte() % kOwners.size()];
  pbnetwork::VCard card;
  card.set_username(user);
  card.set_buddyname(owner == "lobby" ? "lobby/op" : owner);
  card.set_id(input_.byte());
  request(WrapperMessage::TYPE_VCARD, card);
  if (impatient_) {
    turn();
    turn();
    const host::Session* const session = sessions_.find(user);
    require(!session || !session->hasOpenVCard(card.buddyname()), "each vCard is answered in time");
  }
}

void Play::endFetch() {
  Network::Fetched fetched;
  fetched.outcome = PRISM_FETCH_DONE + input_.byte() % 6;
  fetched.http_status = 200 + input_.number(2) % 400;
  const std::uint8_t which = input_.byte();
  const std::string bytes = image();
  fetched.bytes = fetched.outcome == PRISM_FETCH_DONE ? bytes : "";
  network_of_pictures_->end(which, fetched);
}

void Play::login(const std::string& user) {
  pbnetwork::Login login;
  login.set_user(user);
  login.set_legacyname(user);
  login.set_password("");
  request(WrapperMessage::TYPE_LOGIN, login);
}

void Play::logout(const std::string& user) {
  pbnetwork::Logout logout;
  logout.set_user(user);
  logout.set_legacyname(user);
  request(WrapperMessage::TYPE_LOGOUT, logout);
  pictures_->endSession(user);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Play(fuzz::Input(data, size)).run();
  return 0;
}
