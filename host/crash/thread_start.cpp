// SPDX-License-Identifier: MIT
// Replaces pthread_create(3) for the whole process. Threads of the plugin and its libraries get an alternate stack like
// the main thread, so that their stack overflows are reported as well.
#include "host/base/libc_replacement.h"
#include "host/crash/alternate_stack.h"

#include <pthread.h>

#include <cerrno>
#include <memory>
#include <new>

namespace {

using Body = void* (*)(void*);
using Create = int (*)(pthread_t*, const pthread_attr_t*, Body, void*);

struct Start {
  Body body;
  void* data;
};

void* runWithAlternateStack(void* data) {
  const Start start = *std::unique_ptr<Start>(static_cast<Start*>(data));
  const prism::host::AlternateStack stack;
  return start.body(start.data);
}

}  // namespace

PRISM_REPLACES_LIBC int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, Body body,
                                       void* data) noexcept {
  static const auto create = prism::host::libcFunction<Create>("pthread_create");
  std::unique_ptr<Start> start(new (std::nothrow) Start{body, data});
  if (!start) {
    return EAGAIN;
  }
  const int error = create(thread, attributes, &runWithAlternateStack, start.get());
  if (error == 0) {
    (void)start.release();  // owned by the thread
  }
  return error;
}
