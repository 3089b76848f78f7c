// SPDX-License-Identifier: MIT
#include "host/plugin/features.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace prism::host {
namespace {

struct Flag {
  std::uint32_t feature;
  const char* section;
  const char* key;
};
constexpr Flag kFlags[] = {
    {PRISM_FEATURE_PASSWORD, "registration", "needPassword"},
    {PRISM_FEATURE_REGISTRATION, "registration", "needRegistration"},
    {PRISM_FEATURE_RECEIPTS, "features", "receipts"},
    {PRISM_FEATURE_ROOMS, "features", "muc"},
    {PRISM_FEATURE_RAW_XML, "features", "rawxml"},
    {PRISM_FEATURE_UNESCAPED_JIDS, "features", "disable_jid_escaping"},
    {PRISM_FEATURE_ROSTER_ON_LOGIN, "features", "send_buddies_on_login"},
};

class FeaturesTest : public testing::Test {
 protected:
  // Sets the administrator's configuration.
  void configure(const std::string& text) { config_ = *Config::parse(text, "x.cfg", {}); }

  // Sets the plugin's features. Returns the error, if any.
  std::optional<std::string> set(std::uint32_t flags) {
    prism_features features{};
    features.struct_size = sizeof features;
    features.flags = flags;
    return features_.set(features);
  }

