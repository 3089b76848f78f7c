// SPDX-License-Identifier: MIT
//! `plugin!`.

/// Makes a plugin of a type that implements [`Plugin`](crate::Plugin): its note, its table of functions, and the one
/// function that it exports.
///
/// Once in a crate of the type `cdylib`:
///
/// ```
/// use prism_plugin::{Failure, Host, Login, Message, OnMessage, Plugin};
///
/// struct Parrot {
///     host: Host<Parrot>,
/// }
///
/// impl Plugin for Parrot {
///     fn create(host: &Host<Self>) -> Result<Self, Failure> {
///         Ok(Parrot { host: host.clone() })
///     }
///     fn login(&mut self, login: &Login<'_>) {
///         self.host.connected(login.user).ok();
///     }
///     fn logout(&mut self, _user: &str) {}
/// }
///
/// impl OnMessage for Parrot {
///     fn message(&mut self, message: &Message<'_>) {
///         let answer = Message::from_contact(message.user, message.buddy, message.text);
///         self.host.message(&answer).ok();
///     }
/// }
///
/// prism_plugin::plugin! {
///     id: "parrot",
///     name: "Parrot",
///     version: "0.1.0",
///     claims: "protocol:parrot",
///     keys: "parrot.word parrot.loud",
///     plugin: Parrot,
/// }
/// ```
///
/// | field | what it is |
/// |---|---|
/// | `id` | the name in the configuration, and of the file: 1 to 32 of a-z, 0-9, `-` and `_` |
/// | `name` | the name for people |
/// | `version` | the version of the plugin; may be `env!("CARGO_PKG_VERSION")` |
/// | `claims` | the configurations that get this plugin without naming it: `protocol:NAME`, `key:NAME` |
/// | `keys` | the keys of the configuration that the plugin reads; `parrot.*` is a section |
/// | `needs` | the lowest ABI minor of a host that the plugin works with |
/// | `plugin` | the type |
///
/// The fields are given in this order. `claims`, `keys` and `needs` may be left out. Spaces separate the parts of
/// `claims` and `keys`.
///
/// All but `needs` and `plugin` are string literals of one line. The functions of the table are those whose traits the
/// type implements.
#[macro_export]
macro_rules! plugin {
    (
        id: $id:expr,
        name: $name:expr,
        version: $version:expr,
        $(claims: $claims:expr,)?
        $(keys: $keys:expr,)?
        $(needs: $needs:expr,)?
        plugin: $plugin:ty $(,)?
    ) => {
        #[allow(unsafe_code, unused_imports)]
        const _: () = {
            // The plugin's type is named in here, so no name of this block may hide one of the plugin.
            use $crate::glue::probe::Unhandled as _;

            const PRISM_PLUGIN_NEEDS_MINOR: u32 = {
                let mut needs = $crate::ffi::PRISM_NEEDS_MINOR;
                $(needs = $needs;)?
                needs
            };
            const PRISM_PLUGIN_FIELDS: $crate::glue::note::Fields = $crate::glue::note::Fields {
                id: $id,
                name: $name,
                version: $version,
                claims: ::std::concat!($($claims)?),
                keys: ::std::concat!($($keys)?),
                needs_minor: PRISM_PLUGIN_NEEDS_MINOR,
            };

            const _: () = $crate::glue::note::check(&PRISM_PLUGIN_FIELDS);

            #[used]
            #[link_section = ".note.prism"]
            static PRISM_PLUGIN_NOTE: $crate::glue::note::Note<
                { $crate::glue::note::padded_size(&PRISM_PLUGIN_FIELDS) },
            > = $crate::glue::note::note(&PRISM_PLUGIN_FIELDS);

            const PRISM_PLUGIN_IMPLIED: u32 = {
                let rooms = match $crate::glue::probe::Probe::<$plugin>::JOIN {
                    Some(_) => $crate::ffi::PRISM_FEATURE_ROOMS,
                    None => 0,
                };
                let roster = match $crate::glue::probe::Probe::<$plugin>::ROSTER {
                    Some(_) => $crate::ffi::PRISM_FEATURE_ROSTER_ON_LOGIN,
                    None => 0,
                };
                rooms | roster
            };

            extern "C" fn prism_plugin_create(
                host: *const $crate::ffi::prism_host,
                instance: *mut *mut ::std::os::raw::c_void,
            ) -> $crate::ffi::prism_result {
                // SAFETY: the host calls this as the ABI says.
                unsafe { $crate::glue::life::create::<$plugin>(host, instance, PRISM_PLUGIN_IMPLIED) }
            }

            static PRISM_PLUGIN_CHAT: $crate::glue::Extension<$crate::ffi::prism_chat_plugin> =
                $crate::glue::extensions::chat(
                    $crate::glue::probe::Probe::<$plugin>::EDIT,
                    $crate::glue::probe::Probe::<$plugin>::RETRACT,
                    $crate::glue::probe::Probe::<$plugin>::REACT,
                    $crate::glue::probe::Probe::<$plugin>::MARK,
                );
            static PRISM_PLUGIN_ROOMS: $crate::glue::Extension<$crate::ffi::prism_rooms_plugin> =
                $crate::glue::Extension($crate::ffi::prism_rooms_plugin {
                    struct_size: ::std::mem::size_of::<$crate::ffi::prism_rooms_plugin>() as u32,
                    reserved: 0,
                    kick: $crate::glue::probe::Probe::<$plugin>::KICK,
                    ban: $crate::glue::probe::Probe::<$plugin>::BAN,
                    unban: $crate::glue::probe::Probe::<$plugin>::UNBAN,
                    set_role: $crate::glue::probe::Probe::<$plugin>::SET_ROLE,
                    set_affiliation: $crate::glue::probe::Probe::<$plugin>::SET_AFFILIATION,
                    list: $crate::glue::probe::Probe::<$plugin>::LIST_AFFILIATION,
                    invite: $crate::glue::probe::Probe::<$plugin>::INVITE,
                    get_settings: $crate::glue::probe::Probe::<$plugin>::GET_SETTINGS,
                    configure: $crate::glue::probe::Probe::<$plugin>::CONFIGURE,
                    destroy: $crate::glue::probe::Probe::<$plugin>::DESTROY_ROOM,
                });
            static PRISM_PLUGIN_HISTORY: $crate::glue::Extension<$crate::ffi::prism_history_plugin> =
                $crate::glue::extensions::history($crate::glue::probe::Probe::<$plugin>::HISTORY_PAGE);
            static PRISM_PLUGIN_AVATAR: $crate::glue::Extension<$crate::ffi::prism_avatar_plugin> =
                $crate::glue::extensions::avatar($crate::glue::probe::Probe::<$plugin>::PICTURE_WANTED);

            extern "C" fn prism_plugin_extension(
                _: *mut ::std::os::raw::c_void,
                name: *const ::std::os::raw::c_char,
            ) -> *const ::std::os::raw::c_void {
                let chat = &PRISM_PLUGIN_CHAT.0;
                let rooms = &PRISM_PLUGIN_ROOMS.0;
                let history = &PRISM_PLUGIN_HISTORY.0;
                let avatar = &PRISM_PLUGIN_AVATAR.0;
                let tables = [
                    ($crate::ffi::PRISM_CHAT, chat.any(), chat as *const _ as *const _),
                    ($crate::ffi::PRISM_ROOMS, rooms.any(), rooms as *const _ as *const _),
                    ($crate::ffi::PRISM_HISTORY, history.any(), history as *const _ as *const _),
                    ($crate::ffi::PRISM_AVATAR, avatar.any(), avatar as *const _ as *const _),
                ];
                // SAFETY: the host calls this as the ABI says.
                unsafe { $crate::glue::extensions::find(name, &tables) }
            }

            static PRISM_PLUGIN_TABLE: $crate::glue::Table = $crate::glue::Table($crate::ffi::prism_plugin {
                struct_size: ::std::mem::size_of::<$crate::ffi::prism_plugin>() as u32,
                abi_version: $crate::ffi::PRISM_ABI_VERSION,
                min_host_minor: PRISM_PLUGIN_NEEDS_MINOR,
                reserved: 0,
                id: ::std::concat!($id, "\0").as_ptr() as *const ::std::os::raw::c_char,
                version: ::std::concat!($version, "\0").as_ptr() as *const ::std::os::raw::c_char,
                create: Some(prism_plugin_create),
                start: Some($crate::glue::life::start::<$plugin>),
                stop: Some($crate::glue::life::stop::<$plugin>),
                destroy: Some($crate::glue::life::destroy::<$plugin>),
                memory_usage: Some($crate::glue::life::memory_usage::<$plugin>),
                login: Some($crate::glue::life::login::<$plugin>),
                logout: Some($crate::glue::life::logout::<$plugin>),
                message: $crate::glue::probe::Probe::<$plugin>::MESSAGE,
                status_changed: $crate::glue::probe::Probe::<$plugin>::STATUS_CHANGED,
                roster: $crate::glue::probe::Probe::<$plugin>::ROSTER,
                buddy_changed: $crate::glue::probe::Probe::<$plugin>::BUDDY_CHANGED,
                buddy_removed: $crate::glue::probe::Probe::<$plugin>::BUDDY_REMOVED,
                buddy_blocked: $crate::glue::probe::Probe::<$plugin>::BUDDY_BLOCKED,
                authorization_answered: $crate::glue::probe::Probe::<$plugin>::AUTHORIZATION_ANSWERED,
                typing: $crate::glue::probe::Probe::<$plugin>::TYPING,
                attention: $crate::glue::probe::Probe::<$plugin>::ATTENTION,
                join: $crate::glue::probe::Probe::<$plugin>::JOIN,
                leave: $crate::glue::probe::Probe::<$plugin>::LEAVE,
                set_subject: $crate::glue::probe::Probe::<$plugin>::SET_SUBJECT,
                vcard_wanted: $crate::glue::probe::Probe::<$plugin>::VCARD_WANTED,
                own_vcard: $crate::glue::probe::Probe::<$plugin>::OWN_VCARD,
                raw_xml: $crate::glue::probe::Probe::<$plugin>::RAW_XML,
                get_extension: Some(prism_plugin_extension),
            });

            #[no_mangle]
            extern "C" fn prism_plugin_query(_host_abi_version: u32) -> *const $crate::ffi::prism_plugin {
                &PRISM_PLUGIN_TABLE.0
            }
        };
    };
}
