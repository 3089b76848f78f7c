// SPDX-License-Identifier: MIT
// The service prism.settings.draft/1 of a real host, called by the probe.
#include "tests/support/probe_test.h"
#include <prism/settings.h>

namespace prism::tests {
namespace {

class SettingsTest : public ProbeTest {
 protected:
  // Starts the host with the probe's four settings.
  void startDescribed(const std::string& more = "") { launch("probe", "[probe]\nsettings = 1\n" + more); }

  // Logs alice in, and expects these settings at the plugin.
  void expectSettings(const std::map<std::string, std::string>& given, const std::string& expected) {
    spectrum_->login("alice", {.legacy_name = "alice", .password = kCanary, .settings = given});
    spectrum_->expectConnected("alice");
    expectAnswer("logged in as alice " + expected);
  }

  void expectSetting(const std::string& key, const std::string& result) {
    sendCommand("setting " + key);
    expectAnswer("setting " + result);
  }
};

TEST_F(SettingsTest, MissingOnesHaveTheirInitialValues) {
  startDescribed();
  expectSettings({}, "images=1 port=5222 colour=green greeting=");
  expectSetting("port", "0 [5222]");
  expectSetting("greeting", "0 []");
}

TEST_F(SettingsTest, GivenOnesAreHandedOverInTheirUsualForm) {
  startDescribed();
  expectSettings({{"images", "Off"}, {"port", "80"}, {"colour", "red"}, {"greeting", "hello"}, {"other", "x"}},
                 "other=x images=0 port=80 colour=red greeting=hello");
  expectSetting("images", "0 [0]");
  expectSetting("greeting", "0 [hello]");
}

TEST_F(SettingsTest, InvalidOnesAreNamedAndReplaced) {
  startDescribed();
  expectSettings({{"images", "canary-in-a-stanza"}, {"port", "70000"}, {"colour", "blue"}, {"greeting", "a\nb"}},
                 "images=1 port=5222 colour=green greeting=");
  for (const char* key : {"images", "port", "colour", "greeting"}) {
    expectFault(std::string("the setting ") + key + " of user 'alice' is invalid; its initial value is used");
  }
}

TEST_F(SettingsTest, EachLoginHasItsOwn) {
  startDescribed();
  expectSettings({{"port", "80"}}, "images=1 port=80 colour=green greeting=");
  expectSettings({{"port", "81"}}, "images=1 port=81 colour=green greeting=");
  expectSetting("port", "0 [81]");
}

TEST_F(SettingsTest, UnknownSettingsAndUsersAreRefused) {
  startDescribed();
  expectSettings({}, "images=1 port=5222 colour=green greeting=");
  expectSetting("nothing", "-2 []");
  expectMisbehaviour("settings.get: there is no setting 'nothing'");
  sendCommand("setting-of mallory port");
  expectAnswer("setting -3 []");
  expectMisbehaviour("settings.get: user 'mallory' is not logged in");
}

TEST_F(SettingsTest, AreDescribedOnceAndInTime) {
  startDescribed();
  expectSettings({}, "images=1 port=5222 colour=green greeting=");
  sendCommand("settings-again");
  expectAnswer("settings -5");
  expectMisbehaviour("settings.define: it was called already");
}

TEST_F(SettingsTest, CannotBeDescribedAfterTheStart) {
  start();
  sendCommand("settings-again");
  expectAnswer("settings -5");
  expectMisbehaviour("settings.define: the plugin has started already");
  expectSetting("port", "-2 []");
}

TEST_F(SettingsTest, WrongDescriptionsAreRefused) {
  const std::string size = fmt::format("struct_size is 8, expected at least {}", sizeof(prism_setting));
  const std::pair<const char*, std::string> faults[] = {
      {"size", size},
      {"kind", "setting images: kind PRISM_VALUE_NOTE is none of a setting"},
      {"null", "the argument is NULL"},
      {"choices", "choices is NULL, but has a count"},
      {"initial",
       "setting port: initial is invalid: PRISM_VALUE_INTEGER needs a whole number from 1 to 65535 in decimal"},
      {"count", "settings_count is 0, 1 to 100 are allowed"},
      {"nothing", "settings is NULL"},
  };
  for (const auto& [how, fault] : faults) {
    start(std::string("[probe]\nsettings = ") + how + "\n");
    expectLogged("settings -2");
    expectMisbehaviour("settings.define: " + fault);
  }
}

}  // namespace
}  // namespace prism::tests
