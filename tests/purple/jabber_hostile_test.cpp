// SPDX-License-Identifier: MIT
// A hostile XMPP server tries to fill the memory of the host, which all users share, or to block its event loop.
#include "tests/purple/scripted_jabber.h"
#include "tests/support/host_state.h"

#include <fstream>
#include <functional>

namespace prism::tests {
namespace {

using testing::Milliseconds;

// In kB above the level before the flood. A session may hold 64 MiB, and libpurple's parser some more at that moment.
constexpr std::int64_t kMostAtItsPeak = 110 * 1024;
constexpr std::int64_t kMostAfterLogout = 10 * 1024;
constexpr std::size_t kFlood = 64 * 1024 * 1024;  // bytes to send, unless the session ends earlier

std::string times(std::size_t count, const std::string& text) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) {
    all += text;
  }
  return all;
}

const std::string kLong(900, 'x');

struct Flood {
  const char* name;
  std::size_t bytes;
  std::string begin;
  std::function<std::string(std::size_t)> piece;  // returns the n-th piece
};

// GoogleTest prints it as the test's parameter.
void PrintTo(const Flood& flood, std::ostream* stream) { *stream << flood.name; }

class JabberHostileTest : public ScriptedJabber {
 protected:
  // Sends the flood as fast as the host reads it, until the session ends or the host slows the server down. Returns
  // false if the session has ended.
  bool flood(const Flood& flood) {
    const testing::Deadline deadline(Milliseconds(60'000));
    std::string pending = flood.begin;
    std::size_t sent = 0;
    const auto slowed = [this] { return spectrum_->log().find("it is slowed down") != std::string::npos; };
    for (std::size_t i = 0; sent < flood.bytes && !server_.hasEnded() && !slowed(); ++i) {
      while (pending.size() < 256 * 1024) {
        pending += flood.piece(i++);
      }
      const std::size_t now = server_.sendNow(pending);
      pending.erase(0, now);
      sent += now;
      spectrum_->ping();
      if (deadline.hasPassed()) {
        throw testing::Failure("the host reads too slowly");
      }
    }
    return !server_.hasEnded();
  }

  std::int64_t resident() { return memoryKb(spectrum_->host().pid(), "VmRSS"); }
  void resetPeak() { std::ofstream("/proc/" + std::to_string(spectrum_->host().pid()) + "/clear_refs") << "5"; }

  std::int64_t awaitMemoryBelow(std::int64_t wanted) {
    const testing::Deadline deadline(Milliseconds(20'000));
    for (;;) {
      spectrum_->ping();
      const std::int64_t now = resident();
      if (now <= wanted || deadline.hasPassed()) {
        return now;
      }
    }
  }
};

class JabberFloodTest : public JabberHostileTest, public ::testing::WithParamInterface<Flood> {};

TEST_P(JabberFloodTest, MemoryHasALimitAndComesBack) {
  if (kSanitized) {
    GTEST_SKIP() << "a sanitizer has memory of its own";
  }
  logInWith({});
  spectrum_->logout("alice", "alice");
  logInWith({});  // does every allocation that happens once
  const std::int64_t before = resident();
  resetPeak();
  const bool whole = flood(GetParam());
  if (whole) {
    spectrum_->logout("alice", "alice");
  } else {
    await("^DISCONNECTED user=\"alice\".*64 MiB");
  }
  const std::int64_t left = awaitMemoryBelow(before + kMostAfterLogout) - before;
  const std::int64_t peak = memoryKb(spectrum_->host().pid(), "VmHWM") - before;
  std::printf("%-16s peak %7ld kB, after the logout %7ld kB%s\n", GetParam().name, static_cast<long>(peak),
              static_cast<long>(left), whole ? "" : ", the session has ended");
  EXPECT_LE(peak, kMostAtItsPeak);
  EXPECT_LE(left, kMostAfterLogout);
}

std::string numbered(const std::string& before, std::size_t number, const std::string& after) {
  return before + std::to_string(number) + after;
}

const Flood kFloods[] = {
    {"text", kFlood, "<message from='bob@localhost'><body>", [](std::size_t) { return std::string(4096, 'y'); }},
    {"depth", kFlood, "<message from='bob@localhost'>", [](std::size_t) { return times(1000, "<a>"); }},
    {"breadth", kFlood, "<message from='bob@localhost'>", [](std::size_t) { return times(1000, "<a b='c'/>"); }},
    {"closed depth", kFlood, "",
     [](std::size_t) {
       return "<message from='bob@localhost'>" + times(250'000, "<a>") + times(250'000, "</a>") + "</message>";
     }},
    {"strangers", kFlood, "", [](std::size_t i) { return numbered("<presence from='" + kLong, i, "@localhost/r'/>"); }},
    {"resources", kFlood, "",
     [](std::size_t i) { return numbered("<presence from='bob@localhost/" + kLong, i, "'/>"); }},
    {"subscriptions", kFlood, "",
     [](std::size_t i) { return numbered("<presence type='subscribe' from='" + kLong, i, "@localhost'/>"); }},
    {"groups", kFlood / 4, "",
     [](std::size_t i) {
       return numbered(
           "<iq type='set' id='p'><query xmlns='jabber:iq:roster'><item jid='b@localhost' "
           "subscription='both'><group>" +
               kLong,
           i, "</group></item></query></iq>");
     }},
    {"invitations", kFlood / 2, "",
     [](std::size_t i) {
       return numbered("<message from='" + kLong, i,
                       "@rooms.localhost'><x xmlns='http://jabber.org/protocol/muc#user'><invite "
                       "from='bob@localhost'><reason>" +
                           kLong + "</reason></invite></x></message>");
     }},
    {"pictures", kFlood / 2, "",
     [](std::size_t i) {
       return "<message type='chat' from='bob@localhost/r'><body>x</body><html "
              "xmlns='http://jabber.org/protocol/xhtml-im'><body xmlns='http://www.w3.org/1999/xhtml'>x</body></html>" +
              numbered("<data xmlns='urn:xmpp:bob' type='image/png' cid='", i, "@bob.xmpp.org'>") +
              std::string(60'000, 'A') + "</data></message>";
     }},
    {"files", kFlood / 2, "",
     [](std::size_t i) {
       return numbered("<iq type='set' from='bob@localhost/r' id='" + kLong, i,
                       numbered("'><si xmlns='http://jabber.org/protocol/si' id='s", i,
                                "' profile='http://jabber.org/protocol/si/profile/file-transfer'><file "
                                "xmlns='http://jabber.org/protocol/si/profile/file-transfer' name='x' size='100'/>"
                                "<feature xmlns='http://jabber.org/protocol/feature-neg'><x xmlns='jabber:x:data' "
                                "type='form'><field var='stream-method' type='list-single'><option><value>"
                                "http://jabber.org/protocol/ibb</value></option></field></x></feature></si></iq>"));
     }},
};

INSTANTIATE_TEST_SUITE_P(Of, JabberFloodTest, ::testing::ValuesIn(kFloods), [](const auto& flood) {
  std::string name(flood.param.name);
  std::erase(name, ' ');
  return name;
});

std::string announcementOf(std::size_t client) {
  return numbered("<presence from='bob@localhost/r", client,
                  numbered("'><c xmlns='http://jabber.org/protocol/caps' node='n' ver='", client, "'/></presence>"));
}

std::string capabilities(const std::string& content) {
  return "<query xmlns='http://jabber.org/protocol/disco#info'>" + content + "</query>";
}

class JabberCapabilitiesTest : public JabberHostileTest {
 protected:
  void logInWithBob() { logInWith("<item jid='bob@localhost' subscription='both'/>"); }

  // Waits until the host has handled everything before.
  void awaitMessage() {
    server_.send("<message type='chat' from='bob@localhost/r'><body>hello</body></message>");
    await("^CONV_MESSAGE userName=\"alice\".*hello");
  }
};

// libpurple keeps what clients can do until the process ends.
TEST_F(JabberCapabilitiesTest, LargeOnesAreLeftOut) {
  if (kSanitized) {
    GTEST_SKIP() << "a sanitizer has memory of its own";
  }
  logInWithBob();
  const std::int64_t before = resident();
  const std::string features = times(500, "<feature var='" + kLong + "'/>");
  for (std::size_t i = 0; i < 50; ++i) {
    server_.send(announcementOf(i));
    server_.answer("disco#info", capabilities(features));
    spectrum_->ping();
  }
  EXPECT_LE(awaitMemoryBelow(before + 10 * 1024), before + 10 * 1024);
}

TEST_F(JabberCapabilitiesTest, OfManyClientsTheFirstAreKnown) {
  logInWithBob();
  for (std::size_t i = 0; i < 200; ++i) {
    server_.send(announcementOf(i));
    server_.answer("disco#info", capabilities("<feature var='urn:x'/>"));
  }
  server_.send(announcementOf(200));
  awaitMessage();
  EXPECT_EQ(server_.requests("disco#info"), 0U) << "nobody is asked any more";
}

// libpurple loses the questions at the logout.
TEST_F(JabberCapabilitiesTest, QuestionsWithoutAnAnswerHaveALimit) {
  logInWithBob();
  for (std::size_t i = 0; i < 600; ++i) {
    server_.send(numbered("<presence from='bob@localhost/r", i,
                          "'><c xmlns='http://jabber.org/protocol/caps' node='n' ver='v' ext='a b c'/></presence>"));
  }
  awaitMessage();
  EXPECT_EQ(server_.requests("disco#info"), 500U);
}

// libpurple would crash.
TEST_F(JabberCapabilitiesTest, AnAnswerWithAFormThatCannotBeReadIsLeftOut) {
  const std::string type = "<field var='FORM_TYPE'><value>t</value></field>";
  const std::string forms[] = {
      "<x xmlns='jabber:x:data'/><x xmlns='jabber:x:data'/>",
      "<x xmlns='jabber:x:data'>" + type + "<field/><field/></x>",
      "<x xmlns='jabber:x:data'>" + type + "<field var='a'><value/><value/></field></x>",
      "<x xmlns='jabber:x:data'>" + type + type + "</x>",
      times(2, "<x xmlns='jabber:x:data'><field xmlns='urn:o' var='a'><value>v</value></field>" + type + "</x>")};
  logInWithBob();
  std::size_t client = 0;
  for (const std::string& form : forms) {
    ++client;
    server_.send(numbered("<presence from='bob@localhost/r", client,
                          numbered("'><c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='n' ver='", client,
                                   "'/></presence>")));
    server_.answer("disco#info", capabilities("<identity category='client' type='pc'/><feature var='urn:x'/>" + form));
  }
  awaitMessage();
}

// libpurple compares the sender of an answer, too.
TEST_F(JabberCapabilitiesTest, AnAnswerOfSomebodyElseDoesNotCount) {
  logInWithBob();
  server_.send(
      "<presence from='bob@localhost/r1'><c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='n' "
      "ver='v'/></presence>");
  const std::string id = server_.idOf("disco#info");
  server_.send("<iq type='result' from='bob@localhost/r2' id='" + id + "'/>");
  server_.send("<iq type='result' from='bob@localhost/r1' id='" + id + "'>" +
               capabilities("<x xmlns='jabber:x:data'/><x xmlns='jabber:x:data'/>") + "</iq>");
  awaitMessage();
}

TEST_F(JabberCapabilitiesTest, AnErrorOfNobodyDoesNoHarm) {
  logInWithBob();
  server_.send(announcementOf(1));
  const std::string id = server_.idOf("disco#info");
  server_.send("<iq type='error' id='" + id + "'/>");
  awaitMessage();
}

// A server's own features decide what libpurple asks it for. Their number has no limit.
TEST_F(JabberCapabilitiesTest, TheServersFeaturesAreAllRead) {
  std::string features = "<identity category='server' type='im'/>";
  for (std::size_t i = 0; i < 300; ++i) {
    features += numbered("<feature var='urn:example:feature:", i, "'/>");
  }
  // Prosody's mod_server_contact_info leaves out the values of addresses that are not configured.
  const std::string form =
      "<x xmlns='jabber:x:data' type='result'><field type='hidden' var='FORM_TYPE'><value>t</value></field>"
      "<field type='list-multi' var='abuse-addresses'/></x>";
  server_.offer(features + form + "<feature var='urn:xmpp:blocking'/>");
  logInWithBob();
  server_.answer("urn:xmpp:blocking", "<blocklist xmlns='urn:xmpp:blocking'/>");
}

// Spectrum 2 queues what is shown without a bound.
TEST_F(JabberHostileTest, AFloodOfMessagesIsHeldBack) {
  constexpr std::size_t kBurst = 40'000;  // core/limits.h
  constexpr int kTurns = 2'000;  // of the event loop, which reads nine messages in each if nothing holds it back
  constexpr std::size_t kSlowly = 5'000;  // shown in these turns: 500 a second, even on a slow machine
  logInWith({});
  std::size_t shown = 0;
  std::size_t shown_before = 0;
  std::size_t told = 0;
  std::string bytes;
  const testing::Deadline deadline(Milliseconds(100'000));
  int turns = 0;
  while (turns != kTurns && !deadline.hasPassed()) {
    turns += told != 0 ? 1 : 0;
    while (bytes.size() < 64 * 1024) {
      bytes += "<message type='chat' from='bob@localhost/r'><body>flood" + std::string(400, '.') + "</body></message>";
    }
    bytes.erase(0, server_.sendNow(bytes));
    spectrum_->ping();
    while (auto frame = spectrum_->take()) {
      const std::string line = describe(*frame);
      shown += line.find("flood") != std::string::npos ? 1 : 0;
      told += line.find("it is slowed down") != std::string::npos ? 1 : 0;
    }
    shown_before = told == 0 ? shown : shown_before;
  }
  EXPECT_EQ(told, 1U);
  if (!kSanitized) {  // a sanitizer is so slow that many more are due before the burst is over
    EXPECT_LT(shown_before, kBurst + kSlowly);
  }
  EXPECT_LT(shown - shown_before, kSlowly);
}

// libpurple would crash, at once or at the logout.
TEST_F(JabberHostileTest, AnAvatarsAddressOnTheWebIsLeftOut) {
  for (const std::string url : {"", "http://127.0.0.1:9/x"}) {
    logInWith("<item jid='bob@localhost' subscription='both'/>");
    server_.send(
        "<message type='headline' from='bob@localhost'><event xmlns='http://jabber.org/protocol/pubsub#event'>"
        "<items node='urn:xmpp:avatar:metadata'><item id='z'><metadata xmlns='urn:xmpp:avatar:metadata'>"
        "<info id='z' bytes='1' type='image/png' url='" +
        url +
        "'/></metadata></item></items></event></message>"
        "<message type='chat' from='bob@localhost/r'><body>hello</body></message>");
    await("^CONV_MESSAGE userName=\"alice\".*hello");
    spectrum_->logout("alice", "alice");
    spectrum_->ping();
  }
}

// libpurple would crash: a call of somebody, with and without a second stanza.
TEST_F(JabberHostileTest, CallsAreRefused) {
  const auto jingle = [](const std::string& id, const std::string& action, const std::string& content) {
    return "<iq type='set' id='" + id + "' from='eve@evil.example/r'><jingle xmlns='urn:xmpp:jingle:1' action='" +
           action + "' sid='1'>" + content + "</jingle></iq>";
  };
  logInWith({});
  server_.send(jingle("j1", "session-initiate",
                      "<content name='x' creator='initiator'><description "
                      "xmlns='urn:xmpp:jingle:transports:raw-udp:1'/></content>"));
  EXPECT_EQ(server_.answerTo("j1"), "error");
  server_.send(jingle("j2", "session-initiate", "") + jingle("j3", "transport-accept", "<content name='x'/>"));
  EXPECT_EQ(server_.answerTo("j3"), "error");
}

// libpurple would need twenty seconds for it, and longer for the square of a longer one.
TEST_F(JabberHostileTest, MarkupThatTakesLongIsLeftOut) {
  logInWith({});
  server_.send(
      "<message type='chat' from='eve@evil.example/r'><body>hello</body><html "
      "xmlns='http://jabber.org/protocol/xhtml-im'><body xmlns='http://www.w3.org/1999/xhtml'>" +
      times(100, "<imgx>t</imgx>") + "</body></html></message>");
  const std::string message = await("^CONV_MESSAGE userName=\"alice\".*hello");
  EXPECT_EQ(message.find("imgx"), std::string::npos) << message;
  EXPECT_EQ(message.find("xhtml=\"t"), std::string::npos) << message;
}

TEST_F(JabberHostileTest, OfTooManyChildrenTheFirstAreTaken) {
  logInWith({});
  server_.send("<message type='chat' from='eve@evil.example/r'><body>hello</body>" +
               times(10'001, "<x xmlns='urn:x'/>") + "</message>");
  await("^CONV_MESSAGE userName=\"alice\".*hello");
  spectrum_->awaitLog("more than 10000 others in it: the rest is left out");
}

class JabberCommandTest : public JabberHostileTest {
 protected:
  // libpurple leaks the actions of each command, in functions without symbols, so that no suppression can name them.
  JabberCommandTest() { ::setenv("ASAN_OPTIONS", "detect_leaks=0", 1); }
};

// libpurple would crash when the user answers.
TEST_F(JabberCommandTest, ACommandWithoutActionsCanBeAnswered) {
  const std::string commands =
      "<query xmlns='http://jabber.org/protocol/disco#items' node='http://jabber.org/protocol/commands'>"
      "<item jid='localhost' node='n' name='Odd command'/></query>";
  server_.offer("<identity category='server' type='im'/><feature var='http://jabber.org/protocol/commands'/>");
  logInWith("<item jid='bob@localhost' subscription='both'/>");
  server_.answer("http://jabber.org/protocol/commands", commands);
  say("alice", "bob@localhost", "/menu");
  await("^CONV_MESSAGE .*buddyName=\"prism\".*Odd command");
  say("alice", "prism", "odd command");
  server_.answer("action='execute'",
                 "<command xmlns='http://jabber.org/protocol/commands' status='executing' sessionid='1' node='n'>"
                 "<actions/><x xmlns='jabber:x:data' type='form'><field var='a' type='text-single' label='Name'/></x>"
                 "</command>");
  await("^CONV_MESSAGE .*buddyName=\"prism\".*Name");
  say("alice", "prism", "value");
  await("^CONV_MESSAGE .*buddyName=\"prism\".*Select an action");
  say("alice", "prism", "ok");
  EXPECT_NE(server_.idOf("sessionid='1'"), "");
}

class JabberFileTest : public JabberHostileTest {
 protected:
  void SetUp() override {
    launch("max_file_size = 8000\n",
           "web_directory = " + (workingDir() / "web").string() + "\nweb_url = http://files.prism.test\n");
  }
};

// Transfers of files end in a crash in many ways.
TEST_F(JabberFileTest, FilesThatEndLibpurpleAreRefused) {
  const auto iq = [](const std::string& id, const std::string& content) {
    return "<iq type='set' id='" + id + "' from='eve@evil.example/r'>" + content + "</iq>";
  };
  const auto offer = [](const std::string& sid, const std::string& method, int size = 3) {
    return "<si xmlns='http://jabber.org/protocol/si' id='" + sid +
           "' profile='http://jabber.org/protocol/si/profile/file-transfer'><file "
           "xmlns='http://jabber.org/protocol/si/profile/file-transfer' name='x' size='" +
           std::to_string(size) +
           "'/><feature "
           "xmlns='http://jabber.org/protocol/feature-neg'><x xmlns='jabber:x:data' type='form'><field "
           "var='stream-method' type='list-single'><option><value>http://jabber.org/protocol/" +
           method + "</value></option></field></x></feature></si>";
  };
  const auto block = [](const std::string& sid, const std::string& element) {
    return "<" + element + " xmlns='http://jabber.org/protocol/ibb' sid='" + sid + "'";
  };
  logInWith({});
  const std::pair<const char*, std::string> refused[] = {
      {"peer to peer", offer("p", "bytestreams")},
      {"an address on the web", "<query xmlns='jabber:iq:oob'><url>http://127.0.0.1:9/</url></query>"},
      {"hosts without an offer", "<query xmlns='http://jabber.org/protocol/bytestreams' sid='p'/>"},
      {"a block of a wrong size", block("q", "open") + " block-size='-1'/>"},
      {"a stream of the same name", offer("q", "ibb")},
      {"an end before the beginning", block("q", "close") + "/>"},
      {"a file that is too large", offer("large", "ibb", 9000)},
      {"data of no offer", block("none", "data") + " seq='0'>AAAA</data>"},
      {"more data than offered", block("q", "data") + " seq='0'>" + std::string(400, 'A') + "</data>"},
      {"data in the wrong order", block("q", "data") + " seq='7'>AAAA</data>"}};
  server_.send(iq("offer", offer("q", "ibb")));
  EXPECT_EQ(server_.answerTo("offer"), "result");
  int number = 0;
  for (const auto& [what, content] : refused) {
    const std::string id = "refused-" + std::to_string(++number);
    server_.send(iq(id, content));
    EXPECT_EQ(server_.answerTo(id), "error") << what;
  }
}

// libpurple would free the contact, and keep it in its lists, since its name changes with the room.
TEST_F(JabberHostileTest, ContactsHaveNoResource) {
  logInWith("<item jid='hall@rooms.localhost/B' subscription='both'/><item jid='bob@localhost' subscription='both'/>");
  await("^BUDDY_CHANGED .*buddyName=\"hall@rooms.localhost\"");
  aliceJoins();
  for (const char* id : {"push-1", "push-2"}) {
    server_.send(
        "<iq type='set' id='" + std::string(id) +
        "'><query xmlns='jabber:iq:roster'><item jid='hall@rooms.localhost' subscription='remove'/></query></iq>");
    server_.answerTo(id);
  }
  spectrum_->ping();
}

// libpurple takes any answer to its request for the roster, and its time grows with the size of the groups.
TEST_F(JabberHostileTest, RosterIsReadInItsNamespaceOnly) {
  server_.answerRosterIn("urn:x");
  logInWith("<item jid='bob@localhost' subscription='both'/>");
  spectrum_->ping();
  collect();
  EXPECT_EQ(count("^BUDDY_CHANGED .*bob"), 0U) << keptFrames();
}

// libpurple would look up the name in a process of its own, for each such stanza.
TEST_F(JabberHostileTest, GoogleExtensionsAreRefused) {
  logInWith({});
  server_.send(
      "<iq type='set' id='stun'><query xmlns='google:jingleinfo'><stun><server host='a.invalid' udp='1'/>"
      "</stun></query></iq>");
  EXPECT_EQ(server_.answerTo("stun"), "error");
  // A call of Google's kind would crash libpurple.
  server_.send(
      "<iq type='set' id='call' from='bob@localhost/r'><session xmlns='http://www.google.com/session' "
      "type='initiate' id='1' initiator='bob@localhost/r'><description "
      "xmlns='http://www.google.com/session/video'/></session></iq>");
  EXPECT_EQ(server_.answerTo("call"), "error");
}

TEST_F(JabberHostileTest, OfAVastRosterTheBeginningIsTakenAndTheUserIsTold) {
  if (kSanitized) {
    GTEST_SKIP() << "with sanitizers, libpurple needs half a minute for what is left of the roster";
  }
  std::string roster;
  for (std::size_t i = 0; i < 20'000; ++i) {
    roster +=
        numbered("<item jid='" + kLong.substr(0, 200), i, "@localhost' subscription='both'><group>g</group></item>");
  }
  logInWith(roster);
  await("^CONV_MESSAGE userName=\"alice\" buddyName=\"prism\".*5000 contacts");
  EXPECT_EQ(spectrum_->log().find("has not returned"), std::string::npos) << spectrum_->log();
  spectrum_->logout("alice", "alice");
  spectrum_->ping();
}

TEST_F(JabberHostileTest, OfTooManyWhoWantToSeeTheUserTheLastIsRefused) {
  constexpr std::size_t kMostAuthorizations = 100;  // core/limits.h
  logInWith({});
  std::string requests;
  for (std::size_t i = 0; i <= kMostAuthorizations; ++i) {
    requests += numbered("<presence type='subscribe' from='stranger", i, "@localhost'/>");
  }
  ASSERT_EQ(server_.sendNow(requests), requests.size());
  await("^CONV_MESSAGE userName=\"alice\" buddyName=\"prism\" message=\"More than 100 people wait for your answer");
  server_.expect("<presence to='stranger100@localhost' type='unsubscribed'/>");
}

TEST_F(JabberHostileTest, AStanzaThatIsTooDeepIsLeftOutAndTheNextIsTaken) {
  logInWith({});
  const std::string stanzas = "<message type='chat' from='deep@localhost/r'><body>deep</body>" + times(1000, "<a>") +
                              times(1000, "</a>") +
                              "</message><message type='chat' from='flat@localhost/r'><body>flat</body></message>";
  ASSERT_EQ(server_.sendNow(stanzas), stanzas.size());
  await("^CONV_MESSAGE userName=\"alice\" buddyName=\"prism\" message=\"The server has sent more than 200 elements");
  EXPECT_NE(await("^CONV_MESSAGE userName=\"alice\"").find("flat"), std::string::npos);
}

TEST_F(JabberHostileTest, OfContactsInManyGroupsFewGroupsAreTaken) {
  if (kSanitized) {
    GTEST_SKIP() << "with sanitizers, libpurple needs half a minute for what is left of the roster";
  }
  std::string groups;
  for (std::size_t i = 0; i < 1000; ++i) {
    groups += numbered("<group>g", i, "</group>");
  }
  std::string roster;
  for (std::size_t i = 0; i < 50; ++i) {
    roster += numbered("<item jid='c", i, "@localhost' subscription='both'>" + groups + "</item>");
  }
  logInWith(roster);
  await("^CONV_MESSAGE userName=\"alice\" buddyName=\"prism\".*groups");
  EXPECT_EQ(spectrum_->log().find("has not returned"), std::string::npos) << spectrum_->log();
}

}  // namespace
}  // namespace prism::tests
