// SPDX-License-Identifier: MIT
// The base of the responders of the other C++ headers, which answer a request of the host now or later. Not part of the
// interface.
#ifndef PRISM_RESPONDER_HPP
#define PRISM_RESPONDER_HPP

#include <prism/host.h>
#include <prism/types.hpp>

#include <cstdint>
#include <exception>
#include <memory>
#include <new>
#include <string>
#include <utility>

namespace prism::detail {

// Answers one request, once. Copies share the request, so a copy in a callback can answer it later. If the last copy
// goes away before, the request fails, and a warning is logged. [main], the destructor of the last copy too.
//
// Service is the table with answer(). Answer is its struct, whose `outcome` is kFailed for a request that has failed.
template <typename Service, typename Answer, std::uint32_t kFailed>
class Responder {
 public:
  // Returns true if the request has not been answered by a copy of this.
  explicit operator bool() const noexcept { return request_ && request_->id != 0; }

 protected:
  // Answers nothing.
  Responder() = default;

  // `what` names the request in the log, such as "kick()".
  Responder(const prism_host* host, const Service* service, prism_request_id id, std::string what)
      : request_(std::make_shared<Request>(host, service, id, std::move(what))) {}

  // Returns Ended if the request has ended, or was answered. Only after Ok and Ended there is nothing left to answer.
  Result give(Answer answer) const noexcept {
    if (!*this) {
      return Result::Ended;
    }
    const std::shared_ptr<Request> request = request_;
    answer.id = request->id;
    const auto result = Result(request->service->answer(request->host, &answer));
    if (result == Result::Ok || result == Result::Ended) {
      request->id = 0;
    }
    return result;
  }

 private:
  struct Request {
    Request(const prism_host* table, const Service* answering, prism_request_id number, std::string its_name)
        : host(table), service(answering), what(std::move(its_name)), id(number) {}
    ~Request() {
      if (id == 0) {
        return;
      }
      auto answer = sized<Answer>();
      answer.outcome = kFailed;
      answer.id = id;
      // An exception of the handler is logged itself.
      if (service->answer(host, &answer) == PRISM_OK && std::uncaught_exceptions() == 0) {
        warn();
      }
    }
    Request(const Request&) = delete;
    Request& operator=(const Request&) = delete;

    void warn() const noexcept {
      try {
        host->log(host, PRISM_LOG_WARNING, toC(what + " was not answered: the last copy of its responder is gone"));
      } catch (const std::bad_alloc&) {
        host->log(host, PRISM_LOG_WARNING, toC(what));
      }
    }

    const prism_host* const host;
    const Service* const service;
    const std::string what;
    prism_request_id id;  // 0: answered
  };

  std::shared_ptr<Request> request_;
};

}  // namespace prism::detail

#endif
