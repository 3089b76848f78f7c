// SPDX-License-Identifier: MIT
// The service "prism.avatar/1" (prism/avatar.h): knows which picture each owner has, and puts it into presences and
// vCards. What belongs to a user is in the Session. All functions are [main].
#pragma once

#include "host/avatar/picture_cache.h"
#include "host/avatar/picture_queue.h"
#include "host/avatar/picture_refusals.h"
#include "host/guard/guard.h"
#include "host/plugin/plugin.h"
#include "host/session/bounded_names.h"
#include "host/session/session_table.h"
#include <prism/avatar.h>

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace Poco {
class Logger;
}

namespace prism::host {

class Avatars final : private Guard::PictureSource, private Guard::EndListener, private PictureQueue::Listener {
 public:
  // `cache`: bytes of the pictures in memory. `request`: the time for a fetch, or for an answer of the plugin. `vcard`:
  // the time that the answer to a client waits for a picture. Spectrum gives up after 40 s. `refusal`: the time after
  // which a URL is tried again that a server has refused.
  struct Limits {
    std::size_t cache = std::size_t{32} * 1024 * 1024;
    std::chrono::milliseconds request = PictureQueue::kTimeout;
    std::chrono::milliseconds vcard = std::chrono::seconds(35);
    std::chrono::milliseconds refusal = PictureRefusals::kTime;
  };

  // The references must outlive this; `timers` are the host's.
  Avatars(SessionTable& sessions, Guard& guard, NetworkModule& network, TimerSource& timers, Poco::Logger& log,
          Limits limits);
  ~Avatars();
  Avatars(const Avatars&) = delete;
  Avatars& operator=(const Avatars&) = delete;

  // The plugin uses the service. Until then, presences and vCards are as the plugin sends them.
  void start();

  // Asks the plugin for its table. To be called after create(). `plugin` must outlive this.
  void attach(Plugin& plugin);

  prism_result set(const prism_picture* picture);

  // The session is closed.
  void endSession(const std::string& user) { onSessionEnded(user); }

  // Ends all requests, since the process is about to end. From now on, set() is refused.
  void endAll();

 private:
  // The answer to a client that waits for its picture.
  struct WaitingCard {
    Avatars* avatars = nullptr;
    const PictureOwner* owner = nullptr;  // the key of this entry
    pbnetwork::VCard vcard = {};
    TimerQueue::Id timer = 0;
  };
  using WaitingCards = std::map<PictureOwner, WaitingCard>;

  void onBuddy(Session* session, pbnetwork::Buddy* buddy) override;
  void onParticipant(Room* room, bool own, pbnetwork::Participant* participant) override;
  bool addPhoto(Session* session, pbnetwork::VCard* vcard) override;
  void onSessionEnded(const std::string& user) override;
  bool isCurrent(const PictureOwner& owner, const std::string& source) override;
  const SecretVector<char>& urlOf(const PictureOwner& owner) override { return find(owner)->url; }
  bool ask(const PictureOwner& owner) override;
  void onEnd(const std::string& source, const PictureOwners& owners, PictureEnd end, std::string_view bytes) override;

  Pictures* picturesOf(const PictureOwner& owner);
  void addPictures(const PictureOwner& owner);
  OwnerPicture* find(const PictureOwner& owner);
  prism_result replace(const PictureOwner& owner, OwnerPicture picture);
  prism_result setBytes(const PictureOwner& owner, OwnerPicture picture, std::string_view bytes);
  prism_result setSource(const PictureOwner& owner, OwnerPicture picture);
  void use(const std::string& key, const PictureOwners& owners, std::string_view bytes);
  void show(const PictureOwner& owner, const std::string& key, const std::string& hash);
  void showNone(const PictureOwner& owner);
  void sendAgain(const PictureOwner& owner, const OwnerPicture& picture);
  void remember(const std::string& key, const std::string& hash);
  const SecretVector<char>* bytesOf(const OwnerPicture& picture);
  bool canGet(const OwnerPicture& picture);
  std::string sourceOf(const OwnerPicture& picture);
  bool canWaitForCard(const std::string& user) const;
  void answerCard(const PictureOwner& owner);
  static void onCardTimeOut(void* card, TimerQueue::Id timer);

  // So many answers to clients wait for a picture, in all and to a user. Further ones are sent without.
  static constexpr std::size_t kMostCards = 10'000;
  static constexpr std::size_t kMostCardsOfUser = 500;
  static constexpr std::size_t kMostKnown = 50'000;

  SessionTable& sessions_;
  Guard& guard_;
  NetworkModule& network_;
  TimerSource& timers_;
  Poco::Logger& log_;
  const Limits limits_;
  Plugin* plugin_ = nullptr;  // set if the plugin has the table
  prism_avatar_plugin table_{};
  PictureCache cache_;
  BoundedNames<std::string, kMostKnown> known_;  // hashes by key
  PictureRefusals refusals_;
  PictureQueue queue_;
  WaitingCards cards_;
  std::map<std::string, std::size_t> cards_of_;  // their numbers, by user; none is 0
  bool started_ = false;
  bool over_ = false;
};

}  // namespace prism::host
