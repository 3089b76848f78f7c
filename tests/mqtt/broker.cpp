// SPDX-License-Identifier: MIT
#include "tests/mqtt/broker.h"

#include "net/base64.h"

#include <glob.h>
#include <mosquitto.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <array>
#include <memory>

namespace prism::tests {
namespace {

constexpr const char* kProgram = "/usr/sbin/mosquitto";

// The module that refuses subscriptions: Mosquitto's file of access rules does not.
std::string securityModule() {
  glob_t found{};
  std::string path;
  if (::glob("/usr/lib/*/mosquitto_dynamic_security.so", 0, nullptr, &found) == 0) {
    path = found.gl_pathv[0];
  }
  ::globfree(&found);
  return path;
}

std::string account(const std::string& name) {
  constexpr int kIterations = 101;
  const std::string salt = "twelve bytes";
  std::array<unsigned char, 64> hash{};
  const std::string password = kCanary;
  EXPECT_EQ(PKCS5_PBKDF2_HMAC(password.data(), static_cast<int>(password.size()),
                              reinterpret_cast<const unsigned char*>(salt.data()), static_cast<int>(salt.size()),
                              kIterations, EVP_sha512(), static_cast<int>(hash.size()), hash.data()),
            1);
  return R"({"username": ")" + name + R"(", "password": ")" +
         net::toBase64({reinterpret_cast<const char*>(hash.data()), hash.size()}) + R"(", "salt": ")" +
         net::toBase64(salt) + R"(", "iterations": 101, "roles": [{"rolename": "person"}]})";
}

}  // namespace

std::string whyNoBroker() {
  return ::access(kProgram, X_OK) == 0 && !securityModule().empty() ? ""
                                                                    : "mosquitto is not installed (Debian: mosquitto)";
}

Broker::Broker(const std::optional<Certificate>& certificate, const std::string& more) {
  const std::string security =
      configure("security.json", R"({"defaultACLAccess": {"publishClientSend": true, "publishClientReceive": true,
        "subscribe": true, "unsubscribe": true}, "groups": [], "clients": [)" +
                                     account("alice") + ", " + account("bob") + R"(],
        "roles": [{"rolename": "person", "acls": [
          {"acltype": "subscribePattern", "topic": "denied/#", "priority": 1, "allow": false},
          {"acltype": "publishClientSend", "topic": "readonly/#", "priority": 1, "allow": false}]}]})");
  std::string text =
      "user nobody\nallow_anonymous false\nplugin " + securityModule() + "\nplugin_opt_config_file " + security + "\n";
  // start() waits for the last listener.
  if (certificate) {
    text += "listener " + std::to_string(tlsPort()) + " 127.0.0.1\ncertfile " + certificate->file + "\nkeyfile " +
            certificate->key_file + "\n";
  }
  text += "listener " + std::to_string(port()) + " 127.0.0.1\n" + more;
  configuration_ = configure("mosquitto.conf", text);
}

std::vector<std::string> Broker::command() const { return {kProgram, "-c", configuration_}; }

void Broker::publish(const std::string& topic, std::string_view payload, bool retain) const {
  bool confirmed = false;
  const std::unique_ptr<mosquitto, void (*)(mosquitto*)> client(mosquitto_new(nullptr, true, &confirmed),
                                                                &mosquitto_destroy);
  mosquitto_username_pw_set(client.get(), "bob", kCanary);
  mosquitto_publish_callback_set(client.get(), [](mosquitto*, void* data, int) { *static_cast<bool*>(data) = true; });
  if (mosquitto_connect(client.get(), "127.0.0.1", port(), 60) != MOSQ_ERR_SUCCESS) {
    throw testing::Failure("the broker cannot be reached");
  }
  mosquitto_publish(client.get(), nullptr, topic.c_str(), static_cast<int>(payload.size()), payload.data(), 1, retain);
  const testing::Deadline deadline(testing::Milliseconds(20'000));
  while (!confirmed) {
    if (deadline.hasPassed() || mosquitto_loop(client.get(), 100, 1) != MOSQ_ERR_SUCCESS) {
      throw testing::Failure("the broker does not confirm a message");
    }
  }
  mosquitto_disconnect(client.get());
}

}  // namespace prism::tests
