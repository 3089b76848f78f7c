/* SPDX-License-Identifier: MIT */
/* A plugin that does nothing. Each macro TEST_… gives it one defect or claim; CMakeLists.txt builds one plugin per
 * case. */
#include <prism/plugin.h>

#ifndef TEST_CLAIMS
#define TEST_CLAIMS ""
#endif
#ifndef TEST_ABI
#define TEST_ABI PRISM_ABI_VERSION
#endif
#ifdef TEST_NOTE_MINOR
#undef PRISM_ABI_MINOR
#define PRISM_ABI_MINOR TEST_NOTE_MINOR
#endif
#ifndef TEST_QUERY_ID
#define TEST_QUERY_ID TEST_ID
#endif
#ifndef TEST_MIN_HOST_MINOR
#define TEST_MIN_HOST_MINOR PRISM_NEEDS_MINOR
#endif
#ifndef TEST_RESERVED
#define TEST_RESERVED 0
#endif

PRISM_PLUGIN_NOTE(TEST_ID, "A test plugin", "1.0", TEST_CLAIMS, "");

#ifndef TEST_NO_QUERY

static const prism_host* the_host;

static prism_result create(const prism_host* host, void** instance) {
  the_host = host;
  *instance = &the_host;
#ifdef TEST_CREATE_FAILS
  host->log(host, PRISM_LOG_ERROR, PRISM_STR("the key [network] server\nis missing"));
  return PRISM_ERR_FAILED;
#else
  return PRISM_OK;
#endif
}

static prism_result start(void* self) {
  (void)self;
#ifdef TEST_START_FAILS
  return PRISM_ERR_FAILED;
#else
  return PRISM_OK;
#endif
}

static void destroy(void* self) {
  (void)self;
  the_host->log(the_host, PRISM_LOG_INFO, PRISM_STR("destroyed"));
}

static void login(void* self, const prism_login* login) {
  (void)self;
  prism_connected connected = {.struct_size = sizeof connected, .user = login->user};
  the_host->connected(the_host, &connected);
}

#ifndef TEST_NO_LOGOUT
static void logout(void* self, const prism_logout* logout) {
  (void)self;
  (void)logout;
}
#endif

const prism_plugin* prism_plugin_query(uint32_t host_abi_version) {
  static const prism_plugin plugin = {
#ifdef TEST_SMALL_TABLE
      .struct_size = 16,
#else
      .struct_size = sizeof plugin,
#endif
      .abi_version = TEST_ABI,
      .min_host_minor = TEST_MIN_HOST_MINOR,
      .reserved = TEST_RESERVED,
      .id = TEST_QUERY_ID,
      .version = "1.0",
      .create = create,
      .start = start,
      .destroy = destroy,
      .login = login,
#ifndef TEST_NO_LOGOUT
      .logout = logout,
#endif
  };
  (void)host_abi_version;
#ifdef TEST_DECLINES
  return NULL;
#else
  return &plugin;
#endif
}

#endif

#ifdef TEST_UNRESOLVED
void a_function_that_nobody_has(void);
PRISM_EXPORT void call_it(void);
void call_it(void) { a_function_that_nobody_has(); }
#endif
