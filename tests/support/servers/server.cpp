// SPDX-License-Identifier: MIT
#include "tests/support/servers/server.h"

#include "tests/support/servers/client.h"

#include <prism/testing/deadline.h>
#include <prism/testing/failure.h>

#include <poll.h>
#include <sys/stat.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <utility>

namespace prism::tests {

using testing::Deadline;
using testing::Failure;

namespace {

constexpr testing::Milliseconds kStart(30'000);

std::string contentOf(const std::string& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

Server::Server(std::string address, int port) : address_(std::move(address)), port_(address_, port) {
  ::chmod(directory_.path().c_str(), 0755);
}

// A frozen server would not heed SIGTERM.
Server::~Server() {
  if (process_) {
    thaw();
  }
}

std::string Server::configure(const std::string& name, const std::string& text) const {
  const std::string file = directory_.write(name, text);
  ::chmod(file.c_str(), 0644);
  return file;
}

// Its output goes to a file: nobody reads a pipe while a test waits for other things, and a full one would stop it.
void Server::start() {
  process_.reset();
  const std::string log = directory_.path() / "log";
  std::vector<std::string> words = {"/bin/sh", "-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1", "sh", log};
  for (const std::string& word : command()) {
    words.push_back(word);
  }
  process_.emplace(words);
  const Deadline deadline(kStart);
  while (!Client::canConnect(port(), address_)) {
    process_->pump();
    if (process_->ended() || deadline.hasPassed()) {
      throw Failure("the server does not start: " + process_->describeState() + "\n" + contentOf(log));
    }
    ::poll(nullptr, 0, 10);  // nothing tells when a process begins to listen
  }
}

void Server::kill() {
  process_->signal(SIGKILL);
  process_->exitStatus();
  process_.reset();
}

void Server::freeze() { process_->signal(SIGSTOP); }

void Server::thaw() { process_->signal(SIGCONT); }

}  // namespace prism::tests
