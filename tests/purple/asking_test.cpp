// SPDX-License-Identifier: MIT
// Requests and notices of every kind in libpurple, made by a test protocol: each reaches the user, and the user's
// answer reaches the protocol.
#include "tests/purple/purple_test.h"

namespace prism::tests {
namespace {

class AskingTest : public PurpleTest {
 protected:
  void SetUp() override { launchAsking(); }

  // Starts the host with the asking protocol, and logs alice in.
  void launchAsking() {
    launchAsking("web_directory = " + webDir().string() + "\nweb_url = https://files.prism.test\n");
  }
  void launchAsking(const std::string& service) {
    launchPurple("prpl-asking", std::string("plugins_dir = ") + PRISM_TEST_PROTOCOLS + "\n", service);
    logIn("alice");
  }

  // Sends quiz a command, and waits for the prompt or notice that matches `message`.
  std::string requestPrompt(const std::string& word, const std::string& message) {
    say("alice", "quiz", word);
    return awaitFrom("prism", message);
  }
  void answer(const std::string& text) { say("alice", "prism", text); }
  std::string awaitFrom(const std::string& who, const std::string& message) {
    return await("^CONV_MESSAGE userName=\"alice\" buddyName=\"" + who + "\" message=\"" + message);
  }
  // Waits for quiz's report of the outcome.
  void expectReport(const std::string& text) { awaitFrom("quiz", text + "\"$"); }
};

TEST_F(AskingTest, AnnouncedFeaturesAreThoseOfTheProtocol) {
  for (const char* line : {"needPassword=0", "needRegistration=1", "muc=1"}) {
    EXPECT_NE(spectrum_->backendConfig().value_or("").find(line), std::string::npos) << *spectrum_->backendConfig();
  }
}

TEST_F(AskingTest, ALineIsAskedFor) {
  requestPrompt("input", "Input\\\\nYour pet's name\\?\\\\nOr any other\\.");
  answer("Tom");
  expectReport("input: Tom");
  requestPrompt("input", "Input");
  answer("ok");
  expectReport("input: Rex");
  requestPrompt("input", "Input");
  answer("cancel");
  expectReport("no input");
}

TEST_F(AskingTest, ATextOfSeveralLinesIsAskedFor) {
  requestPrompt("text", "Text\\\\nA poem\\?");
  answer("two\nlines");
  expectReport("input: two\\\\nlines");
}

TEST_F(AskingTest, ASecretIsAskedForAndNotLogged) {
  requestPrompt("secret", "Secret\\\\nThe code\\?");
  answer(kCanary);
  expectReport("secret: " + std::to_string(std::string(kCanary).size()) + " bytes");
}

TEST_F(AskingTest, AChoiceIsAskedForByNumber) {
  requestPrompt("choice", "Choice\\\\nWhich way\\?\\\\n1\\. Left\\\\n2\\. Right");
  answer("1");
  expectReport("choice: 10");
  requestPrompt("choice", "Choice");
  answer("ok");
  expectReport("choice: 20");
}

TEST_F(AskingTest, AnActionIsAskedForWithoutItsMnemonics) {
  requestPrompt("action", "Action\\\\nWhat now\\?\\\\n1\\. Go on\\\\n2\\. Wait\\\\n3\\. Stop");
  answer("wait");
  expectReport("action: 1");
  requestPrompt("action", "Action");
  answer("cancel");
  expectReport("action: 2");
}

TEST_F(AskingTest, APictureCanBeLookedAt) {
  requestPrompt("picture", "Picture\\\\nSeen with the other device");
  EXPECT_EQ(publishedFile(awaitFrom("prism", "https://")).substr(0, 4), "\x89PNG");
  answer("1");
  expectReport("action: 0");
}

class AskingWithoutFilesTest : public AskingTest {
 protected:
  void SetUp() override { launchAsking(""); }
};

TEST_F(AskingWithoutFilesTest, APictureThatCannotBeShownIsSpokenOf) {
  requestPrompt(
      "picture",
      "Picture\\\\nSeen with the other device\\?\\\\nThere is a picture with it, which this gateway cannot show");
  answer("1");
  expectReport("action: 0");
}

TEST_F(AskingTest, AFormIsAskedForFieldByField) {
  requestPrompt("fields", "Form\\\\nFill it in\\\\nAll of it stays here\\.\\\\n\\(1/6\\) Name");
  answer("Alice");
  awaitFrom("prism", "\\(2/6\\) Secret");
  answer(kCanary);
  awaitFrom("prism", "\\(3/6\\) Age");
  answer("ok");
  awaitFrom("prism", "\\(4/6\\) Member\\?");
  answer("no");
  awaitFrom("prism", "\\(5/6\\) Colour\\\\n1\\. Red\\\\n2\\. Blue");
  answer("blue");
  awaitFrom("prism", "\\(6/6\\) Tastes\\\\n1\\. Sweet\\\\n2\\. Sour\\\\n3\\. Bitter");
  answer("1 3");
  expectReport("fields: name=Alice secret=" + std::to_string(std::string(kCanary).size()) +
               " age=30 member=0 colour=1 tastes= 11 33");
  requestPrompt("fields", "Form");
  answer("cancel");
  expectReport("no fields");
}

TEST_F(AskingTest, AFileIsSavedWhereItCanBeFetched) {
  const std::string question = requestPrompt("file to save", "File\\\\nA file can be saved");
  answer("yes");
  awaitFrom("quiz", "file: " + webDir().string() + "/[0-9a-f]+/notes.txt\"");
  EXPECT_EQ(publishedFile(question), "saved");
  requestPrompt("file to save", "File");
  answer("no");
  expectReport("no file");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(webDir()), {}), 1);
  requestPrompt("file to send", "File\\\\nThe network asks for a file, which cannot be handed over here");
  answer("ok");
  expectReport("no file");
}

