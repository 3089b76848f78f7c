// SPDX-License-Identifier: MIT
#include "host/requests/secret_field.h"

#include "host/base/abi.h"
#include "tests/support/payloads.h"

#include <gtest/gtest.h>

namespace prism::host {
namespace {

constexpr int kPassword = pbnetwork::Login::kPasswordFieldNumber;

pbnetwork::Login parse(const SecretField& field) {
  pbnetwork::Login login;
  EXPECT_TRUE(field.ok());
  EXPECT_TRUE(login.ParsePartialFromArray(field.rest().data(), static_cast<int>(field.rest().size())));
  return login;
}

TEST(SecretField, TakesTheStringOut) {
  pbnetwork::Login login = tests::loginOf("alice");
  login.set_password("secret");
  login.add_extrafields("more");
  const std::string payload = login.SerializeAsString();
  const SecretField field(payload, kPassword);
  EXPECT_EQ(view(field.value()), "secret");
  EXPECT_STREQ(field.value().data, "secret") << "there is a NUL behind it";
  EXPECT_EQ(field.rest().find("secret"), std::string_view::npos);

  login.set_password(std::string(6, '\0'));
  EXPECT_EQ(parse(field).SerializeAsString(), login.SerializeAsString()) << "nothing else is lost";
}

TEST(SecretField, OfSeveralTheLastOneCounts) {
  const std::string twice =
      "\x1a\x05"
      "first\x0a\x05"
      "alice\x1a\x06"
      "second";
  const SecretField field(twice, kPassword);
  EXPECT_EQ(view(field.value()), "second");
  EXPECT_EQ(parse(field).user(), "alice");
  EXPECT_EQ(parse(field).password(), std::string(6, '\0'));
  EXPECT_EQ(field.rest().find("first"), std::string_view::npos);
}

TEST(SecretField, MayBeMissingOrEmpty) {
  for (const std::string payload : {"",
                                    "\x0a\x05"
                                    "alice"}) {
    const SecretField field(payload, kPassword);
    EXPECT_EQ(field.value().size, 0U);
    EXPECT_STREQ(field.value().data, "");
    EXPECT_FALSE(parse(field).has_password());
  }
  const SecretField empty(std::string_view("\x1a\0", 2), kPassword);
  EXPECT_EQ(empty.value().size, 0U);
  EXPECT_TRUE(parse(empty).has_password());
}

TEST(SecretField, KnowsDamage) {
  const std::string payload = tests::loginOf("alice").SerializeAsString();
  for (std::size_t size = 1; size < payload.size(); ++size) {
    pbnetwork::Login login;
    const std::string cut = payload.substr(0, size);
    EXPECT_EQ(SecretField(cut, kPassword).ok(), login.ParsePartialFromString(cut)) << size;
  }
}

}  // namespace
}  // namespace prism::host
