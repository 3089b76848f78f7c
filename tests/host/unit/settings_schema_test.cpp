// SPDX-License-Identifier: MIT
#include "host/session/settings_schema.h"

#include <gtest/gtest.h>

namespace prism::host {
namespace {

using Setting = SettingsSchema::Setting;

Setting settingOf(std::uint32_t kind, const std::string& initial) {
  Setting setting;
  setting.kind = kind;
  setting.key = "key";
  setting.title = "Title";
  setting.initial = initial;
  return setting;
}

Setting integer(std::int64_t least, std::int64_t most, const std::string& initial) {
  Setting setting = settingOf(PRISM_VALUE_INTEGER, initial);
  setting.range = {least, most};
  return setting;
}

Setting choice(const std::vector<std::string>& choices, const std::string& initial) {
  Setting setting = settingOf(PRISM_VALUE_CHOICE, initial);
  for (const std::string& value : choices) {
    setting.choices.push_back({value, "label of " + value});
  }
  return setting;
}

// Returns a value in its usual form, "invalid" if it is invalid.
std::string normal(const Setting& setting, const std::string& value) {
  SecretVector<SecretString> values;
  return SettingsSchema::appendValid(setting, value, &values) ? std::string(values.at(0)) : "invalid";
}

std::string reject(const std::vector<Setting>& settings) { return SettingsSchema::reject(settings).value_or(""); }

TEST(SettingsSchema, ValuesAreThoseOfTheKind) {
  const Setting boolean = settingOf(PRISM_VALUE_BOOLEAN, "0");
  EXPECT_EQ(normal(boolean, "YES"), "1");
  EXPECT_EQ(normal(boolean, "off"), "0");
  EXPECT_EQ(normal(boolean, ""), "invalid");
  EXPECT_EQ(normal(boolean, "2"), "invalid");
  const Setting number = integer(-5, 70, "0");
  EXPECT_EQ(normal(number, "-5"), "-5");
  EXPECT_EQ(normal(number, "70"), "70");
  for (const char* value : {"-6", "71", "", "7x", "99999999999999999999"}) {
    EXPECT_EQ(normal(number, value), "invalid") << value;
  }
  const Setting text = settingOf(PRISM_VALUE_TEXT, "");
  EXPECT_EQ(normal(text, "a b"), "a b");
  EXPECT_EQ(normal(text, std::string(1024, 'x')), std::string(1024, 'x'));
  for (const std::string& value : {std::string("a\nb"), std::string("\xFF"), std::string(1025, 'x')}) {
    EXPECT_EQ(normal(text, value), "invalid") << value;
  }
  EXPECT_EQ(normal(settingOf(PRISM_VALUE_LONG_TEXT, ""), "a\nb"), "a\nb");
  EXPECT_EQ(normal(settingOf(PRISM_VALUE_SECRET, ""), "a b"), "a b");
  EXPECT_EQ(normal(settingOf(PRISM_VALUE_SECRET, ""), "a\nb"), "invalid");
  EXPECT_EQ(normal(integer(0, 0, "0"), "9223372036854775807"), "9223372036854775807");
  EXPECT_EQ(normal(choice({"a", "b"}, "a"), "b"), "b");
  EXPECT_EQ(normal(choice({"a", "b"}, "a"), "label of b"), "invalid");
  EXPECT_EQ(normal(choice({"a", "b"}, "a"), "B"), "invalid");
}

TEST(SettingsSchema, ValidSettingsAreTaken) {
  Setting other = settingOf(PRISM_VALUE_TEXT, "");
  other.key = "an-other_key.2";
  EXPECT_EQ(reject({integer(0, 0, "0"), other}), "");
  SettingsSchema schema;
  EXPECT_TRUE(schema.isEmpty());
  schema.define({integer(0, 0, "0"), other});
  EXPECT_EQ(schema.find("an-other_key.2"), 1U);
  EXPECT_EQ(schema.find("nothing"), std::nullopt);
}

// A login may have other forms of a value, but the plugin's own definition may not.
TEST(SettingsSchema, InitialValuesHaveTheUsualForm) {
  EXPECT_EQ(reject({settingOf(PRISM_VALUE_BOOLEAN, "1")}), "");
  EXPECT_EQ(reject({settingOf(PRISM_VALUE_BOOLEAN, "0")}), "");
  for (const char* initial : {"yes", "on", "True", ""}) {
    EXPECT_EQ(reject({settingOf(PRISM_VALUE_BOOLEAN, initial)}),
              "setting key: initial is invalid: PRISM_VALUE_BOOLEAN needs '1' or '0'")
        << initial;
  }
  for (const char* initial : {"+5", "05"}) {
    EXPECT_EQ(reject({integer(0, 0, initial)}),
              "setting key: initial is invalid: PRISM_VALUE_INTEGER needs a whole number in decimal")
        << initial;
  }
  EXPECT_EQ(reject({choice({"a", "b"}, "A")}),
            "setting key: initial is invalid: PRISM_VALUE_CHOICE needs the value of a choice");
}

TEST(SettingsSchema, InvalidSettingsAreRejected) {
  const auto changed = [](void (*change)(Setting*)) {
    Setting setting = settingOf(PRISM_VALUE_TEXT, "");
    change(&setting);
    return reject({setting});
  };
  EXPECT_EQ(changed([](Setting* setting) { setting->key = "a b"; }), "key is 'a b', which is no key of a setting");
  EXPECT_NE(changed([](Setting* setting) { setting->key = std::string(65, 'k'); }), "");
  EXPECT_NE(changed([](Setting* setting) { setting->key = ""; }), "");
  const std::string texts = "setting key: title or description is no text of at most 1024 bytes, or there is no title";
  EXPECT_EQ(changed([](Setting* setting) { setting->title = ""; }), texts);
  EXPECT_EQ(changed([](Setting* setting) { setting->description = "\xFF"; }), texts);
  EXPECT_EQ(changed([](Setting* setting) { setting->choices = {{"a"}}; }), "setting key: only a choice has choices");
  EXPECT_EQ(reject({integer(2, 1, "1")}), "setting key: least is 2, but most is 1");
  EXPECT_EQ(reject({integer(0, 1, "2")}),
            "setting key: initial is invalid: PRISM_VALUE_INTEGER needs a whole number from 0 to 1 in decimal");
  EXPECT_EQ(reject({choice({}, "")}), "setting key: there are no choices");
  const std::string choices = "setting key: two choices are the same, or one is empty or no text of at most 1024 bytes";
  EXPECT_EQ(reject({choice({"a", "a"}, "a")}), choices);
  EXPECT_EQ(reject({choice({"a", ""}, "a")}), choices);
  EXPECT_EQ(reject({choice({"a\nb"}, "a\nb")}), choices);
  EXPECT_EQ(reject({settingOf(0, "")}), "setting key: kind 0 is none of a setting");
  EXPECT_EQ(reject({settingOf(PRISM_VALUE_CHOICES, "")}), "setting key: kind PRISM_VALUE_CHOICES is none of a setting");
  EXPECT_EQ(reject({settingOf(PRISM_VALUE_NOTE, "")}), "setting key: kind PRISM_VALUE_NOTE is none of a setting");
  EXPECT_EQ(reject({settingOf(PRISM_VALUE_CONTACT, "")}), "setting key: kind PRISM_VALUE_CONTACT is none of a setting");
  Setting text = settingOf(PRISM_VALUE_TEXT, "");
  text.range = {1, 2};
  EXPECT_EQ(reject({text}), "setting key: least and most are set, but it is no integer");
  EXPECT_EQ(reject({settingOf(PRISM_VALUE_SECRET, "canary\n")}),
            "setting key: initial is invalid: PRISM_VALUE_SECRET needs one line of text");
  EXPECT_EQ(reject({settingOf(PRISM_VALUE_TEXT, ""), settingOf(PRISM_VALUE_BOOLEAN, "1")}),
            "two settings have the key key");
}

}  // namespace
}  // namespace prism::host
