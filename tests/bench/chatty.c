/* SPDX-License-Identifier: MIT */
/* Answers a message, which is a number, by as many messages of 64 bytes. With chatty.ids=1, each has an id of the
 * network, and the network has edits, so that the host sends them as raw stanzas. */
#include <prism/chat.h>

#include <stdlib.h>
#include <string.h>

PRISM_PLUGIN_NOTE("chatty", "Chatty", "0.1.0", "", "chatty.ids");

static const prism_host* host;
static int has_ids;
static char id[] = "$event0000000000";

static prism_result create(const prism_host* its_host, void** instance) {
  host = its_host;
  *instance = &host;
  prism_str value;
  has_ids = host->config_get(host, PRISM_STR("chatty.ids"), &value);
  if (!has_ids) {
    return PRISM_OK;
  }
  const prism_chat* chat = host->get_service(host, PRISM_CHAT);
  prism_chat_capabilities can = {
      .struct_size = sizeof can,
      .kind = PRISM_CONVERSATION_CONTACT,
      .flags = PRISM_CHAT_CAN_EDIT,
  };
  return chat->set_capabilities(host, &can);
}

static void destroy(void* instance) { (void)instance; }

static void login(void* instance, const prism_login* login) {
  const prism_connected connected = {.struct_size = sizeof connected, .user = login->user};
  (void)instance;
  host->connected(host, &connected);
}

static void logout(void* instance, const prism_logout* logout) {
  (void)instance;
  (void)logout;
}

static void message(void* instance, const prism_message* message) {
  static const char text[] = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
  prism_message answer = {
      .struct_size = sizeof answer,
      .kind = message->kind,
      .user = message->user,
      .buddy = message->buddy,
      .text = {text, sizeof text - 1},
  };
  (void)instance;
  for (long left = strtol(message->text.data, NULL, 10); left > 0; --left) {
    if (has_ids) {
      char* digit = id + sizeof id - 2;
      while (*digit == '9') {
        *digit-- = '0';
      }
      ++*digit; /* ten digits are enough */
      answer.id = (prism_str){id, sizeof id - 1};
    }
    host->message(host, &answer);
  }
}

const prism_plugin* prism_plugin_query(uint32_t host_abi_version) {
  static const prism_plugin plugin = {
      .struct_size = sizeof plugin,
      .abi_version = PRISM_ABI_VERSION,
      .min_host_minor = PRISM_NEEDS_MINOR,
      .id = "chatty",
      .version = "0.1.0",
      .create = create,
      .destroy = destroy,
      .login = login,
      .logout = logout,
      .message = message,
  };
  (void)host_abi_version;
  return &plugin;
}
