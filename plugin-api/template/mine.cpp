// The plugin `mine`: everybody has one contact, which answers whoever writes to it. Put your network in its place, and
// your name in the place of `mine`, here and in the other files.
#include <prism/plugin.h>

#include <cstddef>
#include <new>
#include <string>
#include <string_view>

PRISM_PLUGIN_NOTE("mine", "Mine", "0.1.0", "", "mine.greeting");

namespace {

prism_str toC(std::string_view text) { return prism_str_of(text.data(), text.size()); }

std::string_view view(prism_str text) { return {text.data, static_cast<std::size_t>(text.size)}; }

class Mine {
 public:
  explicit Mine(const prism_host* host) : host_(host) {
    prism_str greeting{};
    if (host->config_get(host, PRISM_STR("mine.greeting"), &greeting)) {
      greeting_ = view(greeting);
    }
  }

  // Here your network is asked. This one lets everybody in at once.
  void login(const prism_login& login) {
    host_->connected(host_, login.user);

    prism_buddy contact{};
    contact.struct_size = sizeof contact;
    contact.user = login.user;
    contact.buddy = PRISM_STR("mine");
    contact.alias = PRISM_STR("Mine");
    contact.status = PRISM_STATUS_ONLINE;
    host_->buddy_changed(host_, &contact);
  }

  void message(const prism_message& message) {
    const std::string text = greeting_ + ", you wrote: " + std::string(view(message.text));
    prism_message answer{};
    answer.struct_size = sizeof answer;
    answer.user = message.user;
    answer.buddy = message.buddy;
    answer.text = toC(text);
    host_->message(host_, &answer);
  }

 private:
  const prism_host* const host_;
  std::string greeting_ = "Hello";
};

}  // namespace

// What the host calls. An exception that gets out is caught there, and logged as the plugin's.
const prism_plugin* prism_plugin_query(uint32_t) {
  static const prism_plugin plugin = [] {
    prism_plugin table{};
    table.struct_size = sizeof table;
    table.abi_version = PRISM_ABI_VERSION;
    table.min_host_minor = PRISM_ABI_MINOR;
    table.id = "mine";
    table.version = "0.1.0";
    table.create = [](const prism_host* host, void** instance) -> prism_result {
      *instance = new (std::nothrow) Mine(host);
      return *instance ? PRISM_OK : PRISM_ERR_MEMORY;
    };
    table.destroy = [](void* self) { delete static_cast<Mine*>(self); };
    table.login = [](void* self, const prism_login* login) { static_cast<Mine*>(self)->login(*login); };
    table.logout = [](void*, prism_str) {};
    table.message = [](void* self, const prism_message* message) { static_cast<Mine*>(self)->message(*message); };
    return table;
  }();
  return &plugin;
}
