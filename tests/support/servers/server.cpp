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

// Thaws the process first: a stopped one does not handle SIGTERM.
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

// Writes the server's output to a file: nothing drains a pipe while the test waits, and a full pipe would block the
// server.
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
    ::poll(nullptr, 0, 10);  // polls, since nothing announces that a process listens
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