  Config config_ = *Config::parse("", "x.cfg", {});
  Features features_{config_};
};

// Returns the expected text of BACKEND_CONFIG, with 1 for these features and 0 for the others.
std::string textOf(std::uint32_t flags, const std::string& extra = "") {
  const auto line = [flags](const Flag& flag) {
    return fmt::format("{}={}\n", flag.key, (flags & flag.feature) != 0 ? 1 : 0);
  };
  std::string text = "[registration]\n" + extra + line(kFlags[0]) + line(kFlags[1]) + "[features]\n";
  for (std::size_t i = 2; i < std::size(kFlags); ++i) {
    text += line(kFlags[i]);
  }
  return text;
}

// Returns the expected text in gateway mode. The host needs the roster itself there, so it always requests it.
std::string gatewayText(std::uint32_t flags, const std::string& extra = "") {
  return textOf(flags | PRISM_FEATURE_ROSTER_ON_LOGIN, extra);
}

TEST_F(FeaturesTest, APluginThatSaysNothingHasPasswordsAndRegistration) {
  features_.setDefaults(false);
  EXPECT_EQ(features_.text(),
            "[registration]\nneedPassword=1\nneedRegistration=1\n"
            "[features]\nreceipts=0\nmuc=0\nrawxml=0\ndisable_jid_escaping=0\nsend_buddies_on_login=1\n");
  features_.setDefaults(true);
  EXPECT_EQ(features_.text(),
            "[registration]\nneedPassword=1\nneedRegistration=1\n"
            "[features]\nreceipts=0\nmuc=1\nrawxml=0\ndisable_jid_escaping=0\nsend_buddies_on_login=1\n");
}

TEST_F(FeaturesTest, EachFlagIsAKey) {
  for (const Flag& flag : kFlags) {
    EXPECT_EQ(set(flag.feature), std::nullopt);
    EXPECT_EQ(features_.text(), gatewayText(flag.feature)) << flag.key;
    EXPECT_TRUE(features_.has(flag.feature)) << flag.key;
  }
  EXPECT_EQ(set(0), std::nullopt);
  EXPECT_EQ(features_.text(), gatewayText(0));
}

TEST_F(FeaturesTest, FeaturesForTheHostAreNoKeys) {
  EXPECT_EQ(set(PRISM_FEATURE_RELOGIN), std::nullopt);
  EXPECT_EQ(features_.text(), gatewayText(0));
  EXPECT_TRUE(features_.has(PRISM_FEATURE_RELOGIN));
}

TEST_F(FeaturesTest, TheAdministratorsKeysWin) {
  for (const Flag& flag : kFlags) {
    configure(fmt::format("[{}]\n{} = yes\n", flag.section, flag.key));
    set(0);
    EXPECT_EQ(features_.text(), gatewayText(flag.feature)) << flag.key;
    EXPECT_TRUE(features_.has(flag.feature)) << flag.key;
    configure(fmt::format("[{}]\n{} = 0\n", flag.section, flag.key));
    set(127);
    const bool roster = flag.feature == PRISM_FEATURE_ROSTER_ON_LOGIN;
    EXPECT_EQ(features_.text(), roster ? textOf(127 & ~flag.feature) : gatewayText(127 & ~flag.feature)) << flag.key;
    EXPECT_FALSE(features_.has(flag.feature)) << flag.key;
  }
}

TEST_F(FeaturesTest, AKeyThatIsNoBooleanDoesNotCount) {
  configure("[features]\nmuc = perhaps\n");
  set(PRISM_FEATURE_ROOMS);
  EXPECT_EQ(features_.text(), gatewayText(PRISM_FEATURE_ROOMS));
}

TEST_F(FeaturesTest, InServerModeThereIsNoRegistration) {
  configure("[service]\nserver_mode = 1\n");
  set(PRISM_FEATURE_PASSWORD | PRISM_FEATURE_REGISTRATION);
  EXPECT_EQ(features_.text(), textOf(PRISM_FEATURE_PASSWORD));
  configure("[service]\nserver_mode = 0\n");
  EXPECT_EQ(features_.text(), gatewayText(PRISM_FEATURE_PASSWORD | PRISM_FEATURE_REGISTRATION));
}

TEST_F(FeaturesTest, InServerModeTheAdministratorMayWantRegistration) {
  configure("[service]\nserver_mode = 1\n[registration]\nneedRegistration = true\n");
  set(0);
  EXPECT_EQ(features_.text(), textOf(PRISM_FEATURE_REGISTRATION));
}

TEST_F(FeaturesTest, TheAdministratorsExtraFieldsAreRepeatedKeys) {
  configure("[registration]\nextraField = Shoe size\nextraField = Age\n");
  set(0);
  EXPECT_EQ(features_.text(), gatewayText(0, "extraField=Shoe size\nextraField=Age\n"));
}

// A value from the command line may contain a newline. It must not add a line to BACKEND_CONFIG.
TEST_F(FeaturesTest, ExtraFieldsAreLines) {
  const std::vector<std::pair<std::string, std::string>> overrides = {
      {"registration.extraField", "Age"},
      {"registration.extraField", "a\n[features]\nmuc=1"},
      {"registration.extraField", "a # b"}};
  config_ = *Config::parse("", "x.cfg", overrides);
  EXPECT_EQ(features_.text(), gatewayText(0, "extraField=Age\n"));
}

TEST_F(FeaturesTest, FlagsThatDoNotExistAreRefused) {
  EXPECT_EQ(set(256), "flags have the unknown bits 0x100");
  EXPECT_EQ(set(0xFFFFFFFF), "flags have the unknown bits 0xffffff00");
  EXPECT_EQ(set(255), std::nullopt);
}

constexpr Features::Abilities kAll{true, true, true, true};

TEST_F(FeaturesTest, RawXmlThatThePluginCannotTakeIsAConflict) {
  EXPECT_FALSE(features_.conflict({}, "p"));
  configure("[features]\nrawxml = 1\n");
  EXPECT_FALSE(features_.conflict(kAll, "p"));
  const auto configured = features_.conflict({.message = true}, "p");
  ASSERT_TRUE(configured);
  EXPECT_EQ(configured->code, EINVAL);
  EXPECT_EQ(configured->sentence,
            "x.cfg: features.rawxml is 1, but the plugin p takes no raw XML, so all that users send would be lost; "
            "remove this key");
  configure("");
  EXPECT_FALSE(set(PRISM_FEATURE_RAW_XML));
  const auto own = features_.conflict({.message = true}, "p");
  ASSERT_TRUE(own);
  EXPECT_EQ(own->code, ELIBBAD);
  EXPECT_EQ(own->sentence,
            "the plugin p wants raw XML (PRISM_FEATURE_RAW_XML), but has no raw_xml(), so all that users send would be "
            "lost");
}

TEST_F(FeaturesTest, RawXmlTakenFromAPluginThatNeedsItIsAConflict) {
  EXPECT_FALSE(set(PRISM_FEATURE_RAW_XML));
  configure("[features]\nrawxml = 0\n");
  EXPECT_FALSE(features_.conflict(kAll, "p"));
  const auto conflict = features_.conflict({.raw_xml = true}, "p");
  ASSERT_TRUE(conflict);
  EXPECT_EQ(conflict->code, EINVAL);
  EXPECT_EQ(conflict->sentence,
            "x.cfg: features.rawxml is 0, but the plugin p takes raw XML only, so all that users send would be lost; "
            "remove this key");
}

TEST_F(FeaturesTest, KeysThatThePluginDoesNotSupportAreIneffective) {
  configure("[features]\nmuc = 1\nreceipts = 1\nsend_buddies_on_login = 1\n");
  EXPECT_EQ(features_.findIneffectiveKeys({}, "p").size(), 2U) << "what it says of receipts is not known yet";
  EXPECT_FALSE(set(0));
  EXPECT_EQ(
      features_.findIneffectiveKeys({}, "p"),
      (std::vector<std::string>{
          "x.cfg: features.muc is 1, but the plugin p has no rooms; remove this key",
          "x.cfg: features.receipts is 1, but the plugin p does not tell what has been delivered; remove this key",
          "x.cfg: features.send_buddies_on_login is 1, but the plugin p does not look at contacts; remove this "
          "key"}));
  EXPECT_FALSE(set(PRISM_FEATURE_RECEIPTS));
  EXPECT_TRUE(features_.findIneffectiveKeys(kAll, "p").empty());
}

}  // namespace
}  // namespace prism::host
