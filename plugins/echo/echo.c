/* SPDX-License-Identifier: MIT */
/* The smallest complete plugin: each user has the contact `echo`, and each contact answers a message with the same
 * text. Start here to see the parts of a plugin in C. */
#include <prism/plugin.h>

#include <stdlib.h>

PRISM_PLUGIN_NOTE("echo", "Echo", "0.1.0", "", "");

typedef struct echo {
  const prism_host* host;
} echo;

static prism_result create(const prism_host* host, void** instance) {
  echo* self = malloc(sizeof *self);
  if (!self) {
    return PRISM_ERR_MEMORY;
  }
  self->host = host;
  *instance = self;

  prism_features features = {
      .struct_size = sizeof features,
      .flags = PRISM_FEATURE_REGISTRATION | PRISM_FEATURE_RECEIPTS, /* needs no password */
  };
  host->set_features(host, &features);
  return PRISM_OK;
}

static void destroy(void* instance) { free(instance); }

static void login(void* instance, const prism_login* login) {
  const prism_host* host = ((echo*)instance)->host;
  prism_connected connected;
  PRISM_INIT(&connected);
  connected.user = login->user;
  host->connected(host, &connected);

  prism_str groups[] = {PRISM_STR("Echo")};
  prism_buddy buddy = {
      .struct_size = sizeof buddy,
      .status = PRISM_STATUS_ONLINE,
      .user = login->user,
      .buddy = PRISM_STR("echo"),
      .alias = PRISM_STR("Echo"),
      .groups = groups,
      .groups_count = 1,
  };
  host->buddy_changed(host, &buddy);
}

static void logout(void* instance, const prism_logout* logout) {
  (void)instance; /* this plugin has no state of a user */
  (void)logout;
}

static void message(void* instance, const prism_message* message) {
  const prism_host* host = ((echo*)instance)->host;
  if ((message->flags & PRISM_MESSAGE_RECEIPT_WANTED) != 0) {
    prism_receipt receipt = {
        .struct_size = sizeof receipt,
        .kind = message->kind,
        .state = PRISM_RECEIPT_DELIVERED,
        .request = message->request,
        .user = message->user,
        .buddy = message->buddy,
        .nickname = message->nickname,
    };
    host->receipt(host, &receipt);
  }
  if (message->text.size == 0) {
    return; /* the host takes no message with nothing to show */
  }
  prism_message answer = {
      .struct_size = sizeof answer,
      .kind = PRISM_CONVERSATION_CONTACT,
      .user = message->user,
      .buddy = message->buddy,
      .text = message->text,
  };
  host->message(host, &answer);
}

const prism_plugin* prism_plugin_query(uint32_t host_abi_version) {
  static const prism_plugin plugin = {
      .struct_size = sizeof plugin,
      .abi_version = PRISM_ABI_VERSION,
      .min_host_minor = PRISM_NEEDS_MINOR,
      .id = "echo",
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
