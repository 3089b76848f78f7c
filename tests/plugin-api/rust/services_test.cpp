// SPDX-License-Identifier: MIT
// The services of the host in Rust: questions, storage, commands, pictures and the like.
#include "prism/testing/temporary_directory.h"
#include "rust_test.h"

namespace prism::tests {
namespace {

class RustServices : public ::testing::Test {
 protected:
  void launch(const std::string& configuration = {}, const std::vector<std::string>& arguments = {"--prism.strict=1"}) {
    probe_.emplace(configuration + "services = 1\n", arguments);
    probe_->launchAndLogIn();
  }

  std::optional<RustProbe> probe_;
};

TEST_F(RustServices, AQuestionHasAnAnswer) {
  launch();
  probe_->say("alice", "probe", "ask");
  probe_->expectPrompt("alice", {"Second factor", "Code?"});
  probe_->say("alice", "prism", "1234");
  probe_->expectPrompt("alice", {"Colour?", "blue"});
  probe_->say("alice", "prism", "2");
  probe_->expectPrompt("alice", {});  // the host's thanks
  probe_->expectMessage("alice", "probe", "Answered 1234,b");
  probe_->end();
}

TEST_F(RustServices, AQuestionIsCancelledByItsOwner) {
  launch();
  probe_->say("alice", "probe", "ask");
  probe_->expectPrompt("alice", {"Code?"});
  probe_->say("alice", "probe", "cancel");
  probe_->expectPrompt("alice", {"Second factor"});
  probe_->expectMessage("alice", "probe", "cancelled");
  probe_->end();
}

TEST_F(RustServices, AQuestionEndsWithTheSession) {
  launch({}, {});
  probe_->say("alice", "probe", "ask");
  probe_->expectPrompt("alice", {"Code?"});
  probe_->logout("alice");
  probe_->awaitLog("Ended");
  probe_->end();
}

TEST_F(RustServices, APanicAboutAnAnswerTellsNoSecret) {
  launch({}, {});
  probe_->say("alice", "probe", "ask");
  probe_->expectPrompt("alice", {"Code?"});
  probe_->say("alice", "prism", "panic");
  probe_->expectPrompt("alice", {"Colour?"});
  probe_->say("alice", "prism", "1");
  const std::string line = probe_->awaitLog("plugin misbehaving: probe: an answer: panic at src/services.rs:");
  EXPECT_EQ(line.find("the code is"), std::string::npos) << line;
  probe_->end();
}

TEST_F(RustServices, ANoticeNeedsNoAnswer) {
  launch();
  probe_->say("alice", "probe", "tell hello there");
  probe_->expectPrompt("alice", {"hello there"});
  probe_->end();
}

TEST_F(RustServices, StoresValues) {
  launch();
  probe_->ask("load token", "Ok(None)");
  probe_->ask("store token abc", "Ok(())");
  probe_->ask("store other x", "Ok(())");
  probe_->ask("load token", "Ok(Some([97, 98, 99]))");
  probe_->ask("keys tok", "Ok([\"token\"])");
  probe_->ask("keys", "Ok([\"other\", \"token\"])");
  probe_->ask("remove token", "Ok(())");
  probe_->ask("load token", "Ok(None)");
  probe_->end();
}

TEST_F(RustServices, AValueThatIsTooLargeIsAnError) {
  launch({}, {});
  probe_->ask("large", "Err(TooLarge)");
  probe_->end();
}

TEST_F(RustServices, CommandsHaveHandlers) {
  launch();
  probe_->ask("/add 2 3", "5");
  probe_->ask("/add 2", "102");
  probe_->ask("//add 2", "/add 2");
  probe_->end();
}

TEST_F(RustServices, ACommandIsAnsweredLater) {
  launch();
  probe_->say("alice", "probe", "/later");
  probe_->expectMessageWith("alice", "probe", {"It is too late."});
  probe_->expectMessage("alice", "probe", "Ok(())");
  probe_->end();
}

TEST_F(RustServices, ACommandThatIsForgottenFails) {
  launch();
  probe_->say("alice", "probe", "/forget");
  probe_->awaitLog("/forget was not answered: its responder is gone");
  probe_->expectMessageWith("alice", "probe", {"failed"});
  probe_->end();
}

TEST_F(RustServices, ACommandThatPanicsFails) {
  launch({}, {});
  probe_->say("alice", "probe", "/panic");
  const std::string line = probe_->awaitLog("plugin misbehaving: probe: /panic: panic at src/services.rs:");
  EXPECT_EQ(line.find("in the command"), std::string::npos) << line;
  probe_->expectMessageWith("alice", "probe", {"failed"});
  probe_->end();
  EXPECT_EQ(probe_->log().find("was not answered"), std::string::npos) << probe_->log();
}

TEST_F(RustServices, AHandlerMayReplaceItself) {
  launch();
  probe_->ask("/again", "replaced");
  probe_->ask("/only", "only");
  probe_->end();
}

TEST_F(RustServices, APictureIsAskedForOnce) {
  launch();
  probe_->ask("picture 7", "Ok(())");
  probe_->requestVCard("alice", "probe");
  EXPECT_EQ(probe_->expectVCard("alice", "probe").photo().substr(1, 3), "PNG");
  probe_->ask("no-picture", "Ok(())");
  probe_->end();
}

TEST_F(RustServices, SettingsHaveTheirInitialValues) {
  launch({}, {});
  probe_->ask("setting lang", "Ok(\"en\")");
  probe_->ask("setting size", "Ok(\"3\")");
  probe_->ask("setting shape", "Err(Argument)");
  probe_->end();
}

TEST_F(RustServices, SpectrumAnswersACommand) {
  launch();
  probe_->say("alice", "probe", "admin online_users_count");
  probe_->expectCommand("online_users_count");
  probe_->answerCommand("3");
  probe_->expectMessage("alice", "probe", "Answered 3");
  probe_->end();
}

TEST_F(RustServices, MetricsAreCountedOnEachThread) {
  const testing::TemporaryDirectory directory;
  const std::string file = directory.path() / "${id}.prom";
  launch({}, {"--prism.metrics_file=" + file});
  probe_->ask("metrics", "Some(Argument)");  // the name has another kind already
  probe_->end();
}

#ifdef PRISM_TEST_NETWORK  // the network module is built
TEST_F(RustServices, ANameHasAddresses) {
  launch({}, {"--prism.strict=1"});
  probe_->ask("resolve 127.0.0.1", "Found [127.0.0.1:80]");
  probe_->ask("resolve ::1", "Found [[::1]:80]");
  probe_->ask("resolve ", "NotFound []");
  probe_->end();
}

TEST_F(RustServices, APrivateAddressIsNotFetched) {
  launch();
  probe_->ask("fetch http://127.0.0.1/", "Forbidden 0");
  probe_->end();
}
#endif

TEST_F(RustServices, AFileIsPublished) {
  const testing::TemporaryDirectory directory;
  launch({}, {"--service.web_directory=" + directory.path().string(), "--service.web_url=https://files.prism.test/",
              "--prism.strict=1"});
  probe_->ask("publish hello", "Done true text/plain");
  probe_->end();
}

}  // namespace
}  // namespace prism::tests
