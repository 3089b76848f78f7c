// SPDX-License-Identifier: MIT
// prism.avatar/1 on a fake network and with a fake plugin: hashes in presences, photos in vCards, and the pictures that
// are fetched and asked for.
#include "host/avatar/avatars.h"

#include "host/avatar/picture_file.h"
#include "tests/host/unit/fake_network.h"
#include "tests/host/unit/guard_test.h"

#include <functional>
#include <optional>

namespace prism::tests {
namespace {

using host::Network;
using std::chrono::milliseconds;

std::string png(const std::string& rest) { return "\x89PNG\r\n\x1A\n" + rest; }
std::string hashOf(const std::string& bytes) { return host::sha1Of(bytes); }

class AvatarsTest : public GuardTest {
 protected:
  AvatarsTest() {
    auto network = std::make_unique<FakeNetwork>();
    fake_ = network.get();
    network_.emplace(std::move(network), log_.logger());
    begin({});
  }

  void begin(host::Avatars::Limits limits, bool can_ask = true) {
    avatars_.reset();
    prism_plugin functions{};
    functions.struct_size = sizeof functions;
    functions.create = [](const prism_host*, void** instance) -> prism_result {
      *instance = current_;
      return PRISM_OK;
    };
    if (can_ask) {
      functions.get_extension = [](void*, const char* name) -> const void* {
        static const prism_avatar_plugin table{sizeof table, 0, [](void* self, const prism_picture_request* request) {
                                                 static_cast<AvatarsTest*>(self)->onWanted(*request);
                                               }};
        return std::string_view(name) == PRISM_AVATAR ? &table : nullptr;
      };
    }
    current_ = this;
    plugin_.emplace(functions, boundary_);
    plugin_->create(nullptr);
    avatars_.emplace(sessions_, guard_, *network_, timers_, log_.logger(), limits);
    avatars_->attach(*plugin_);
    avatars_->start();
  }

  // The avatars without a time to wait.
  static host::Avatars::Limits impatient() {
    host::Avatars::Limits limits;
    limits.request = limits.vcard = milliseconds(0);
    return limits;
  }

  void onWanted(const prism_picture_request& request) {
    EXPECT_EQ(request.struct_size, sizeof request);
    wanted_.push_back(fmt::format("{} {}/{} {}", host::view(request.user), host::view(request.buddy),
                                  host::view(request.nickname), host::view(request.id)));
    if (then_) {
      then_(request);
    }
  }

  static prism_picture pictureOf(const char* buddy, const char* nickname = "") {
    prism_picture picture{};
    picture.struct_size = sizeof picture;
    picture.user = kAlice;
    picture.buddy = prism_str_from(buddy);
    picture.nickname = prism_str_from(nickname);
    return picture;
  }
  prism_result setBytes(const char* buddy, const std::string& bytes, const char* id = "", const char* nickname = "") {
    prism_picture picture = pictureOf(buddy, nickname);
    picture.id = prism_str_from(id);
    picture.bytes = {bytes.data(), bytes.size()};
    return avatars_->set(&picture);
  }
  prism_result setUrl(const char* buddy, const char* url, const char* id = "", prism_str user = kAlice) {
    prism_picture picture = pictureOf(buddy);
    picture.user = user;
    picture.id = prism_str_from(id);
    picture.url = prism_str_from(url);
    return avatars_->set(&picture);
  }
  // Opens a session, and returns the name of the user.
  std::string openUser(int number) {
    std::string user = fmt::format("user{}", number);
    sessions_.open(user);
    return user;
  }

  // Sets so many pictures for a user whose servers do not answer.
  void hangPictures(const std::string& user, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      const std::string url = fmt::format("https://hangs.test/{}/{}", user, i);
      ASSERT_EQ(setUrl(fmt::format("b{}", i).c_str(), url.c_str(), "", host::borrowed(user)), PRISM_OK);
    }
  }

  prism_result setId(const char* buddy, const char* id, const char* nickname = "") {
    prism_picture picture = pictureOf(buddy, nickname);
    picture.id = prism_str_from(id);
    return avatars_->set(&picture);
  }
  prism_result setNone(const char* buddy) {
    prism_picture picture = pictureOf(buddy);
    picture.flags = PRISM_PICTURE_NONE;
    return avatars_->set(&picture);
  }

  // Sends a presence of a contact, and returns the frames. An empty alias means the same as none.
  Lines show(const char* name, std::uint32_t status = PRISM_STATUS_ONLINE, const char* hash = "") {
    prism_buddy event = buddy();
    event.buddy = prism_str_from(name);
    event.status = status;
    event.status_text = PRISM_STR("here");
    event.icon_hash = prism_str_from(hash);
    EXPECT_EQ(guard_.buddyChanged(&event), PRISM_OK);
    Lines frames = takeFrames();
    const std::string empty = " alias=\"\"";
    for (std::string& frame : frames) {
      if (const std::size_t place = frame.find(empty); place != std::string::npos) {
        frame.erase(place, empty.size());
      }
    }
    return frames;
  }
  static std::string presence(const std::string& name, const std::string& hash, int status = 0) {
    return fmt::format(
        "BUDDY_CHANGED userName=\"alice\" buddyName=\"{}\" status={} statusmessage=\"here\" iconhash=\"{}\" "
        "blocked=false",
        name, status, hash);
  }

