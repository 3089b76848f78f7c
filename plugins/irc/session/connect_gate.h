// SPDX-License-Identifier: MIT
// Keeps many users who log in at once from overrunning a server: its listen queue may be as short as ten, and a kernel
// with SYN cookies lets a connection that found no place in it look open until it is reset.
#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <map>
#include <string>
#include <utility>

namespace irc {

class ConnectGate {
 public:
  // At most `width` connections to one server are on their way at once.
  explicit ConnectGate(std::size_t width) : width_(width) {}
  ConnectGate(const ConnectGate&) = delete;
  ConnectGate& operator=(const ConnectGate&) = delete;

 private:
  struct Waiting {
    std::function<void()> go;
    bool passed = false;
  };
  struct Server {
    std::size_t passed = 0;
    std::list<Waiting*> waiting;
  };

 public:
  // A place in the queue, and then the right to connect; ends with this object.
  class Ticket {
   public:
    Ticket() = default;
    Ticket(const Ticket&) = delete;
    Ticket& operator=(const Ticket&) = delete;
    ~Ticket() { giveBack(); }

    // Calls `go` when it is our turn: now, or when somebody else gives back a ticket.
    void ask(ConnectGate& gate, const std::string& server, std::function<void()> go) {
      giveBack();
      gate_ = &gate;
      server_ = server;
      waiting_.go = std::move(go);
      gate.servers_[server].waiting.push_back(&waiting_);
      gate.letPass(server);
    }

    void giveBack() {
      if (gate_ == nullptr) {
        return;
      }
      ConnectGate& gate = *std::exchange(gate_, nullptr);
      Server& server = gate.servers_[server_];
      if (std::exchange(waiting_.passed, false)) {
        --server.passed;
      } else {
        server.waiting.remove(&waiting_);
      }
      waiting_.go = nullptr;
      gate.letPass(std::exchange(server_, {}));
    }

   private:
    ConnectGate* gate_ = nullptr;
    std::string server_;
    Waiting waiting_;
  };

 private:
  void letPass(const std::string& name) {
    const auto place = servers_.find(name);
    Server& server = place->second;
    while (server.passed < width_ && !server.waiting.empty()) {
      Waiting* const next = server.waiting.front();
      server.waiting.pop_front();
      ++server.passed;
      next->passed = true;
      const auto go = std::move(next->go);
      go();
    }
    if (server.passed == 0 && server.waiting.empty()) {
      servers_.erase(place);
    }
  }

  std::size_t width_;
  std::map<std::string, Server> servers_;
};

}  // namespace irc
