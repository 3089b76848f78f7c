// SPDX-License-Identifier: MIT
// What answers a request of the host, now or later. Not part of the interface: the base of the responders of the other
// C++ headers.
#ifndef PRISM_RESPONDER_HPP
#define PRISM_RESPONDER_HPP

#include <prism/host.h>
#include <prism/types.hpp>

#include <cstdint>
#include <exception>
#include <memory>
#include <new>
#include <string>

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

  // `where` is the function that got the request, such as "kick()", and is never released.
  Responder(const prism_host* host, const Service* service, prism_request_id id, const char* where)
      : request_(std::make_shared<Request>(host, service, id, where)) {}

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
    Request(const prism_host* table, const Service* answering, prism_request_id number, const char* function)
        : host(table), service(answering), id(number), where(function) {}
    ~Request() {
      if (id == 0) {
        return;
      }
      // An exception of the handler is logged itself.
      if (std::uncaught_exceptions() == 0) {
        warn();
      }
      auto answer = sized<Answer>();
      answer.outcome = kFailed;
      answer.id = id;
      service->answer(host, &answer);
    }
    Request(const Request&) = delete;
    Request& operator=(const Request&) = delete;

    void warn() const noexcept {
      try {
        host->log(host, PRISM_LOG_WARNING,
                  toC(std::string(where) + " was not answered: the last copy of its responder is gone"));
      } catch (const std::bad_alloc&) {
        host->log(host, PRISM_LOG_WARNING, toC(where));
      }
    }

    const prism_host* const host;
    const Service* const service;
    prism_request_id id;  // 0: answered
    const char* const where;
  };

  std::shared_ptr<Request> request_;
};

}  // namespace prism::detail

#endif
