# SPDX-License-Identifier: MIT
# prism_add_plugin(ID SOURCE...) builds the plugin ID.so: one exported function, every symbol resolved at link time.
function(prism_add_plugin id)
  set(map "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/plugin.map")
  add_library(${id} MODULE ${ARGN})
  target_link_libraries(${id} PRIVATE PrismPlugin::plugin)
  # What the headers are written in, where the compiler's own default is older.
  get_property(languages GLOBAL PROPERTY ENABLED_LANGUAGES)
  if(C IN_LIST languages)
    target_compile_features(${id} PRIVATE c_std_11)
  endif()
  if(CXX IN_LIST languages)
    target_compile_features(${id} PRIVATE cxx_std_17)
  endif()
  target_link_options(${id} PRIVATE "LINKER:--version-script=${map}")
  # Clang resolves the functions of its sanitizers only when the program runs.
  get_directory_property(options COMPILE_OPTIONS)
  if(NOT ("${CMAKE_C_COMPILER_ID}${CMAKE_CXX_COMPILER_ID}" MATCHES "Clang" AND
      "${CMAKE_C_FLAGS} ${CMAKE_CXX_FLAGS} ${options}" MATCHES "-fsanitize"))
    target_link_options(${id} PRIVATE LINKER:-z,defs)
  endif()
  set_target_properties(${id} PROPERTIES
    PREFIX ""
    OUTPUT_NAME ${id}
    SUFFIX ".so"
    LINK_DEPENDS "${map}"
    C_VISIBILITY_PRESET hidden
    CXX_VISIBILITY_PRESET hidden
    VISIBILITY_INLINES_HIDDEN ON)
endfunction()

# prism_install_plugin(ID) installs the plugin and, beside the host, the link spectrum2_prism_<ID>_backend: started by this
# name, the host takes this plugin.
function(prism_install_plugin id)
  get_filename_component(host "${PrismPlugin_HOST}" NAME)
  get_filename_component(beside_host "${PrismPlugin_HOST}" DIRECTORY)
  set(link "${CMAKE_CURRENT_BINARY_DIR}/spectrum2_prism_${id}_backend")
  file(CREATE_LINK "${host}" "${link}" SYMBOLIC)
  install(TARGETS ${id} LIBRARY DESTINATION "${PrismPlugin_PLUGIN_DIR}")
  install(FILES "${link}" DESTINATION "${beside_host}")
endfunction()
