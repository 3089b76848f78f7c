/* SPDX-License-Identifier: MIT */
/* An echo plugin with other work to do: it watches 1,000 descriptors and keeps 10,000 timers. Each timer makes one
 * descriptor ready once a second. So 20,000 events a second have nothing to do with the measured messages. */
#include <prism/plugin.h>

#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

PRISM_PLUGIN_NOTE("busy", "Busy", "0.1.0", "", "");

enum { kDescriptors = 1000, kTimers = 10000, kPeriodMs = 1000 };

static const prism_host* host;
static int descriptors[kDescriptors];

/* Raises the limit of descriptors. The host needs some, too. */
static void allowDescriptors(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < 2 * kDescriptors) {
    limit.rlim_cur = limit.rlim_max < 2 * kDescriptors ? limit.rlim_max : 2 * kDescriptors;
    setrlimit(RLIMIT_NOFILE, &limit);
  }
}

static void ready(void* data, prism_watch watch, int32_t fd, uint32_t events) {
  eventfd_t count;
  eventfd_read(fd, &count);
  (void)data;
  (void)watch;
  (void)events;
}

static void due(void* data, prism_timer timer) {
  eventfd_write(*(int*)data, 1);
  (void)timer;
}

static prism_result create(const prism_host* its_host, void** instance) {
  host = its_host;
  *instance = descriptors;
  return PRISM_OK;
}

static void destroy(void* instance) { (void)instance; }

static prism_result start(void* instance) {
  (void)instance;
  allowDescriptors();
  for (int i = 0; i < kDescriptors; ++i) {
    prism_watch watch;
    descriptors[i] = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (descriptors[i] < 0 ||
        host->watch_add(host, descriptors[i], PRISM_WATCH_READABLE, ready, NULL, &watch) != PRISM_OK) {
      return PRISM_ERR_FAILED;
    }
  }
  for (int i = 0; i < kTimers; ++i) {
    prism_timer timer;
    prism_schedule schedule = {
        .struct_size = sizeof schedule,
        .first_ms = (uint64_t)(i * kPeriodMs / kTimers), /* spread evenly over the period */
        .period_ms = kPeriodMs,
    };
    if (host->timer_add(host, &schedule, due, &descriptors[i % kDescriptors], &timer) != PRISM_OK) {
      return PRISM_ERR_FAILED;
    }
  }
  return PRISM_OK;
}

static void login(void* instance, const prism_login* login) {
  prism_buddy buddy = {
      .struct_size = sizeof buddy,
      .status = PRISM_STATUS_ONLINE,
      .user = login->user,
      .buddy = PRISM_STR("echo"),
  };
  prism_connected connected = {.struct_size = sizeof connected, .user = login->user};
  (void)instance;
  host->connected(host, &connected);
  host->buddy_changed(host, &buddy);
}

static void logout(void* instance, const prism_logout* logout) {
  (void)instance;
  (void)logout;
}

static void message(void* instance, const prism_message* message) {
  prism_message answer = {
      .struct_size = sizeof answer,
      .kind = PRISM_CONVERSATION_CONTACT,
      .user = message->user,
      .buddy = message->buddy,
      .text = message->text,
  };
  (void)instance;
  host->message(host, &answer);
}

const prism_plugin* prism_plugin_query(uint32_t host_abi_version) {
  static const prism_plugin plugin = {
      .struct_size = sizeof plugin,
      .abi_version = PRISM_ABI_VERSION,
      .min_host_minor = PRISM_NEEDS_MINOR,
      .id = "busy",
      .version = "0.1.0",
      .create = create,
      .destroy = destroy,
      .start = start,
      .login = login,
      .logout = logout,
      .message = message,
  };
  (void)host_abi_version;
  return &plugin;
}
