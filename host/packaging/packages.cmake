# SPDX-License-Identifier: MIT
# Debian's packages, one for each component of the installation: `cmake --workflow --preset package` builds them.
set(CPACK_PACKAGE_NAME prism)
set(CPACK_PACKAGE_VENDOR Prism)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")  # each package has its own
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_SET_DESTDIR ON)  # documents name the prefix
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_DEB_COMPONENT_INSTALL ON)

# The maintainer of a package is the one who builds it, as for dch.
if(DEFINED ENV{DEBEMAIL} AND DEFINED ENV{DEBFULLNAME})
  set(CPACK_PACKAGE_CONTACT "$ENV{DEBFULLNAME} <$ENV{DEBEMAIL}>")
else()
  set(CPACK_PACKAGE_CONTACT "Prism developers <prism@example.org>")
endif()

# A package of Debian 12 must be older than that of Debian 13, which links newer libraries.
cmake_host_system_information(RESULT release QUERY DISTRIB_VERSION_ID)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
if(release)
  string(APPEND CPACK_DEBIAN_PACKAGE_RELEASE "~deb${release}")
endif()

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SOURCE prism)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)

# All files have the date of the sources, so that two builds of them are the same.
set(CPACK_PRISM_DATE "$ENV{SOURCE_DATE_EPOCH}")
if(NOT CPACK_PRISM_DATE)
  execute_process(COMMAND git log -1 --format=%ct
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
    OUTPUT_VARIABLE CPACK_PRISM_DATE OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
if(NOT CPACK_PRISM_DATE)  # sources without a repository
  file(TIMESTAMP ${PROJECT_SOURCE_DIR}/CHANGELOG.md CPACK_PRISM_DATE %s UTC)
endif()
set(CPACK_PRISM_PACKAGING ${CMAKE_CURRENT_LIST_DIR})
set(CPACK_PROJECT_CONFIG_FILE ${CMAKE_CURRENT_LIST_DIR}/source_date.cmake)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/complete_packages.cmake)
set(CPACK_POST_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/rewrite_packages.cmake)

# A plugin runs only on a host of its ABI: that is a virtual package, which the host provides and plugins depend on.
file(STRINGS ${PROJECT_SOURCE_DIR}/plugin-api/include/prism/types.h abi
  REGEX "^#define PRISM_ABI_M(AJOR|INOR) [0-9]+$")
string(REGEX REPLACE "[^0-9]+([0-9]+)[^0-9]+([0-9]+)" "prism-abi-\\1.\\2" abi "${abi}")
if(NOT abi MATCHES "^prism-abi-[0-9]+\\.[0-9]+$")
  message(FATAL_ERROR "types.h does not define the ABI's version as expected, but: ${abi}")
endif()

