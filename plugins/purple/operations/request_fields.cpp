// SPDX-License-Identifier: MIT
// libpurple's requests with several fields.
#include "operations/request.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace purple {
namespace {

// Copies the labels of a choice or list, in libpurple's order.
std::vector<std::string> labelsOf(GList* labels) {
  std::vector<std::string> texts;
  for (GList* each = labels; each; each = each->next) {
    texts.emplace_back(textOf(static_cast<const char*>(each->data)));
  }
  return texts;
}

std::string selectedOf(PurpleRequestField* field, const std::vector<std::string>& items) {
  std::string indexes;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (purple_request_field_list_is_selected(field, items[i].c_str()) != FALSE) {
      indexes += (indexes.empty() ? "" : "\n") + std::to_string(i);
    }
  }
  return indexes;
}

Field fieldOf(PurpleRequestField* field) {
  Field result;
  result.label = textOf(purple_request_field_get_label(field));
  result.required = purple_request_field_is_required(field) != FALSE;
  switch (purple_request_field_get_type(field)) {
    case PURPLE_REQUEST_FIELD_STRING:
      result.kind = purple_request_field_string_is_masked(field) != FALSE      ? prism::ValueKind::Secret
                    : purple_request_field_string_is_multiline(field) != FALSE ? prism::ValueKind::LongText
                                                                               : prism::ValueKind::Text;
      result.initial = textOf(purple_request_field_string_get_default_value(field));
      break;
    case PURPLE_REQUEST_FIELD_INTEGER:
      result.kind = prism::ValueKind::Integer;
      result.initial = std::to_string(purple_request_field_int_get_default_value(field));
      break;
    case PURPLE_REQUEST_FIELD_BOOLEAN:
      result.kind = prism::ValueKind::Boolean;
      result.initial = purple_request_field_bool_get_default_value(field) != FALSE ? "1" : "0";
      break;
    case PURPLE_REQUEST_FIELD_CHOICE:
      result.kind = prism::ValueKind::Choice;
      result.initial = std::to_string(purple_request_field_choice_get_default_value(field));
      result.choices = labelsOf(purple_request_field_choice_get_labels(field));
      break;
    case PURPLE_REQUEST_FIELD_LIST:
      result.kind = purple_request_field_list_get_multi_select(field) != FALSE ? prism::ValueKind::Choices
                                                                               : prism::ValueKind::Choice;
      result.choices = labelsOf(purple_request_field_list_get_items(field));
      result.initial = selectedOf(field, result.choices);
      break;
    default:  // a label, an image, or an account, of which there is only one
      result.kind = prism::ValueKind::Note;
      break;
  }
  if (result.kind == prism::ValueKind::Integer || result.kind == prism::ValueKind::Boolean ||
      result.kind == prism::ValueKind::Choice) {
    result.required = true;  // libpurple has no empty value for these
  }
  return result;
}

// Sets the selected items. Items that could not be shown keep their state if several can be selected.
void setList(PurpleRequestField* field, const std::string& value) {
  const std::vector<std::string> items = labelsOf(purple_request_field_list_get_items(field));
  std::vector<std::size_t> selected = indexesOf(value);
  for (std::size_t i = kMostChoices; i < items.size(); ++i) {
    if (purple_request_field_list_get_multi_select(field) != FALSE &&
        purple_request_field_list_is_selected(field, items[i].c_str()) != FALSE) {
      selected.push_back(i);
    }
  }
  purple_request_field_list_clear_selected(field);
  for (const std::size_t index : selected) {
    purple_request_field_list_add_selected(field, items.at(index).c_str());
  }
}

