// SPDX-License-Identifier: MIT
// The ISON lines that the server has not answered yet. RPL_ISON does not repeat the nicknames that it answers for.
#pragma once

#include "protocol/isupport.h"
#include "protocol/text/words.h"
#include "session/limits.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace irc {

class IsonQueries {
 public:
  struct Query {
    std::string nicks;  // with spaces between them
    bool typed = false;
  };

  void add(Query query) {
    queries_.push_back(std::move(query));
    if (queries_.size() > kMostIsonQueries) {
      queries_.pop_front();
    }
  }
  bool empty() const { return queries_.empty(); }
  void clear() { queries_.clear(); }
  void dropFirst() { queries_.pop_front(); }

  // Returns the query that the server answers with these folded nicknames; nothing if there is none. Answers come in
  // the order of the queries. One with a nickname that the first query lacks belongs to a later query: the server has
  // left out an answer.
  std::optional<Query> answer(const std::set<std::string>& online, const Isupport& isupport) {
    const auto answered = std::find_if(queries_.begin(), queries_.end(), [&](const Query& query) {
      std::size_t found = 0;
      eachWord(query.nicks, " ", [&](std::string_view nick) { found += online.count(isupport.fold(nick)); });
      return found >= online.size();
    });
    if (answered == queries_.end()) {
      return std::nullopt;
    }
    Query query = std::move(*answered);
    queries_.erase(queries_.begin(), std::next(answered));
    return query;
  }

 private:
  std::list<Query> queries_;
};

}  // namespace irc
