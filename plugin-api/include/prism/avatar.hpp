// SPDX-License-Identifier: MIT
// Pictures of contacts, participants and the user in C++: the service "prism.avatar/1". prism/avatar.h says more about
// it.
//
//   prism::Avatar avatar(host);
//   avatar.set({user, "bob", {}, file_id, "https://cdn.example.org/bob.png"});
//
// A plugin that hands over the bytes only when they are wanted derives from AvatarHandler, too. All of it is [main].
#ifndef PRISM_AVATAR_HPP
#define PRISM_AVATAR_HPP

#include <prism/avatar.h>
#include <prism/plugin.hpp>
#include <prism/types.hpp>

#include <string_view>
#include <type_traits>

namespace prism {

// The picture that somebody has. With `id` alone, AvatarHandler::pictureWanted() follows.
struct Picture {
  std::string_view user = {};
  std::string_view buddy = {};     // the owner; empty: the user
  std::string_view nickname = {};  // given if the owner is this participant of the room `buddy`
  std::string_view id = {};        // the network's own; empty: the URL is the id, or the bytes are
  std::string_view url = {};       // the host fetches it
  std::string_view bytes = {};     // instead of a URL: those of an image file
};

struct PictureRequest {
  std::string_view user = {};
  std::string_view buddy = {};
  std::string_view nickname = {};
  std::string_view id = {};  // of the last set() for this owner
};

// The service. Cheap to copy; valid until the process ends.
class Avatar {
 public:
  // [main] Gets the service.
  explicit Avatar(Host host)
      : host_(host.table()), service_(static_cast<const prism_avatar*>(host.service(PRISM_AVATAR))) {}

  // True if this host has the service. Without it, the functions return Unsupported.
  explicit operator bool() const { return service_ != nullptr; }

  // [main] Says which picture somebody has.
  Result set(const Picture& picture) const {
    auto told = pictureOf(picture.user, picture.buddy, picture.nickname);
    told.id = detail::toC(picture.id);
    told.url = detail::toC(picture.url);
    told.bytes = {picture.bytes.data(), picture.bytes.size()};
    return tell(told);
  }

  // [main] Says that somebody has no picture.
  Result remove(std::string_view user, std::string_view buddy, std::string_view nickname = {}) const {
    auto told = pictureOf(user, buddy, nickname);
    told.flags = PRISM_PICTURE_NONE;
    return tell(told);
  }

 private:
  static prism_picture pictureOf(std::string_view user, std::string_view buddy, std::string_view nickname) {
    auto told = detail::sized<prism_picture>();
    told.user = detail::toC(user);
    told.buddy = detail::toC(buddy);
    told.nickname = detail::toC(nickname);
    return told;
  }

  Result tell(const prism_picture& picture) const {
    return service_ ? Result(service_->set(host_, &picture)) : Result::Unsupported;
  }

  const prism_host* host_;
  const prism_avatar* service_;
};

// The request. A plugin derives from this class, too, and overrides the function as a public member.
class AvatarHandler {
 public:
  static constexpr std::string_view kExtension = PRISM_AVATAR;

  // The table of a Derived. PRISM_PLUGIN() gives it to the host.
  template <typename Derived>
  static const prism_avatar_plugin* functionsOf();

  // [main] The bytes of a picture are wanted, which was set without a URL. Answer by Avatar::set() or remove(), now or
  // within 30 seconds.
  virtual void pictureWanted(const PictureRequest& request) = 0;

 protected:
  ~AvatarHandler() = default;
};

template <typename Derived>
const prism_avatar_plugin* AvatarHandler::functionsOf() {
  static_assert(std::is_base_of_v<Plugin, Derived> && std::is_base_of_v<AvatarHandler, Derived>,
                "a plugin that hands over pictures derives from prism::Plugin and prism::AvatarHandler");
  static constexpr auto kWanted = [](void* self, const prism_picture_request* request) noexcept {
    auto& plugin = *static_cast<Plugin*>(self);
    detail::guardedWithSecret(plugin.host().table(), "pictureWanted()", [&] {
      AvatarHandler& handler = static_cast<Derived&>(plugin);
      handler.pictureWanted({detail::fromC(request->user), detail::fromC(request->buddy),
                             detail::fromC(request->nickname), detail::fromC(request->id)});
    });
  };
  static constexpr prism_avatar_plugin kTable = {sizeof(prism_avatar_plugin), 0, kWanted};
  return &kTable;
}

}  // namespace prism

#endif
