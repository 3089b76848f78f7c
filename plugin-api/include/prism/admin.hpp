// SPDX-License-Identifier: MIT
// Commands to Spectrum 2 in C++: the host's service "prism.admin.draft/1". prism/admin.h documents it.
//
//   prism::Admin admin(host);
//   command_ = admin.send("online_users_count", [this](const prism::AdminAnswer& reply) { ... });
//
// Everything is [main]. A callback may throw: the exception is logged as an error.
#ifndef PRISM_ADMIN_HPP
#define PRISM_ADMIN_HPP

#include <prism/admin.h>
#include <prism/host.hpp>
#include <prism/types.hpp>

#include <cstdint>
#include <functional>
#include <string_view>
#include <utility>

namespace prism {

enum class AdminOutcome : std::uint32_t {
  Answered = PRISM_ADMIN_ANSWERED,
  TimedOut = PRISM_ADMIN_TIMED_OUT,
  Ended = PRISM_ADMIN_ENDED,  // the process is about to end
};

// How a command has ended. `text` is borrowed until the callback returns.
struct AdminAnswer {
  AdminOutcome outcome = AdminOutcome::Ended;
  std::string_view text = {};
};

// A command whose answer is awaited as long as this object lives. It may end, or be replaced, inside its own callback.
class AdminCommand {
 public:
  // Awaits nothing.
  AdminCommand() = default;

  AdminCommand(AdminCommand&&) noexcept = default;
  AdminCommand& operator=(AdminCommand&& other) noexcept {
    if (this != &other) {
      cancel();
      callback_ = std::move(other.callback_);
      service_ = other.service_;
      result_ = other.result_;
    }
    return *this;
  }
  ~AdminCommand() { cancel(); }

  // Returns true if the answer is still to come.
  explicit operator bool() const { return callback_ && callback_->id != 0; }

  // The result of Admin::send(). If it is not Ok, nothing was sent.
  Result result() const { return result_; }

  // Drops the answer: the callback is not called any more. Does nothing if the command has ended.
  void cancel() noexcept {
    if (callback_) {
      Callback::release(callback_, *this ? service_->cancel(callback_->host, callback_->id) : PRISM_OK);
    }
  }

 private:
  friend class Admin;
  using Callback = detail::Callback<const AdminAnswer&>;

  Callback::Owner callback_;
  const prism_admin* service_ = nullptr;
  Result result_ = Result::WrongState;
};

// The service. Cheap to copy; valid until the process ends.
class Admin {
 public:
  explicit Admin(const Host& host)
      : host_(host.table()), service_(static_cast<const prism_admin*>(host.service(PRISM_ADMIN))) {}

  // Returns true if this host has the service. Without it, send() is Unsupported.
  explicit operator bool() const { return service_ != nullptr; }

  // Sends a command. `ended` is called once, unless the command is cancelled, and never before this returns.
  [[nodiscard]] AdminCommand send(std::string_view command, std::function<void(const AdminAnswer&)> ended) const {
    AdminCommand sent;
    if (!service_) {
      sent.result_ = Result::Unsupported;
      return sent;
    }
    sent.service_ = service_;
    sent.callback_.reset(new AdminCommand::Callback(host_, std::move(ended)));
    sent.result_ =
        Result(service_->send(host_, detail::toC(command), &onEnded, sent.callback_.get(), &sent.callback_->id));
    if (sent.result_ != Result::Ok) {
      sent.callback_.reset();
    }
    return sent;
  }

 private:
  static void onEnded(void* data, prism_admin_id, const prism_admin_answer* answer) {
    auto* callback = static_cast<AdminCommand::Callback*>(data);
    callback->id = 0;  // the host has forgotten it
    callback->call("the answer to a command",
                   AdminAnswer{static_cast<AdminOutcome>(answer->outcome), detail::fromC(answer->text)});
  }

  const prism_host* host_;
  const prism_admin* service_;
};

}  // namespace prism

#endif