set(CPACK_DEBIAN_HOST_PACKAGE_NAME spectrum2-backend-prism)
set(CPACK_DEBIAN_HOST_PACKAGE_PROVIDES ${abi})
set(CPACK_DEBIAN_HOST_PACKAGE_RECOMMENDS "prism-network, spectrum2")
set(CPACK_DEBIAN_HOST_PACKAGE_SUGGESTS "prism-plugin-irc, prism-plugin-mqtt, prism-plugin-purple, prometheus-node-exporter")
set(CPACK_DEBIAN_HOST_PACKAGE_ENHANCES spectrum2)
set(CPACK_DEBIAN_HOST_DESCRIPTION "plugin-loading backend host for Spectrum 2
Spectrum 2, the XMPP gateway, starts a backend process for each network.
Prism is such a backend for any network that there is a plugin for.

This package has the host, and two plugins for trying things out: echo,
whose contact repeats messages, and lobby, whose people are the transport's
own users. Packages such as prism-plugin-irc have others. prism-launch
starts backends on other machines, through ssh, Slurm or a container
engine. prism-status shows the backends of a machine.")

# The module works only with the host of the same build.
set(CPACK_DEBIAN_NETWORK_PACKAGE_NAME prism-network)
set(CPACK_DEBIAN_NETWORK_PACKAGE_DEPENDS
  "spectrum2-backend-prism (= ${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE})")
set(CPACK_DEBIAN_NETWORK_PACKAGE_RECOMMENDS ca-certificates)
set(CPACK_DEBIAN_NETWORK_PACKAGE_ENHANCES spectrum2-backend-prism)
set(CPACK_DEBIAN_NETWORK_DESCRIPTION "network services for plugins of Prism
Prism puts networks behind Spectrum 2, the XMPP gateway, as plugins.

With this package its host resolves names and fetches files from the web
for plugins that ask for it. Files are fetched from public addresses only.")

set(CPACK_DEBIAN_IRC_PACKAGE_NAME prism-plugin-irc)
set(CPACK_DEBIAN_IRC_PACKAGE_DEPENDS ${abi})
set(CPACK_DEBIAN_IRC_PACKAGE_RECOMMENDS ca-certificates)
set(CPACK_DEBIAN_IRC_PACKAGE_ENHANCES spectrum2-backend-prism)
set(CPACK_DEBIAN_IRC_DESCRIPTION "IRC for Spectrum 2, as a plugin of Prism
The plugin irc puts IRC networks behind Spectrum 2, the XMPP gateway:
IRCv3, SASL, verified TLS, history and reconnection.
Configurations of spectrum2_libcommuni_backend are taken as they are.")

set(CPACK_DEBIAN_MQTT_PACKAGE_NAME prism-plugin-mqtt)
set(CPACK_DEBIAN_MQTT_PACKAGE_DEPENDS ${abi})
set(CPACK_DEBIAN_MQTT_PACKAGE_RECOMMENDS "ca-certificates, prism-network")
set(CPACK_DEBIAN_MQTT_PACKAGE_SUGGESTS mosquitto)
set(CPACK_DEBIAN_MQTT_PACKAGE_ENHANCES spectrum2-backend-prism)
set(CPACK_DEBIAN_MQTT_DESCRIPTION "MQTT for Spectrum 2, as a plugin of Prism
The plugin mqtt puts a broker of MQTT 5 behind Spectrum 2, the XMPP
gateway: topics are rooms, and a message there is published. Each user
has an account on the broker.")

set(CPACK_DEBIAN_PURPLE_PACKAGE_NAME prism-plugin-purple)
set(CPACK_DEBIAN_PURPLE_PACKAGE_DEPENDS ${abi})
set(CPACK_DEBIAN_PURPLE_PACKAGE_RECOMMENDS "ca-certificates, prism-network")
set(CPACK_DEBIAN_PURPLE_PACKAGE_SUGGESTS "purple-discord")
set(CPACK_DEBIAN_PURPLE_PACKAGE_ENHANCES spectrum2-backend-prism)
set(CPACK_DEBIAN_PURPLE_DESCRIPTION "libpurple's networks for Spectrum 2, as a plugin of Prism
The plugin purple puts every network that libpurple has a protocol plugin
for behind Spectrum 2, the XMPP gateway: XMPP, SIMPLE, Zephyr and more.
Configurations of spectrum2_libpurple_backend are taken as they are.")

set(CPACK_DEBIAN_DEV_PACKAGE_NAME prism-dev)
set(CPACK_DEBIAN_DEV_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEV_PACKAGE_DEPENDS ${abi})
set(CPACK_DEBIAN_DEV_PACKAGE_SUGGESTS "cargo, cmake, libfmt-dev, libprotobuf-dev, pkgconf, rustc")
set(CPACK_DEBIAN_DEV_DESCRIPTION "files for writing plugins of Prism
Prism puts networks behind Spectrum 2, the XMPP gateway, as plugins.

This package has what a plugin is built against: headers for C and C++, a
crate for Rust, a package for CMake, and one for pkg-config. For trying
plugins out there are prism-console, which talks to a plugin at a prompt,
and a Spectrum 2 for tests, a static library that needs libprotobuf-dev and
libfmt-dev. A template is in /usr/share/doc/prism/examples.")

include(CPack)
