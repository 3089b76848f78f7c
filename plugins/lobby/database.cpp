// SPDX-License-Identifier: MIT
#include "database.h"

namespace lobby {

int Database::open(const std::string& path) {
  constexpr int kFlags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW;
  sqlite3* handle = nullptr;
  const int result = sqlite3_open_v2(path.c_str(), &handle, kFlags, nullptr);
  handle_.reset(handle);
  return result;
}

int Database::run(const char* sql) { return sqlite3_exec(handle(), sql, nullptr, nullptr, nullptr); }

int Statement::prepare() {
  if (statement_) {
    return SQLITE_OK;
  }
  sqlite3_stmt* statement = nullptr;
  const int result =
      sqlite3_prepare_v3(database_.handle(), sql_.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  statement_.reset(statement);
  return result;
}

int Statement::step() {
  const int prepared = prepare();
  const int result = prepared == SQLITE_OK ? sqlite3_step(statement_.get()) : prepared;
  if (result != SQLITE_ROW) {
    reset();
  }
  return result;
}

int Statement::run() {
  const int result = step();
  reset();
  return result == SQLITE_DONE || result == SQLITE_ROW ? SQLITE_OK : result;
}

std::string Statement::text(int column) const {
  const void* data = sqlite3_column_blob(statement_.get(), column);
  const int size = sqlite3_column_bytes(statement_.get(), column);
  return data ? std::string(static_cast<const char*>(data), static_cast<std::size_t>(size)) : std::string();
}

void Statement::bindOne(int parameter, std::string_view value) {
  sqlite3_bind_text64(statement_.get(), parameter, value.data() ? value.data() : "", value.size(), SQLITE_TRANSIENT,
                      SQLITE_UTF8);
}

int Transaction::commit() {
  const int result = open_ ? database_.run("COMMIT") : result_;
  open_ = open_ && result != SQLITE_OK;
  return result;
}

}  // namespace lobby