TEST_F(AskingTest, AQuestionIsTakenBack) {
  say("alice", "quiz", "take back");
  awaitFrom("prism", "Input");
  awaitFrom("prism", "An answer to \\\\\"Input\\\\\" is not needed any more");
  expectReport("taken back");
}

TEST_F(AskingTest, SomebodyAsksToSeeTheUser) {
  say("alice", "quiz", "authorization");
  await("^AUTH_REQUEST userName=\"alice\" buddyName=\"stranger\"$");
  awaitFrom("stranger", "Let me in\".* headline=true");
  addContact("alice", "stranger");
  expectReport("authorized");
}

// Both requests wait for an answer.
TEST_F(AskingTest, SomebodyWhoAsksTwiceIsDeniedTwice) {
  say("alice", "quiz", "authorization");
  say("alice", "quiz", "authorization");
  await("^AUTH_REQUEST userName=\"alice\" buddyName=\"stranger\"$");
  await("^AUTH_REQUEST userName=\"alice\" buddyName=\"stranger\"$");
  removeContact("alice", "stranger");
  expectReport("not authorized");
  expectReport("not authorized");
}

TEST_F(AskingTest, UsersHearWhoHasAddedThem) {
  say("alice", "quiz", "admirers");
  awaitFrom("stranger", "has added you as a contact\\.\".* headline=true");
  awaitFrom("stranger", "A\\. Stranger\"");
  awaitFrom("quiz", "has added you as a contact\\.\"");
  awaitFrom("quiz", "at last\"");
}

TEST_F(AskingTest, TheUserIsToldWhatLibpurpleNotifiesOf) {
  requestPrompt("notice", "News\\\\nThe server rests at night\\.\\\\nFrom ten on\\.\"$");
  requestPrompt("formatted", "Report\\\\nAll is well\\\\nNothing & nobody\"$");
  requestPrompt("address", "https://example\\.org/consent\"$");
}

TEST_F(AskingTest, NoNoticeEndsAQuestion) {
  requestPrompt("input", "Input");
  requestPrompt("notice", "News");
  answer("Tom");
  expectReport("input: Tom");
  requestPrompt("input", "Input");
  logIn("bob");
  for (const char* news : {"notice", "formatted"}) {
    say("bob", "quiz", news);
    await("^CONV_MESSAGE userName=\"bob\" buddyName=\"prism\"");
  }
  answer("Tim");
  expectReport("input: Tim");
  requestPrompt("found", "Found");
  say("bob", "quiz", "notice");
  await("^CONV_MESSAGE userName=\"bob\" buddyName=\"prism\"");
  answer("1");
  expectReport("found: romeo");
}

