// SPDX-License-Identifier: MIT
// Replaces exec(3) and daemon(3) for the whole process. In the host itself they would end it for all users, so they are
// treated like exit(). In a process that the plugin has forked, they work as usual. Such a child may call only
// async-signal-safe functions, so this file calls no others there.
#include "host/base/libc_replacement.h"
#include "host/end/plugin_exit.h"

#include <alloca.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdarg>
#include <cstddef>

namespace {

using Words = char* const*;

// Looked up before main(), since dlsym() must not be called in signal handlers.
const auto search_path = prism::host::libcFunction<int (*)(const char*, Words, Words)>("execvpe");
const auto become_daemon = prism::host::libcFunction<int (*)(int, int)>("daemon");

int execAt(int directory, const char* path, Words arguments, Words environment, int flags) {
  return static_cast<int>(::syscall(SYS_execveat, directory, path, arguments, environment, flags));
}

int execPath(const char* path, Words arguments, Words environment) {
  return static_cast<int>(::syscall(SYS_execve, path, arguments, environment));
}

// Calls `exec` with the arguments, which end with a null pointer. execle() has the environment behind that.
template <typename Exec>
int execWithList(Exec exec, const char* path, const char* first, va_list rest, bool has_environment) {
  std::size_t count = 0;
  va_list counted;
  va_copy(counted, rest);
  for (const char* word = first; word; word = va_arg(counted, const char*)) {
    ++count;
  }
  va_end(counted);
  auto** const arguments = static_cast<char**>(::alloca((count + 1) * sizeof(char*)));
  char* word = const_cast<char*>(first);
  for (std::size_t i = 0; i < count; ++i) {
    arguments[i] = word;
    word = va_arg(rest, char*);
  }
  arguments[count] = nullptr;
  return exec(path, arguments, has_environment ? va_arg(rest, Words) : environ);
}

}  // namespace

PRISM_REPLACES_LIBC int execve(const char* path, Words arguments, Words environment) noexcept {
  prism::host::onExecCall("execve");
  return execPath(path, arguments, environment);
}

PRISM_REPLACES_LIBC int execv(const char* path, Words arguments) noexcept {
  prism::host::onExecCall("execv");
  return execPath(path, arguments, environ);
}

PRISM_REPLACES_LIBC int execvpe(const char* file, Words arguments, Words environment) noexcept {
  prism::host::onExecCall("execvpe");
  return search_path(file, arguments, environment);
}

PRISM_REPLACES_LIBC int execvp(const char* file, Words arguments) noexcept {
  prism::host::onExecCall("execvp");
  return search_path(file, arguments, environ);
}

PRISM_REPLACES_LIBC int execveat(int directory, const char* path, Words arguments, Words environment,
                                 int flags) noexcept {
  prism::host::onExecCall("execveat");
  return execAt(directory, path, arguments, environment, flags);
}

PRISM_REPLACES_LIBC int fexecve(int fd, Words arguments, Words environment) noexcept {
  prism::host::onExecCall("fexecve");
  return execAt(fd, "", arguments, environment, AT_EMPTY_PATH);
}

PRISM_REPLACES_LIBC int execl(const char* path, const char* first, ...) noexcept {
  prism::host::onExecCall("execl");
  va_list rest;
  va_start(rest, first);
  const int result = execWithList(&execPath, path, first, rest, false);
  va_end(rest);
  return result;
}

PRISM_REPLACES_LIBC int execle(const char* path, const char* first, ...) noexcept {
  prism::host::onExecCall("execle");
  va_list rest;
  va_start(rest, first);
  const int result = execWithList(&execPath, path, first, rest, true);
  va_end(rest);
  return result;
}

PRISM_REPLACES_LIBC int execlp(const char* file, const char* first, ...) noexcept {
  prism::host::onExecCall("execlp");
  va_list rest;
  va_start(rest, first);
  const int result = execWithList(search_path, file, first, rest, false);
  va_end(rest);
  return result;
}

PRISM_REPLACES_LIBC int daemon(int keep_directory, int keep_streams) noexcept {
  prism::host::onExecCall("daemon");
  return become_daemon(keep_directory, keep_streams);
}
