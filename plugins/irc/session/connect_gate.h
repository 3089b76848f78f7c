// SPDX-License-Identifier: MIT
// Limits the concurrent connection attempts to a server, so that many logins at once do not overrun it. Its listen
// queue may be as short as ten. With SYN cookies, a connection that found no place in the queue looks open until it is
// reset.
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
  // Allows at most `width` attempts to one server at once. Must outlive its tickets.
  explicit ConnectGate(std::size_t width) : width_(width) {}
  ConnectGate(const ConnectGate&) = delete;
  ConnectGate& operator=(const ConnectGate&) = delete;

 private:
  struct Entry {
    std::function<void()> go;
    bool admitted = false;
  };
  struct Server {
    std::size_t admitted = 0;
    std::list<Entry*> waiting;
  };

 public:
  // A place in the queue, then the permission to connect. Released at the end of this object.
  class Ticket {
   public:
    Ticket() = default;
    Ticket(const Ticket&) = delete;
    Ticket& operator=(const Ticket&) = delete;
    ~Ticket() { release(); }

    // Calls `go` when it is this ticket's turn: now, or when another ticket is released.
    void request(ConnectGate& gate, const std::string& server, std::function<void()> go) {
      release();
      gate_ = &gate;
      server_ = server;
      entry_.go = std::move(go);
      gate.servers_[server].waiting.push_back(&entry_);
      gate.admit(server);
    }

    void release() {
      if (!gate_) {
        return;
      }
      ConnectGate& gate = *std::exchange(gate_, nullptr);
      Server& server = gate.servers_[server_];
      if (std::exchange(entry_.admitted, false)) {
        --server.admitted;
      } else {
        server.waiting.remove(&entry_);
      }
      entry_.go = nullptr;
      gate.admit(std::exchange(server_, {}));
    }

   private:
    ConnectGate* gate_ = nullptr;
    std::string server_;
    Entry entry_;
  };

 private:
  void admit(const std::string& name) {
    const auto place = servers_.find(name);
    Server& server = place->second;
    while (server.admitted < width_ && !server.waiting.empty()) {
      Entry* const next = server.waiting.front();
      server.waiting.pop_front();
      ++server.admitted;
      next->admitted = true;
      const auto go = std::move(next->go);
      go();
    }
    if (server.admitted == 0 && server.waiting.empty()) {
      servers_.erase(place);
    }
  }

  std::size_t width_;
  std::map<std::string, Server> servers_;
};

}  // namespace irc
