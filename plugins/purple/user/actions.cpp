// SPDX-License-Identifier: MIT
#include "user/actions.h"

namespace purple {
namespace {

// The protocol's current actions. The protocol makes a new list for each query, which the destructor frees.
class Actions {
 public:
  explicit Actions(PurpleConnection* connection) {
    PurplePlugin* protocol = purple_connection_get_prpl(connection);
    all_ = PURPLE_PLUGIN_HAS_ACTIONS(protocol) ? PURPLE_PLUGIN_ACTIONS(protocol, connection) : nullptr;
    for (GList* each = all_; each; each = each->next) {
      if (auto* action = static_cast<PurplePluginAction*>(each->data)) {  // NULL is a separator
        action->plugin = protocol;
        action->context = connection;
        offered_.push_back(action);
      }
    }
  }
  ~Actions() {
    for (PurplePluginAction* action : offered_) {
      purple_plugin_action_free(action);
    }
    g_list_free(all_);
  }
  Actions(const Actions&) = delete;
  Actions& operator=(const Actions&) = delete;

  const std::vector<PurplePluginAction*>& offered() const { return offered_; }

 private:
  GList* all_ = nullptr;
  std::vector<PurplePluginAction*> offered_;
};

class Chosen final : public Question {
 public:
  explicit Chosen(const Owner& owner) : owner_(owner) {}

  void answered(const std::vector<std::string>& values) override {
    if (!owner_.connected()) {
      return;
    }
    const auto index = static_cast<std::size_t>(numberOf(values.at(0)));
    const Actions actions(owner_.connection());
    if (index < actions.offered().size()) {
      actions.offered()[index]->callback(actions.offered()[index]);
    }
  }
  void cancelled() override {}

 private:
  const Owner& owner_;
};

}  // namespace

void offerActions(const Owner& owner, Questions& questions) {
  if (!owner.connected()) {
    return;
  }
  const Actions actions(owner.connection());
  if (actions.offered().empty()) {
    questions.tell("This network offers nothing more.");
    return;
  }
  Field field;
  field.kind = prism::ValueKind::Choice;
  field.required = true;
  for (const PurplePluginAction* action : actions.offered()) {
    field.choices.emplace_back(textOf(action->label));
  }
  Form form;
  form.title = "What the network offers";
  form.fields.push_back(std::move(field));
  questions.ask(form, std::make_unique<Chosen>(owner));
}

}  // namespace purple
