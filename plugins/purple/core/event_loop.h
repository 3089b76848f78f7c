// libpurple's timers and inputs on the host's timers and watches.
//
// libpurple may have several inputs on one descriptor, one that reads and one that writes; the host has one watch for
// each descriptor. So a watch waits for what any of its inputs waits for.
#pragma once

#include <prism/host.hpp>

#include <purple.h>

#include <map>

namespace purple {

class GlibContext;

class EventLoop {
 public:
  // One in a process. `glib` must outlive this.
  EventLoop(prism::Host host, GlibContext& glib);
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  // For purple_eventloop_set_ui_ops().
  static PurpleEventLoopUiOps* operations();

  guint addTimer(std::chrono::milliseconds interval, GSourceFunc function, gpointer data);
  bool removeTimer(guint id);
  guint addInput(int fd, PurpleInputCondition condition, PurpleInputFunction function, gpointer data);
  bool removeInput(guint id);

 private:
  struct Input {
    PurpleInputCondition condition;
    PurpleInputFunction function;
    gpointer data;
  };
  struct Descriptor {
    prism::Watch watch = {};
    std::map<guint, Input> inputs = {};
  };

  guint nextId();
  void watch(int fd, Descriptor& descriptor);
  void dispatch(int fd, prism::Ready come);

  const prism::Host host_;
  GlibContext& glib_;
  guint last_id_ = 0;
  std::map<guint, prism::Timer> timers_;
  std::map<int, Descriptor> descriptors_;
  std::map<guint, int> inputs_;  // the descriptor of each
};

}  // namespace purple
