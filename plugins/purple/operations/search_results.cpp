// SPDX-License-Identifier: MIT
#include "operations/search_results.h"

#include "core/limits.h"
#include "operations/operations.h"
#include <prism/text.hpp>

#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace purple {
namespace {

// A copy of a row: a protocol may replace the rows while the user chooses.
using Row = std::vector<std::string>;

std::vector<Row> rowsOf(const PurpleNotifySearchResults* results) {
  std::vector<Row> rows;
  for (GList* row = results->rows; row && rows.size() < kMostChoices; row = row->next) {
    Row& copy = rows.emplace_back();
    for (GList* cell = static_cast<GList*>(row->data); cell; cell = cell->next) {
      copy.emplace_back(prism::utf8Prefix(textOf(static_cast<const char*>(cell->data)), kMostOfLine));
    }
  }
  return rows;
}

PurpleNotifySearchButton* buttonOf(const PurpleNotifySearchResults* results) {
  PurpleNotifySearchButton* first = nullptr;
  for (GList* each = results->buttons; each; each = each->next) {
    auto* button = static_cast<PurpleNotifySearchButton*>(each->data);
    if (button->type == PURPLE_NOTIFY_BUTTON_ADD) {
      return button;
    }
    first = first ? first : button;
  }
  return first;
}

// Frees the rows that are not shown: libpurple would hold them until the user has chosen.
void dropUnshown(PurpleNotifySearchResults* results) {
  GList* rest = g_list_nth(results->rows, kMostChoices);
  if (!rest) {
    return;
  }
  rest->prev->next = nullptr;
  rest->prev = nullptr;
  for (GList* row = rest; row; row = row->next) {
    g_list_free_full(static_cast<GList*>(row->data), g_free);
  }
  g_list_free(rest);
}

// The part of a search that new rows do not change.
struct Search {
  PurpleConnection* connection;
  std::string title;
  std::string text;
  std::shared_ptr<PurpleNotifySearchResults> results;  // the user interface has to free them
  PurpleNotifySearchButton* button;                    // one of the buttons of `results`
  void* data;
};

Form formOf(const Search& search, const std::vector<Row>& rows, std::size_t found) {
  Form form;
  form.title = search.title;
  form.text = search.text;
  addLine(&form.text, "Which one shall become a contact?");
  if (found > rows.size()) {
    addLine(&form.text, "There are " + std::to_string(found - rows.size()) + " more, which cannot be shown here.");
  }
  Field field;
  field.kind = prism::ValueKind::Choice;
  field.required = true;
  for (const Row& row : rows) {
    std::string text;
    for (const std::string& cell : row) {
      text += cell.empty() ? "" : (text.empty() ? "" : ", ") + cell;
    }
    field.choices.push_back(std::move(text));
  }
  form.fields.push_back(std::move(field));
  return form;
}

std::multiset<PurpleConnection*> all_searching;

class Found final : public Question {
 public:
  Found(Search search, std::vector<Row> rows)
      : search_(std::move(search)), rows_(std::move(rows)), searching_(all_searching.insert(search_.connection)) {}
  ~Found() override { all_searching.erase(searching_); }

  const Search& search() const { return search_; }

  void answered(const std::vector<std::string>& values) override {
    if (search_.button->callback && PURPLE_CONNECTION_IS_VALID(search_.connection)) {
      GList* row = nullptr;
      for (const std::string& cell : rows_.at(static_cast<std::size_t>(numberOf(values.at(0))))) {
        row = g_list_append(row, g_strdup(cell.c_str()));
      }
      search_.button->callback(search_.connection, row, search_.data);
      g_list_free_full(row, g_free);
    }
    purple_notify_close(PURPLE_NOTIFY_SEARCHRESULTS, handle);
  }
  void cancelled() override { purple_notify_close(PURPLE_NOTIFY_SEARCHRESULTS, handle); }

  void* handle = nullptr;

 private:
  const Search search_;
  const std::vector<Row> rows_;
  const std::multiset<PurpleConnection*>::const_iterator searching_;
};

}  // namespace

void* searchResults(PurpleConnection* connection, const char* title, const char* primary, const char* secondary,
                    PurpleNotifySearchResults* results, gpointer data) {
  Search search{connection, std::string(textOf(title)), std::string(textOf(primary)), {}, buttonOf(results), data};
  search.results.reset(results, purple_notify_searchresults_free);
  addLine(&search.text, std::string(textOf(secondary)));
  const std::size_t found = g_list_length(results->rows);
  dropUnshown(results);
  void* handle = nullptr;
  withUser(connection, "notify_searchresults", [&](User& user) {
    if (found > kMostChoices) {
      user.memory().trimSoon();
    }
    std::vector<Row> rows = rowsOf(results);
    if (rows.empty() || !search.button) {
      std::string text = search.title;
      addLine(&text, search.text);
      user.questions().tell(rows.empty() ? "Nothing has been found." : text);
      return;
    }
    const Form form = formOf(search, rows, found);
    auto question = std::make_unique<Found>(search, std::move(rows));
    Found* asked = question.get();
    handle = asked->handle = user.questions().ask(form, std::move(question));
  });
  return handle;
}

bool isSearching(PurpleConnection* connection) { return all_searching.count(connection) != 0; }

void newSearchResults(PurpleConnection* connection, PurpleNotifySearchResults* results, void* handle) {
  withUser(connection, "notify_searchresults_new_rows", [&](User& user) {
    const auto* before = dynamic_cast<const Found*>(user.questions().find(handle));
    std::vector<Row> rows = rowsOf(results);
    if (!before || rows.empty()) {
      return;  // the user has chosen already, or keeps the old results
    }
    const Form form = formOf(before->search(), rows, g_list_length(results->rows));
    auto question = std::make_unique<Found>(before->search(), std::move(rows));
    question->handle = handle;
    user.questions().askAgain(handle, form, std::move(question));
  });
}

}  // namespace purple
