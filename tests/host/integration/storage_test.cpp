// SPDX-License-Identifier: MIT
// Stored values: a plugin, its users, and several backends of one transport.
#include "tests/host/integration/storage_test.h"

#include <cerrno>
#include <csignal>

namespace prism::tests {
namespace {

TEST_F(StorageTest, ValuesAreThereAfterARestart) {
  start();
  expectStored("set token s3cret", "result 0");
  expectStored("of - set cursor 7", "result 0");
  spectrum_->exit();
  spectrum_->expectExit(0);
  start();
  expectStored("get token", "result 0 [s3cret]");
  expectStored("of - get cursor", "result 0 [7]");
  expectStored("list", "result 0 logout token");
  expectStored("remove token", "result 0");
  expectStored("get token", "result 0");
  expectStored("list t", "result 0");
  EXPECT_EQ(spectrum_->log().find("s3cret"), std::string::npos) << "no value is in a log";
}

TEST_F(StorageTest, ACrashLosesNothingThatWasStored) {
  start();
  expectStored("set token s3cret", "result 0");
  sendCommand("abort");
  EXPECT_EQ(spectrum_->host().exitStatus().signal, SIGABRT);
  start();
  expectStored("get token", "result 0 [s3cret]");
}

TEST_F(StorageTest, CreateMayReadOnly) {
  start();
  expectLogged("in create: result 0, set result -5");
  expectMisbehaviour("storage.set: values can be changed from start() on");
  expectStored("of - set create x", "result 0");
  spectrum_->exit();
  spectrum_->expectExit(0);
  start();
  expectLogged("in create: result 0 [x], set result -5");
}

TEST_F(StorageTest, CheckMakesNoFile) {
  const testing::TemporaryDirectory configurations;
  const std::string config = configurations.write("x.cfg", configuration());
  testing::HostProcess host({hostProgram(), "--check", config, backendOption(), kServerModeOption});
  host.exitStatus();
  EXPECT_NE(host.standardError().find("in create: result 0, set result -5"), std::string::npos) << host.standardError();
  EXPECT_TRUE(std::filesystem::is_empty(directory_.path()));
}

TEST_F(StorageTest, AUserMovesBetweenBackends) {
  start();
  const Backend other = launchAnother();
  expectStored("set token here", "result 0");
  loginTo(other.get(), "alice");
  expectStored(other.get(), "get token", "result 0 [here]");
  expectStored(other.get(), "set token there", "result 0");
  expectStored("set token late", "result -5");
  expectStored("set token later", "result -5");
  spectrum_->awaitLog(
      "Host: no more values of user 'alice' are stored here until the next login: the user has logged in at another "
      "backend since");
  spectrum_->logout("alice");
  expectLogged("stored logout of alice: result -5");
  expectStored(other.get(), "get logout", "result 0");
  other->logout("alice");
  other->awaitLog("stored logout of alice: result 0");
  loginToProbe();
  expectStored("get token", "result 0 [there]");
  expectStored("get logout", "result 0 [done]");
  expectStored("set token back", "result 0");
}

TEST_F(StorageTest, BackendsShareTheValuesOfTheTransport) {
  start();
  const Backend other = launchAnother();
  loginTo(other.get(), "alice");
  expectStored("of - set one 1", "result 0");
  expectStored(other.get(), "of - set two 2", "result 0");
  expectStored("of - list", "result 0 one two");
  expectStored(other.get(), "of - get one", "result 0 [1]");
}

TEST_F(StorageTest, ASessionThatThePluginEndsCanStillBeStored) {
  start();
  sendCommand("disconnect-and-store");
  spectrum_->expectDisconnected("alice");
  expectLogged("stored disconnect of alice: result 0");
  loginToProbe();
  expectStored("get disconnect", "result 0 [done]");
}

TEST_F(StorageTest, FaultsOfThePluginAreNamed) {
  start();
  expectStored("of mallory get token", "result -3");
  expectMisbehaviour("storage.get: user 'mallory' is not logged in");
  expectStored("get", "result -2");
  expectMisbehaviour("storage.get: key is empty");
  expectStored("set-large token 262145", "result -9");
  expectMisbehaviour("storage.set: value has 262145 bytes; 262144 are allowed");
  for (const char* const key : {"1", "2", "3"}) {
    expectStored(std::string("set-large ") + key + " 262144", "result 0");
  }
  expectStored("set-large 4 262144", "result -8");
  expectMisbehaviour(
      "storage.set: user 'alice': keys and values would have 1048580 bytes, at most 1048576 are allowed");
  expectStored("throw 1", "result -4");
  expectMisbehaviour("storage.get: an exception came out of a callback");
}

// The process that holds the lock is a backend that the kernel has stopped in the middle of a change, which a test
// cannot arrange. flock(1) takes its part.
TEST_F(StorageTest, AStoppedProcessDoesNotHoldTheBackendUp) {
  start();
  expectStored("set token one", "result 0");
  testing::HostProcess holder(
      {"/bin/sh", "-c", "exec 9<>\"$0\"; flock 9; echo locked; exec sleep 1000", fileOf("users/alice.lock")});
  while (holder.standardOutput().find("locked") == std::string::npos) {
    std::vector<pollfd> descriptors;
    holder.addDescriptors(&descriptors);
    ASSERT_GT(::poll(descriptors.data(), descriptors.size(), 10'000), 0) << holder.describeState();
    holder.pump();
  }
  holder.signal(SIGSTOP);
  expectStored("set token two", "result -6 Connection timed out");
  spectrum_->awaitLog("may be stopped; look for a backend of this transport in the state T, and end it");
  expectStored("get token", "result 0 [one]");
  holder.signal(SIGKILL);
  holder.exitStatus();
}

TEST_F(StorageTest, AFullDiskIsNoEndOfTheBackend) {
  launchWith({.host_program = hostProgram(),
              .wrapper = {"/bin/sh", "-c", "ulimit -f 8; exec \"$0\" \"$@\""},  // blocks of 512 bytes
              .configuration = configuration()});
  loginToProbe();
  expectStored("set token one", "result 0");
  expectStored("set-large token 100000", "result -6 File too large");
  spectrum_->awaitLog("Host: stored values: cannot write " + fileOf("users/alice.values") +
                      ": File too large; nothing is stored until there is room");
  expectStored("get token", "result 0 [one]");
  expectStored("set token two", "result 0");
  spectrum_->awaitLog("Host: stored values: writing works again");
}

TEST_F(StorageTest, ADamagedFileIsSetAside) {
  start();
  expectStored("set token one", "result 0");
  std::ofstream(fileOf("users/alice.values")) << "prismval, but no more";
  std::filesystem::remove(fileOf("users/alice.old"));
  expectStored("get token", "result 0");
  spectrum_->awaitLog("Host: the stored values in " + fileOf("users/alice.values") + " are damaged: ");
  expectStored("set token two", "result 0");
  spectrum_->awaitLog("Host: " + fileOf("users/alice.values") + " is kept as " + fileOf("users/alice.damaged"));
  expectStored("get token", "result 0 [two]");
}

TEST_F(StorageTest, NothingIsStoredForAPluginThatDoesNotAsk) {
  launchWith({.host_program = hostProgram(),
              .configuration = configurationFor("probe", "[service]\nworking_dir = " + working_dir() + "\n")});
  loginToProbe();
  spectrum_->expectNothing();
  EXPECT_TRUE(std::filesystem::is_empty(directory_.path()));
}

}  // namespace
}  // namespace prism::tests
