// SPDX-License-Identifier: MIT
// SQLite (https://sqlite.org/c3ref/intro.html) as two classes: a database, and a prepared statement. Both are [main].
// Errors are SQLite's result codes.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace lobby {

class Database {
 public:
  // Opens a database file, and makes it if it is missing. Returns a result code.
  int open(const std::string& path);
  void close() { handle_.reset(); }

  int run(const char* sql);
  int run(const std::string& sql) { return run(sql.c_str()); }

  sqlite3* handle() const { return handle_.get(); }
  std::int64_t lastId() const { return sqlite3_last_insert_rowid(handle()); }
  std::int64_t changes() const { return sqlite3_changes64(handle()); }
  std::string error() const { return sqlite3_errmsg(handle()); }

 private:
  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
  };
  std::unique_ptr<sqlite3, Close> handle_;
};

// A statement that is prepared once, at its first use. Its database must outlive it.
class Statement {
 public:
  Statement(const Database& database, std::string sql) : database_(database), sql_(std::move(sql)) {}

  // Binds values to the parameters, in order. Strings are bound as blobs or texts that SQLite copies.
  template <typename... Values>
  Statement& bind(const Values&... values) {
    reset();
    int parameter = 0;
    if (prepare() == SQLITE_OK) {
      (bindOne(++parameter, values), ...);
    }
    return *this;
  }

  // Returns SQLITE_ROW while there are rows, then SQLITE_DONE, or an error. After a SQLITE_ROW, a read goes on until
  // reset(), and keeps the file of the write-ahead log from being emptied.
  int step();
  void reset() { sqlite3_reset(statement_.get()); }

  // Executes a statement that returns no rows.
  int run();

  std::int64_t integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }
  std::string text(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };

  int prepare();
  void bindOne(int parameter, std::int64_t value) { sqlite3_bind_int64(statement_.get(), parameter, value); }
  void bindOne(int parameter, std::string_view value);

  const Database& database_;
  const std::string sql_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

// A transaction that writes. Begins at once, so that what is read within it does not change until its end. Rolled back
// unless commit() succeeds.
class Transaction {
 public:
  explicit Transaction(Database& database) : database_(database), result_(database.run("BEGIN IMMEDIATE")) {}
  ~Transaction() {
    if (open_) {
      database_.run("ROLLBACK");
    }
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  // The result of its begin.
  int result() const { return result_; }
  int commit();

 private:
  Database& database_;
  const int result_;
  bool open_ = result_ == SQLITE_OK;
};

}  // namespace lobby