void setField(PurpleRequestField* field, const std::string& value) {
  switch (purple_request_field_get_type(field)) {
    case PURPLE_REQUEST_FIELD_STRING:
      purple_request_field_string_set_value(field, value.empty() ? nullptr : value.c_str());
      break;
    case PURPLE_REQUEST_FIELD_INTEGER:
      purple_request_field_int_set_value(field, numberOf(value));
      break;
    case PURPLE_REQUEST_FIELD_BOOLEAN:
      purple_request_field_bool_set_value(field, value == "1" ? TRUE : FALSE);
      break;
    case PURPLE_REQUEST_FIELD_CHOICE:
      if (!value.empty()) {  // empty if there were no choices
        purple_request_field_choice_set_value(field, numberOf(value));
      }
      break;
    case PURPLE_REQUEST_FIELD_LIST:
      setList(field, value);
      break;
    default:
      break;
  }
}

// Finds the field that makes libpurple store the password. It is not shown: Spectrum stores passwords.
bool wouldKeepPassword(PurpleRequestField* field) {
  return purple_request_field_get_type(field) == PURPLE_REQUEST_FIELD_BOOLEAN &&
         textOf(purple_request_field_get_id(field)) == "remember";
}

// Owns the fields of a request, and destroys them after libpurple's callback.
class Fields final : public Request {
 public:
  Fields(void* data, GCallback ok, GCallback cancel, PurpleRequestFields* fields)
      : Request(PURPLE_REQUEST_FIELDS, data), ok_(ok), cancel_(cancel), fields_(fields) {
    for (GList* group = purple_request_fields_get_groups(fields); group; group = group->next) {
      auto* its_fields = purple_request_field_group_get_fields(static_cast<PurpleRequestFieldGroup*>(group->data));
      for (GList* each = its_fields; each; each = each->next) {
        auto* field = static_cast<PurpleRequestField*>(each->data);
        if (purple_request_field_is_visible(field) != FALSE && !wouldKeepPassword(field)) {
          shown_.push_back(field);
        }
      }
    }
    if (shown_.size() > kMostFields) {
      left_out_ = shown_.size() - (kMostFields - 1);  // one place is for a note about it
      shown_.resize(kMostFields - 1);
    }
  }
  ~Fields() override { purple_request_fields_destroy(fields_); }

  const std::vector<PurpleRequestField*>& shown() const { return shown_; }
  std::size_t leftOut() const { return left_out_; }

  void answered(const std::vector<std::string>& values) override {
    for (std::size_t i = 0; i < shown_.size(); ++i) {
      setField(shown_[i], values.at(i));
    }
    call(ok_);
  }
  void cancelled() override { call(cancel_); }

 private:
  void call(GCallback callback) {
    if (callback) {
      reinterpret_cast<PurpleRequestFieldsCb>(callback)(data_, fields_);
    }
    close();
  }

  const GCallback ok_;
  const GCallback cancel_;
  PurpleRequestFields* const fields_;
  std::vector<PurpleRequestField*> shown_;
  std::size_t left_out_ = 0;
};

}  // namespace

void* requestFields(const char* title, const char* primary, const char* secondary, PurpleRequestFields* fields,
                    const char*, GCallback ok, const char*, GCallback cancel, PurpleAccount* account, const char*,
                    PurpleConversation* conversation, void* data) {
  account = accountOf(account, conversation);
  Form form = formOf(title, primary, secondary);
  auto request = std::make_unique<Fields>(data, ok, cancel, fields);
  for (PurpleRequestField* field : request->shown()) {
    form.fields.push_back(fieldOf(field));
    if (purple_request_field_get_type(field) == PURPLE_REQUEST_FIELD_IMAGE) {
      addPicture(&form, account,
                 {purple_request_field_image_get_buffer(field), purple_request_field_image_get_size(field)});
    }
  }
  if (request->leftOut() > 0) {
    form.fields.push_back({prism::ValueKind::Note, false,
                           std::to_string(request->leftOut()) + " more fields cannot be shown here, and stay as they "
                                                                "are."});
  }
  if (form.fields.empty()) {
    form.fields.push_back({prism::ValueKind::Note});
  }
  return ask(account, form, std::move(request));
}

}  // namespace purple