  Lines enter(const char* nickname, const char* new_nickname = "", std::uint32_t status = PRISM_STATUS_ONLINE) {
    prism_participant event = participant();
    event.nickname = prism_str_from(nickname);
    event.new_nickname = prism_str_from(new_nickname);
    event.status = status;
    EXPECT_EQ(guard_.participantChanged(&event), PRISM_OK);
    return takeFrames();
  }
  static std::string inRoom(const std::string& nickname, const std::string& hash, const std::string& more = "") {
    return fmt::format(
        "PARTICIPANT_CHANGED userName=\"alice\" room=\"lobby\" nickname=\"{}\" flag=0 status=0 statusmessage=\"\" "
        "{}iconhash=\"{}\" alias=\"\"",
        nickname, more, hash);
  }

  // A client asks for a vCard, and the plugin answers without a photo.
  prism_result card(const char* buddy, const char* nickname = "", int id = 7) {
    const std::string name = *nickname ? fmt::format("{}/{}", buddy, nickname) : std::string(buddy);
    alice().openVCard(name, id);
    prism_vcard event = vcard();
    event.buddy = prism_str_from(buddy);
    event.nickname = prism_str_from(nickname);
    event.full_name = PRISM_STR("Bob");
    return guard_.vcard(&event);
  }
  static std::string cardOf(const std::string& name, std::size_t photo, int id = 7) {
    return fmt::format(
        "VCARD userName=\"alice\" buddyName=\"{}\" id={} fullname=\"Bob\" nickname=\"\" photo=\"{} bytes\"", name, id,
        photo);
  }

  void run() {
    timers_.runDue(
        [](host::TimerQueue::Callback callback, void* data, host::TimerQueue::Id timer) { callback(data, timer); });
  }
  void finish(const std::string& url, const std::string& bytes, std::uint32_t outcome = PRISM_FETCH_DONE,
              std::uint32_t http_status = 200) {
    const auto done = fake_->fetches.at(url).second;
    Network::Fetched fetched;
    fetched.outcome = outcome;
    fetched.http_status = http_status;
    fetched.bytes = bytes;
    done(fetched);
  }

