# SPDX-License-Identifier: MIT
# Installs what plugins are built against: the headers, the package PrismPlugin for CMake, and prism-plugin and
# prism-plugin-testing for pkg-config. They find everything relative to themselves, so the prefix may be chosen late,
# and moved.
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/PrismPlugin)
set(pkgconfig_dir ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

install(DIRECTORY include/prism DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY template DESTINATION ${PRISM_EXAMPLES_INSTALL_DIR})
prism_install_document(README.md ${PRISM_DOC_INSTALL_DIR} plugin-api.md)
prism_install_document(doc/from-0.4.md ${PRISM_DOC_INSTALL_DIR} from-0.4.md)

set_target_properties(prism_plugin_api PROPERTIES EXPORT_NAME plugin)
install(TARGETS prism_plugin_api EXPORT PrismPlugin INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
foreach(set PrismPlugin PrismPluginTesting)
  install(EXPORT ${set} FILE ${set}Targets.cmake NAMESPACE PrismPlugin:: DESTINATION ${package_dir})
endforeach()

set(host ${CMAKE_INSTALL_LIBEXECDIR}/spectrum2_prism_backend)
configure_package_config_file(cmake/PrismPluginConfig.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/PrismPluginConfig.cmake
  INSTALL_DESTINATION ${package_dir}
  PATH_VARS host PRISM_PLUGIN_INSTALL_DIR
  NO_CHECK_REQUIRED_COMPONENTS_MACRO)
# While the major version is 0, each minor version may break what was.
if(PROJECT_VERSION_MAJOR EQUAL 0)
  set(compatibility SameMinorVersion)
else()
  set(compatibility SameMajorVersion)
endif()
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/PrismPluginConfigVersion.cmake
  COMPATIBILITY ${compatibility})
install(FILES
  ${CMAKE_CURRENT_BINARY_DIR}/PrismPluginConfig.cmake
  ${CMAKE_CURRENT_BINARY_DIR}/PrismPluginConfigVersion.cmake
  cmake/PrismAddPlugin.cmake
  cmake/plugin.map
  DESTINATION ${package_dir})

file(RELATIVE_PATH prefix ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
file(RELATIVE_PATH libdir ${CMAKE_INSTALL_PREFIX} ${CMAKE_INSTALL_FULL_LIBDIR})
file(RELATIVE_PATH includedir ${CMAKE_INSTALL_PREFIX} ${CMAKE_INSTALL_FULL_INCLUDEDIR})
file(RELATIVE_PATH libexecdir ${CMAKE_INSTALL_PREFIX} ${CMAKE_INSTALL_FULL_LIBEXECDIR})
string(REGEX REPLACE "/$" "" prefix ${prefix})
foreach(package prism-plugin prism-plugin-testing)
  configure_file(cmake/${package}.pc.in ${package}.pc @ONLY)
  install(FILES ${CMAKE_CURRENT_BINARY_DIR}/${package}.pc DESTINATION ${pkgconfig_dir})
endforeach()