TEST_F(AskingTest, FoundUserCanBeChosen) {
  requestPrompt(
      "found",
      "Found\\\\nTwo people\\\\nWhich one shall become a contact\\?\\\\n1\\. romeo, Verona\\\\n2\\. hamlet, Elsinore");
  answer("2");
  expectReport("found: hamlet");
  expectReport("added hamlet to Buddies");
  await("^BUDDY_CHANGED userName=\"alice\" buddyName=\"hamlet\"");
}

TEST_F(AskingTest, FoundUserCanBeChosenFromTheBeginningOfALongList) {
  requestPrompt("many", "Many.*There are 30 more, which cannot be shown here");
  answer("100");
  expectReport("hello many99");
}

TEST_F(AskingTest, FoundUserOfAReplacedSearchResultCanBeChosen) {
  requestPrompt("others", "Search.*1\\. first0");
  awaitFrom("prism", "An answer to .* is not needed any more");
  awaitFrom("prism", "Search.*1\\. other0\\\\n2\\. other1");
  answer("2");
  expectReport("hello other1");
}

TEST_F(AskingTest, ARoomThatIsOfferedIsTold) { requestPrompt("offer room", "The network offers the room #hall\\.\"$"); }

TEST_F(AskingTest, TheMenuHasWhatTheProtocolOffers) {
  requestPrompt("/menu", "What the network offers\\\\n1\\. Greet me\\\\n2\\. Count to ten");
  answer("2");
  expectReport("counted");
}

TEST_F(AskingTest, PromptTextThatIsNotHtmlStaysAsItIs) {
  requestPrompt("brackets", "<Title>\\\\nx < y & z\\?\\\\n&amp;\\\\n1\\. <none>\\\\n2\\. a & b");
  answer("<none>");
  expectReport("choice: 1");
}

TEST_F(AskingTest, AQuestionToNobodyIsCancelled) {
  say("alice", "quiz", "nobody");
  expectReport("no input");
}

TEST_F(AskingTest, NoFolderCanBeHandedOver) {
  requestPrompt("folder", "Folder\\\\nThe network asks for a folder, which cannot be handed over here");
  answer("ok");
  expectReport("no folder");
}

TEST_F(AskingTest, AFormThatNoPromptCanHaveIsAskedAllTheSame) {
  requestPrompt("awkward", "Awkward\\\\nOf nothing\\\\n\\(1/5\\) A blank\\\\n1\\. \\(empty\\)\\\\n2\\. Ink");
  answer("ok");
  awaitFrom("prism", "\\(2/5\\) \\(no label\\)");
  answer("far");
  awaitFrom("prism", "\\(3/5\\) Lines");
  answer("ok");
  awaitFrom("prism", "\\(4/5\\) One");
  answer("ok");
  awaitFrom("prism", "\\(5/5\\) Many\\\\nThere are 2 more, which cannot be shown here\\.");
  answer("ok");
  expectReport("awkward: none=7 blank=0 beyond=1 lines=a\\\\nb one: item1 many: item5 item104");
}

TEST_F(AskingTest, AFormThatIsTooLongIsAskedAsFarAsItGoes) {
  requestPrompt("long form", "Long.*21 more fields cannot be shown here, and stay as they are\\.");
  answer("1");
  expectReport("long form: 119");
}

TEST_F(AskingTest, APictureWithinAMessageIsPublished) {
  say("alice", "quiz", "inline picture");
  const std::string message = awaitFrom("quiz", "See https://.* there\"");
  EXPECT_EQ(publishedFile(message).substr(0, 4), "\x89PNG");
  EXPECT_NE(message.find("/dot.png"), std::string::npos) << message;
  awaitFrom("quiz", "https://.*/dot\\.png\" attachment=\"https://.*/dot\\.png\" mimeType=\"image/png\"");
}

TEST_F(AskingTest, APictureIsNotPublishedBecauseSomebodyNamesItsNumber) {
  say("alice", "quiz", "strange picture");
  const std::string message = awaitFrom("quiz", "No .*there\"");
  EXPECT_EQ(message.find("<img"), std::string::npos) << message;
  EXPECT_FALSE(std::filesystem::exists(webDir()) && !std::filesystem::is_empty(webDir()));
}