  static inline AvatarsTest* current_ = nullptr;
  host::WriteSide write_side_;
  host::CallMonitor calls_{write_side_};
  host::PluginBoundary boundary_{faults_, calls_};
  host::TimerSource timers_;
  FakeNetwork* fake_ = nullptr;
  std::optional<host::NetworkModule> network_;
  std::optional<host::Plugin> plugin_;
  std::optional<host::Avatars> avatars_;
  Lines wanted_;
  std::function<void(const prism_picture_request&)> then_;
};

TEST_F(AvatarsTest, APresenceAfterThePictureHasItsHash) {
  const std::string bytes = png("bob");
  EXPECT_EQ(setBytes("bob", bytes), PRISM_OK);
  EXPECT_EQ(takeFrames(), Lines{});
  EXPECT_EQ(show("bob"), Lines{presence("bob", hashOf(bytes))});
  EXPECT_EQ(show("BOB"), Lines{presence("BOB", hashOf(bytes))}) << "XMPP takes it for the same contact";
  EXPECT_EQ(show("carol"), Lines{presence("carol", "")});
}

TEST_F(AvatarsTest, APictureAfterThePresenceSendsItAgain) {
  show("bob", PRISM_STATUS_AWAY);
  const std::string first = png("1");
  const std::string second = png("2");
  EXPECT_EQ(setBytes("bob", first), PRISM_OK);
  EXPECT_EQ(takeFrames(), Lines{presence("bob", hashOf(first), 1)});
  EXPECT_EQ(setBytes("bob", first), PRISM_OK);
  EXPECT_EQ(takeFrames(), Lines{}) << "nothing has changed";
  EXPECT_EQ(setBytes("bob", second), PRISM_OK);
  EXPECT_EQ(takeFrames(), Lines{presence("bob", hashOf(second), 1)});
  EXPECT_EQ(setNone("bob"), PRISM_OK);
  EXPECT_EQ(takeFrames(), Lines{presence("bob", "", 1)});
}

TEST_F(AvatarsTest, AnOfflineContactIsNotShownAgain) {
  show("bob", PRISM_STATUS_OFFLINE);
  EXPECT_EQ(setBytes("bob", png("1")), PRISM_OK);
  EXPECT_EQ(takeFrames(), Lines{});
}

TEST_F(AvatarsTest, AHashOfThePluginsOwnStays) {
  EXPECT_EQ(show("bob", PRISM_STATUS_ONLINE, "beef"), Lines{presence("bob", "beef")});
  EXPECT_EQ(setBytes("bob", png("1")), PRISM_OK);
  EXPECT_EQ(takeFrames(), Lines{});
  EXPECT_EQ(show("bob", PRISM_STATUS_ONLINE, "beef"), Lines{presence("bob", "beef")});
}

TEST_F(AvatarsTest, ARemovedContactHasNoPicture) {
  setBytes("bob", png("1"));
  show("bob");
  const prism_buddy_removed removed{sizeof removed, 0, kAlice, kBob};
  EXPECT_EQ(guard_.buddyRemoved(&removed), PRISM_OK);
  takeFrames();
  EXPECT_EQ(show("bob"), Lines{presence("bob", "")});
}

TEST_F(AvatarsTest, ParticipantsHavePicturesWhileTheyAreThere) {
  const std::string bytes = png("op");
  EXPECT_EQ(setBytes("lobby", bytes, "", "op"), PRISM_OK);
  EXPECT_EQ(enter("op"), Lines{inRoom("op", hashOf(bytes))});
  EXPECT_EQ(enter("op", "boss"), Lines{inRoom("op", hashOf(bytes), "newname=\"boss\" ")});
  const std::string other = png("boss");
  EXPECT_EQ(setBytes("lobby", other, "", "boss"), PRISM_OK);
  EXPECT_EQ(takeFrames(), Lines{inRoom("boss", hashOf(other))});
  EXPECT_EQ(enter("op"), Lines{inRoom("op", "")}) << "somebody else";
  enter("boss", "", PRISM_STATUS_OFFLINE);
  EXPECT_EQ(enter("boss"), Lines{inRoom("boss", "")}) << "perhaps somebody else";
  setBytes("lobby", bytes, "", "op");
  takeFrames();
  alice().leaveRoom("lobby");
  alice().enterRoom("lobby", "me");
  alice().findRoom("lobby")->seen_nickname = "me";
  EXPECT_EQ(enter("op"), Lines{inRoom("op", "")});
}

TEST_F(AvatarsTest, ARoomThatTheUserIsNotInHasNoPictures) {
  expectRefused(setBytes("attic", png("1"), "", "op"), PRISM_ERR_STATE,
                "avatar.set: user 'alice' has not joined 'attic'");
}

TEST_F(AvatarsTest, AVCardGetsThePicture) {
  const std::string bytes = png("bob");
  setBytes("bob", bytes);
  setBytes("", png("alice's own"));
  EXPECT_EQ(card("bob"), PRISM_OK);
  EXPECT_EQ(takeFrames(), Lines{cardOf("bob", bytes.size())});
  EXPECT_EQ(card(""), PRISM_OK);
  EXPECT_EQ(takeFrames(), Lines{cardOf("", png("alice's own").size())});
  EXPECT_EQ(card("carol"), PRISM_OK);
  EXPECT_EQ(takeFrames(), Lines{cardOf("carol", 0)});
  setBytes("lobby", bytes, "", "op");
  EXPECT_EQ(card("lobby", "op"), PRISM_OK);
  EXPECT_EQ(takeFrames(), Lines{cardOf("lobby/op", bytes.size())});
}

TEST_F(AvatarsTest, APhotoOfThePluginsOwnStays) {
  setBytes("bob", png("of the service"));
  alice().openVCard("bob", 7);
  prism_vcard event = vcard();
  event.photo = {"abc", 3};
  EXPECT_EQ(guard_.vcard(&event), PRISM_OK);
  const auto frames = takeFrames();
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_TRUE(frames[0].ends_with("photo=\"3 bytes\"")) << frames[0];
}

TEST_F(AvatarsTest, AUrlIsFetchedOnceForAll) {
  show("bob");
  show("carol");
  EXPECT_EQ(setUrl("bob", "https://x.test/1"), PRISM_OK);
  EXPECT_EQ(setUrl("carol", "https://x.test/1"), PRISM_OK);
  run();
  ASSERT_EQ(fake_->fetches.size(), 1U);
  EXPECT_EQ(fake_->fetches.begin()->second.first.max_size, guard_.largestPhoto());
  const std::string bytes = png("1");
  finish("https://x.test/1", bytes);
  EXPECT_EQ(takeFrames(), (Lines{presence("bob", hashOf(bytes)), presence("carol", hashOf(bytes))}));
  EXPECT_EQ(setUrl("bob", "https://x.test/1"), PRISM_OK);
  run();
  EXPECT_TRUE(fake_->fetches.empty());
}

TEST_F(AvatarsTest, AnIdThatIsKnownIsNotFetchedAgain) {
  setUrl("bob", "https://x.test/1?signed=1", "file-1");
  run();
  const std::string bytes = png("1");
  finish("https://x.test/1?signed=1", bytes);
  setUrl("carol", "https://x.test/1?signed=2", "file-1");
  run();
  EXPECT_TRUE(fake_->fetches.empty());
  EXPECT_EQ(show("carol"), Lines{presence("carol", hashOf(bytes))});
  EXPECT_EQ(card("carol"), PRISM_OK);
  EXPECT_EQ(takeFrames(), Lines{cardOf("carol", bytes.size())});
}

TEST_F(AvatarsTest, TheOldHashStaysUntilTheNewPictureIsHere) {
  const std::string old = png("old");
  setBytes("bob", old);
  show("bob");
  setUrl("bob", "https://x.test/new");
  EXPECT_EQ(show("bob"), Lines{presence("bob", hashOf(old))});
  run();
  finish("https://x.test/new", png("new"));
  EXPECT_EQ(takeFrames(), Lines{presence("bob", hashOf(png("new")))});
}

TEST_F(AvatarsTest, APageIsNoPicture) {
  show("bob");
  setUrl("bob", "https://x.test/1");
  run();
  finish("https://x.test/1", "<html>not here</html>");
  setUrl("bob", "https://x.test/1");
  run();
  EXPECT_TRUE(fake_->fetches.empty()) << "it would be the same page";
  EXPECT_EQ(takeFrames(), Lines{});
  EXPECT_EQ(card("bob"), PRISM_OK);
  EXPECT_EQ(takeFrames(), Lines{cardOf("bob", 0)});
  EXPECT_EQ(log_.take(), Lines{});
}

TEST_F(AvatarsTest, AFetchThatMaySucceedLaterIsTriedAgain) {
  for (const auto& [outcome, status, again] :
       {std::tuple{PRISM_FETCH_FAILED, 0U, true}, std::tuple{PRISM_FETCH_TIMED_OUT, 0U, true},
        std::tuple{PRISM_FETCH_REFUSED, 503U, true}, std::tuple{PRISM_FETCH_REFUSED, 429U, true},
        std::tuple{PRISM_FETCH_REFUSED, 404U, false}, std::tuple{PRISM_FETCH_FORBIDDEN, 0U, false},
        std::tuple{PRISM_FETCH_TOO_LARGE, 0U, false}}) {
    const std::string url = fmt::format("https://x.test/{}-{}", outcome, status);
    setUrl("bob", url.c_str());
    run();
    finish(url, "", outcome, status);
    setUrl("bob", url.c_str());
    run();
    EXPECT_EQ(fake_->fetches.size(), again ? 1U : 0U) << url << ", before a refusal is forgotten";
    setNone("bob");
    EXPECT_TRUE(fake_->fetches.empty()) << "nobody wants it any more";
  }
  EXPECT_EQ(log_.take(), Lines{});
}

TEST_F(AvatarsTest, ARefusedUrlSpoilsTheIdForNobodyElse) {
  sessions_.open("mallory");
  show("bob");
  EXPECT_EQ(setUrl("eve", "https://x.test/forbidden", "77", kMallory), PRISM_OK);
  run();
  finish("https://x.test/forbidden", "", PRISM_FETCH_REFUSED, 403);
  EXPECT_EQ(setUrl("bob", "https://x.test/works", "77"), PRISM_OK);
  run();
  finish("https://x.test/works", png("77"));
  EXPECT_EQ(takeFrames(), Lines{presence("bob", hashOf(png("77")))});
  EXPECT_EQ(card("bob"), PRISM_OK);
  EXPECT_EQ(takeFrames(), Lines{cardOf("bob", png("77").size())});
}

TEST_F(AvatarsTest, UrlsOfOneIdAreFetchedBesideEachOther) {
  sessions_.open("mallory");
  show("bob");
  setUrl("eve", "https://x.test/hangs", "77", kMallory);
  setUrl("bob", "https://x.test/works", "77");
  setUrl("dan", "https://x.test/works", "77");
  run();
  EXPECT_EQ(fake_->fetches.size(), 2U);
  finish("https://x.test/works", png("77"));
  EXPECT_TRUE(fake_->fetches.empty()) << "the picture is here";
  EXPECT_EQ(takeFrames(), Lines{presence("bob", hashOf(png("77")))});
  EXPECT_EQ(show("dan"), Lines{presence("dan", hashOf(png("77")))});
}

TEST_F(AvatarsTest, ARefusalDoesNotLast) {
  host::Avatars::Limits limits;
  limits.refusal = milliseconds(0);
  begin(limits);
  show("bob");
  setUrl("bob", "https://x.test/1", "77");
  run();
  finish("https://x.test/1", "", PRISM_FETCH_REFUSED, 403);
  setUrl("bob", "https://x.test/1", "77");
  run();
  finish("https://x.test/1", "", PRISM_FETCH_REFUSED, 403);
  EXPECT_EQ(takeFrames(), Lines{});
  EXPECT_EQ(card("bob"), PRISM_OK);
  run();
  finish("https://x.test/1", png("77"));
  EXPECT_EQ(takeFrames(), (Lines{presence("bob", hashOf(png("77"))), cardOf("bob", png("77").size())}));
}

TEST_F(AvatarsTest, ARefusedPictureIsShownNoMore) {
  const std::string old = png("old");
  setBytes("bob", old);
  show("bob");
  setUrl("bob", "https://x.test/1");
  run();
  finish("https://x.test/1", "", PRISM_FETCH_REFUSED, 403);
  EXPECT_EQ(takeFrames(), Lines{presence("bob", "")});
  EXPECT_EQ(card("bob"), PRISM_OK);
  EXPECT_EQ(takeFrames(), Lines{cardOf("bob", 0)}) << "it would be refused again";
}

TEST_F(AvatarsTest, AFreshUrlIsTriedAfterTheOldOneHasFailed) {
  show("bob");
  setUrl("bob", "https://x.test/?signed=1", "77");
  run();
  setUrl("bob", "https://x.test/?signed=2", "77");
  EXPECT_EQ(fake_->fetches.size(), 1U) << "the first one may succeed";
  card("bob");
  finish("https://x.test/?signed=1", "", PRISM_FETCH_REFUSED, 403);
  EXPECT_EQ(takeFrames(), Lines{}) << "the client waits for the second one";
  run();
  finish("https://x.test/?signed=2", png("77"));
  EXPECT_EQ(takeFrames(), (Lines{presence("bob", hashOf(png("77"))), cardOf("bob", png("77").size())}));
  setUrl("bob", "https://x.test/?signed=3", "78");
  run();
  setUrl("bob", "https://x.test/?signed=4", "78");
  finish("https://x.test/?signed=3", png("78"));
  run();
  EXPECT_TRUE(fake_->fetches.empty());
  EXPECT_EQ(takeFrames(), Lines{presence("bob", hashOf(png("78")))});
}

TEST_F(AvatarsTest, AVCardWaitsForThePicture) {
  setUrl("bob", "https://x.test/1");
  EXPECT_EQ(card("bob"), PRISM_OK);
  EXPECT_EQ(takeFrames(), Lines{});
  run();
  finish("https://x.test/1", png("1"));
  EXPECT_EQ(takeFrames(), Lines{cardOf("bob", png("1").size())});
  EXPECT_FALSE(alice().hasOpenVCard("bob"));
  setUrl("carol", "https://x.test/2");
  EXPECT_EQ(card("carol"), PRISM_OK);
  run();
  finish("https://x.test/2", "", PRISM_FETCH_FAILED, 0);
  EXPECT_EQ(takeFrames(), Lines{cardOf("carol", 0)});
}

TEST_F(AvatarsTest, AVCardDoesNotWaitForever) {
  host::Avatars::Limits limits;
  limits.vcard = milliseconds(0);
  begin(limits);
  for (const char* name : {"carol", "bob", "dan"}) {
    setUrl(name, fmt::format("https://x.test/{}", name).c_str());
    EXPECT_EQ(card(name), PRISM_OK);
  }
  setNone("bob");
  EXPECT_EQ(takeFrames(), Lines{cardOf("bob", 0)});
  run();
  EXPECT_EQ(takeFrames(), (Lines{cardOf("carol", 0), cardOf("dan", 0)})) << "each once";
}

TEST_F(AvatarsTest, AVCardThatWaitsGetsTheNextPicture) {
  setUrl("bob", "https://x.test/1");
  card("bob");
  setBytes("bob", png("next"));
  EXPECT_EQ(takeFrames(), Lines{cardOf("bob", png("next").size())});
  setUrl("bob", "https://x.test/2");
  card("bob");
  setNone("bob");
  EXPECT_EQ(takeFrames(), Lines{cardOf("bob", 0)});
}

TEST_F(AvatarsTest, ThePluginIsAskedForAnIdAfterItsOwnCall) {
  show("Bob");
  EXPECT_EQ(setId("Bob", "file-1"), PRISM_OK);
  EXPECT_EQ(wanted_, Lines{});
  run();
  EXPECT_EQ(wanted_, Lines{"alice Bob/ file-1"});
  EXPECT_EQ(setBytes("Bob", png("1"), "file-1"), PRISM_OK);
  EXPECT_EQ(takeFrames(), Lines{presence("Bob", hashOf(png("1")))});
  setId("carol", "file-1");
  setId("lobby", "file-1", "op");
  run();
  EXPECT_EQ(wanted_.size(), 1U) << "the picture is known";
  EXPECT_EQ(enter("op"), Lines{inRoom("op", hashOf(png("1")))});
}

TEST_F(AvatarsTest, AnAnswerWithinTheQuestionCounts) {
  then_ = [this](const prism_picture_request&) { EXPECT_EQ(setBytes("bob", png("1"), "file-1"), PRISM_OK); };
  show("bob");
  setId("bob", "file-1");
  setId("carol", "file-1");
  run();
  EXPECT_EQ(wanted_, Lines{"alice bob/ file-1"});
  EXPECT_EQ(takeFrames(), Lines{presence("bob", hashOf(png("1")))});
  EXPECT_EQ(show("carol"), Lines{presence("carol", hashOf(png("1")))});
}

TEST_F(AvatarsTest, AQuestionWithoutAnAnswerEnds) {
  begin(impatient());
  setId("bob", "file-1");
  run();
  EXPECT_EQ(wanted_, Lines{"alice bob/ file-1"});
  run();
  EXPECT_EQ(log_.take(), Lines{"the plugin has not answered avatar.wanted in time, so a picture is left out"});
  EXPECT_EQ(setBytes("bob", png("late"), "file-1"), PRISM_OK);
  EXPECT_EQ(show("bob"), Lines{presence("bob", hashOf(png("late")))});
}

TEST_F(AvatarsTest, APluginThatThrowsIsNotQuoted) {
  then_ = [](const prism_picture_request&) { throw std::runtime_error("file-1"); };
  setId("bob", "file-1");
  card("bob");
  run();
  EXPECT_EQ(takeFrames(), Lines{cardOf("bob", 0)});
  const Lines log = log_.take();
  ASSERT_EQ(log.size(), 1U);
  EXPECT_EQ(log[0].find("file-1"), std::string::npos) << log[0];
}

TEST_F(AvatarsTest, AnotherOwnerIsAskedAboutAfterTheFirstHasGone) {
  sessions_.open("mallory");
  setId("bob", "file-1");
  prism_picture hers = pictureOf("bob");
  hers.user = kMallory;
  hers.id = PRISM_STR("file-1");
  EXPECT_EQ(avatars_->set(&hers), PRISM_OK);
  run();
  EXPECT_EQ(wanted_, Lines{"alice bob/ file-1"});
  sessions_.close("alice");
  avatars_->endSession("alice");
  run();
  EXPECT_EQ(wanted_, (Lines{"alice bob/ file-1", "mallory bob/ file-1"}));
}

TEST_F(AvatarsTest, APictureThatHasLeftMemoryIsAskedForAgain) {
  host::Avatars::Limits limits;
  limits.cache = png("1").size();
  begin(limits);
  setBytes("bob", png("1"));
  setBytes("carol", png("2"), "file-2");
  EXPECT_EQ(show("bob"), Lines{presence("bob", hashOf(png("1")))});
  card("bob");
  EXPECT_EQ(takeFrames(), Lines{});
  run();
  EXPECT_EQ(wanted_, Lines{"alice bob/ "});
  setBytes("bob", png("1"));
  EXPECT_EQ(takeFrames(), Lines{cardOf("bob", png("1").size())});
  card("carol");
  run();
  EXPECT_EQ(wanted_.back(), "alice carol/ file-2");
}

TEST_F(AvatarsTest, WithoutWantedItIsLeftOut) {
  host::Avatars::Limits limits;
  limits.cache = png("1").size();
  begin(limits, false);
  setBytes("bob", png("1"));
  setBytes("carol", png("2"));
  card("bob");
  EXPECT_EQ(takeFrames(), Lines{cardOf("bob", 0)});
  expectRefused(setId("bob", "file-1"), PRISM_ERR_ARGUMENT,
                "avatar.set: id is alone, but the plugin has no wanted() of prism.avatar/1");
}

TEST_F(AvatarsTest, AUserFetchesTwoAndAllEight) {
  for (const char* name : {"a", "b", "c", "d"}) {
    setUrl(name, fmt::format("https://x.test/{}", name).c_str());
  }
  run();
  EXPECT_EQ(fake_->fetches.size(), 2U);
  for (int i = 0; i < 10; ++i) {
    const std::string user = openUser(i);
    EXPECT_EQ(setUrl("bob", ("https://x.test/" + user).c_str(), "", host::borrowed(user)), PRISM_OK);
  }
  run();
  EXPECT_EQ(fake_->fetches.size(), 8U);
  card("d");
  finish("https://x.test/user0", png("0"));
  finish("https://x.test/user1", png("1"));
  finish("https://x.test/user2", png("2"));
  finish("https://x.test/user3", png("3"));
  finish("https://x.test/a", png("a"));
  finish("https://x.test/b", png("b"));
  run();
  EXPECT_TRUE(fake_->fetches.contains("https://x.test/d")) << "a client waits for it";
  EXPECT_FALSE(fake_->fetches.contains("https://x.test/c"));
}

TEST_F(AvatarsTest, AUserDoesNotWaitForTheManyPicturesOfOthers) {
  for (int i = 0; i < 4; ++i) {
    hangPictures(openUser(i), 100);
  }
  run();
  setUrl("bob", "https://x.test/bob");
  run();
  EXPECT_TRUE(fake_->fetches.contains("https://x.test/bob")) << "four users leave places";
  finish("https://x.test/bob", png("bob"));
  for (int i = 4; i < 8; ++i) {
    hangPictures(openUser(i), 100);
  }
  run();
  EXPECT_EQ(fake_->fetches.size(), 8U);
  setUrl("carol", "https://x.test/carol");
  run();
  EXPECT_EQ(fake_->fetches.size(), 8U);
  const std::string hanging = fake_->fetches.begin()->first;
  finish(hanging, "", PRISM_FETCH_TIMED_OUT, 0);
  run();
  EXPECT_TRUE(fake_->fetches.contains("https://x.test/carol")) << "it is her turn";
}

TEST_F(AvatarsTest, APictureWaitsInTheTurnOfEachWhoWantsIt) {
  hangPictures(openUser(0), 3);
  run();
  EXPECT_EQ(fake_->fetches.size(), 2U);
  for (const prism_str user : {PRISM_STR("user0"), kAlice}) {
    setUrl("bob", "https://x.test/bob", "", user);
  }
  run();
  EXPECT_TRUE(fake_->fetches.contains("https://x.test/bob"));
  EXPECT_EQ(fake_->fetches.size(), 3U);
  finish("https://x.test/bob", png("bob"));
  EXPECT_EQ(show("bob"), Lines{presence("bob", hashOf(png("bob")))});
}

TEST_F(AvatarsTest, NoUserFillsTheQueue) {
  constexpr std::size_t kOfUser = host::PictureQueue::kMostWaitingOfUser;
  constexpr std::size_t kUsers = host::PictureQueue::kMostWaiting / kOfUser;
  for (std::size_t i = 0; i < kUsers - 1; ++i) {
    const std::string user = openUser(static_cast<int>(i));
    hangPictures(user, kOfUser);
    EXPECT_EQ(setUrl("one-more", "https://x.test/1", "", host::borrowed(user)), PRISM_ERR_LIMIT);
  }
  EXPECT_EQ(setUrl("bob", "https://x.test/bob"), PRISM_OK);
  hangPictures(openUser(100), kOfUser - 1);
  EXPECT_EQ(setUrl("carol", "https://x.test/carol"), PRISM_ERR_LIMIT) << "the queue is full";
  for (const std::string& line : log_.take()) {
    EXPECT_EQ(line.find("misbehaving"), std::string::npos) << "it is no fault of the plugin: " << line;
  }
  sessions_.close("user0");
  avatars_->endSession("user0");
  EXPECT_EQ(setUrl("carol", "https://x.test/carol"), PRISM_OK);
}

TEST_F(AvatarsTest, NoUserTakesAllPlacesOfVCardsThatWait) {
  for (int i = 0; i <= 500; ++i) {
    const std::string name = fmt::format("b{}", i);
    setUrl(name.c_str(), ("https://x.test/" + name).c_str());
    EXPECT_EQ(card(name.c_str()), PRISM_OK);
    EXPECT_EQ(takeFrames(), i < 500 ? Lines{} : Lines{cardOf(name, 0)});
  }
  setNone("b7");
  EXPECT_EQ(takeFrames(), Lines{cardOf("b7", 0)});
  card("b500");
  EXPECT_EQ(takeFrames(), Lines{}) << "there is a place again";
}

TEST_F(AvatarsTest, ASessionTakesItsRequestsWithIt) {
  setUrl("bob", "https://x.test/1");
  setUrl("carol", "https://x.test/2");
  setUrl("dan", "https://x.test/3");
  card("bob");
  run();
  EXPECT_EQ(fake_->fetches.size(), 2U);
  sessions_.close("alice");
  avatars_->endSession("alice");
  EXPECT_TRUE(fake_->fetches.empty());
  run();
  EXPECT_TRUE(fake_->fetches.empty());
  EXPECT_EQ(takeFrames(), Lines{});
}

TEST_F(AvatarsTest, InvalidPicturesAreRefused) {
  expectRefused(avatars_->set(nullptr), PRISM_ERR_ARGUMENT, "avatar.set: the argument is NULL");
  prism_picture picture = pictureOf("bob");
  expectRefused(avatars_->set(&picture), PRISM_ERR_ARGUMENT,
                "avatar.set: id, url and bytes are empty, but PRISM_PICTURE_NONE is not set");
  picture.flags = PRISM_PICTURE_NONE;
  picture.id = PRISM_STR("1");
  expectRefused(avatars_->set(&picture), PRISM_ERR_ARGUMENT,
                "avatar.set: flags have PRISM_PICTURE_NONE, but id, url or bytes is given");
  picture.flags = 2;
  expectRefused(avatars_->set(&picture), PRISM_ERR_ARGUMENT, "avatar.set: flags have the unknown bits 0x2");
  picture.flags = 0;
  picture.url = PRISM_STR("https://x.test/1");
  picture.bytes = {"x", 1};
  expectRefused(avatars_->set(&picture), PRISM_ERR_ARGUMENT, "avatar.set: url and bytes are both given");
  picture.bytes = {nullptr, 1};
  expectRefused(avatars_->set(&picture), PRISM_ERR_ARGUMENT, "avatar.set: bytes is NULL, but has a size of 1");
  picture = pictureOf("", "op");
  picture.id = PRISM_STR("1");
  expectRefused(avatars_->set(&picture), PRISM_ERR_ARGUMENT, "avatar.set: buddy is empty");
  picture = pictureOf("bob");
  picture.user = PRISM_STR("carol");
  expectRefused(avatars_->set(&picture), PRISM_ERR_NO_USER, "avatar.set: user 'carol' is not logged in");
}

TEST_F(AvatarsTest, WhatCannotBeShownIsNoFault) {
  setBytes("bob", png("1"));
  show("bob");
  EXPECT_EQ(setBytes("bob", "MZ\x90"), PRISM_ERR_UNSUPPORTED);
  EXPECT_EQ(takeFrames(), Lines{presence("bob", "")});
  host::Guard small(sessions_, presences_, out_, faults_, {100'000, 4096});
  host::Avatars avatars(sessions_, small, *network_, timers_, log_.logger(), {});
  prism_picture picture = pictureOf("bob");
  const std::string large = png(std::string(small.largestPhoto(), 'x'));
  picture.bytes = {large.data(), large.size()};
  EXPECT_EQ(avatars.set(&picture), PRISM_ERR_TOO_LARGE);
  EXPECT_EQ(log_.take(), Lines{});
}

TEST_F(AvatarsTest, TheStringsOfAUserAreBounded) {
  const std::string id(900, 'x');
  prism_result result = PRISM_OK;
  int count = 0;
  while (result == PRISM_OK && count < 10'000) {
    result = setId(fmt::format("b{}", ++count).c_str(), id.c_str());
  }
  EXPECT_EQ(result, PRISM_ERR_LIMIT);
  EXPECT_EQ(log_.take(),
            Lines{"plugin misbehaving: fake: avatar.set: the pictures of one user, or of one room, take more than 4 "
                  "MiB"});
  EXPECT_EQ(setNone("b1"), PRISM_OK);
  EXPECT_EQ(setId("b2", "short"), PRISM_OK);
}

TEST_F(AvatarsTest, NothingBeginsAtTheEnd) {
  setUrl("bob", "https://x.test/1");
  run();
  avatars_->endAll();
  EXPECT_TRUE(fake_->fetches.empty());
  expectRefused(setNone("bob"), PRISM_ERR_STATE, "avatar.set: the process is about to end");
}

TEST(PictureFileTest, PicturesAreKnownByTheirBeginning) {
  using namespace std::string_literals;
  for (const std::string& bytes :
       {png(""), "\xFF\xD8\xFF\xE0"s, "GIF87a"s, "GIF89a"s, "BM6"s, "RIFF\x10\0\0\0WEBPVP8 "s,
        "\0\0\0\x20"
        "ftypavif"s}) {
    EXPECT_TRUE(host::isPicture(bytes)) << bytes;
  }
  for (const std::string& bytes : {""s, "\x89PN"s, "<svg>"s, "RIFF\x10\0\0\0WAVE"s, "ftypavif"s}) {
    EXPECT_FALSE(host::isPicture(bytes)) << bytes;
  }
  EXPECT_EQ(host::sha1Of("abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
}

TEST(PictureRefusalsTest, TheyEndAndAreBounded) {
  host::PictureRefusals brief(milliseconds(0));
  brief.add("a");
  EXPECT_FALSE(brief.has("a"));
  EXPECT_EQ(brief.size(), 0U);
  host::PictureRefusals refusals(host::PictureRefusals::kTime);
  for (std::size_t i = 0; i <= host::PictureRefusals::kMost; ++i) {
    refusals.add(std::to_string(i));
    refusals.add(std::to_string(i));
  }
  EXPECT_EQ(refusals.size(), host::PictureRefusals::kMost);
  EXPECT_FALSE(refusals.has("0"));
  EXPECT_TRUE(refusals.has("1"));
  EXPECT_TRUE(refusals.has(std::to_string(host::PictureRefusals::kMost)));
}

TEST(PictureCacheTest, TheLongestUnusedLeaves) {
  host::PictureCache cache(10);
  cache.put("a", "12345");
  cache.put("b", "12345");
  EXPECT_TRUE(cache.find("a"));
  cache.put("c", "123");
  EXPECT_FALSE(cache.find("b"));
  EXPECT_TRUE(cache.find("a"));
  EXPECT_EQ(cache.bytes(), 8U);
  cache.put("d", "12345678901");
  EXPECT_FALSE(cache.find("d"));
  EXPECT_TRUE(cache.find("c"));
}

}  // namespace
}  // namespace prism::tests