TEST_F(AskingTest, AUserSendsNoPictureByItsNumber) {
  pbnetwork::ConversationMessage message;
  message.set_username("alice");
  message.set_buddyname("quiz");
  message.set_message("look");
  message.set_xhtml("<body>look: <img alt='>' ID = '1' src='x?id=1'/> <b>id=1</b></body>");
  spectrum_->send(pbnetwork::WrapperMessage::TYPE_CONV_MESSAGE, message);
  expectReport("not known: look: <img alt='>' no = '1' src='x\\?id=1'/> <b>id=1</b>");
}

TEST_F(AskingTest, MessageFromAnotherClientOfTheUserIsACarbon) {
  say("alice", "quiz", "from elsewhere");
  awaitFrom("quiz", "said elsewhere\".* carbon=true");
}

TEST_F(AskingTest, ACardIsMadeOfTheNamesThatThereAre) {
  requestVCard("alice", "quiz", 7);
  await("^VCARD userName=\"alice\" buddyName=\"quiz\" id=7 fullname=\"Quentin Quiz\" nickname=\"quiz\"");
}

TEST_F(AskingTest, IdleContactIsAway) {
  say("alice", "quiz", "be idle");
  await("^BUDDY_CHANGED userName=\"alice\" buddyName=\"quiz\".* status=1");
}

TEST_F(AskingTest, AConnectionThatEndsWithoutAWordIsOver) {
  say("alice", "quiz", "leave");
  await("^DISCONNECTED user=\"alice\" error=0 message=\"The connection has ended\\.\"");
  spectrum_->login("alice", {.legacy_name = "alice", .password = ""});
  await("^CONNECTED user=\"alice\"$");
  say("alice", "quiz", "fail silently");
  await("^DISCONNECTED user=\"alice\" error=6 message=\"The connection has ended\\.\"");
}

TEST_F(AskingTest, SettingsStoredByAProtocolAreTheUsersOwn) {
  say("alice", "quiz", "note down");
  expectReport("noted");
  spectrum_->exit();
  spectrum_->expectExit(0);
  launchAsking();
  say("alice", "quiz", "what is noted?");
  expectReport("noted: line\\\\nand more, -7, 1, nothing");
  logIn("bob");
  say("bob", "quiz", "what is noted?");
  await("^CONV_MESSAGE userName=\"bob\" buddyName=\"quiz\" message=\"noted: nothing, 0, 0, nothing\"");
}

TEST_F(AskingTest, TheUsersStatusIsTheNearestThatTheProtocolHas) {
  setPresence("alice", pbnetwork::STATUS_INVISIBLE);
  expectReport("status: invisible");
  setPresence("alice", pbnetwork::STATUS_DND, "counting");
  expectReport("status: away");
  expectReport("its text: counting");
  setPresence("alice", pbnetwork::STATUS_FFC);
  expectReport("status: available");
}

TEST_F(AskingTest, AListOfRoomsBeginsWithTheFullest) {
  say("alice", "quiz", "rooms");
  await("^ROOM_LIST [^#]*#forty[^#]*#seven[^#]*#two");
}

TEST_F(AskingTest, ARoomWithTooManyIsLeftWithTheReason) {
  join("alice", "hall", "alice");
  say("alice", "quiz", "flood participants");
  await(
      "^PARTICIPANT_CHANGED userName=\"alice\" room=\"hall\" nickname=\"alice\" flag=8 .*more than 10000 "
      "participants");
}

TEST_F(AskingTest, ALongNoticeComesInPiecesAndSaysWhatIsMissing) {
  say("alice", "quiz", "flood notice");
  std::size_t pieces = 0;
  for (std::string text; text.find(" more bytes have been left out here]") == std::string::npos; ++pieces) {
    const testing::Frame frame = spectrum_->next();
    text = frame.as<pbnetwork::ConversationMessage>().message();
    EXPECT_LE(text.size(), 64U * 1024);
  }
  EXPECT_GT(pieces, 3U);
}

TEST_F(AskingTest, AFileThatComesIsPublished) {
  say("alice", "quiz", "offer");
  const std::string message = await(
      "^CONV_MESSAGE userName=\"alice\" buddyName=\"quiz\" message=\"https://files.prism.test/[0-9a-f]+/a_file.txt\"");
  EXPECT_EQ(publishedFile(message), "the content of a file");
}

}  // namespace
}  // namespace prism::tests
