# SPDX-License-Identifier: MIT
# Writes a document of prism_install_document() during an installation: `source`, which is installed as `installed`, to
# the file `written`. `documents` names a file with a line SOURCE=INSTALLED for each document.
file(READ "${source}" text)

# A kit in a prefix of its own may be moved, and its man pages with it. So they name the prefix of a system only.
set(prefix "${CMAKE_INSTALL_PREFIX}")
set(PRISM_PREFIX_NOTE ".\\\" PREFIX is ${prefix}.")
if(source MATCHES "\\.[18]\\.in$" AND NOT prefix MATCHES "^/usr(/local)?/?$")
  set(prefix "PREFIX")
  set(PRISM_PREFIX_NOTE ".Pp\n.Pa PREFIX\nis the directory in which Prism is installed.")
endif()
cmake_path(APPEND prefix "${libexec_dir}" OUTPUT_VARIABLE PRISM_LIBEXEC_DIR)
cmake_path(APPEND prefix "${plugin_dir}" OUTPUT_VARIABLE PRISM_PLUGIN_DIR)
cmake_path(APPEND prefix "${doc_dir}" OUTPUT_VARIABLE PRISM_DOC_DIR)
set(PRISM_HOST "${PRISM_LIBEXEC_DIR}/spectrum2_prism_backend")
set(PRISM_EXAMPLES_DIR "${PRISM_DOC_DIR}/examples")
if(source MATCHES "\\.in$")
  string(CONFIGURE "${text}" text @ONLY)
endif()

if(source MATCHES "\\.md$")
  # The code and its tests are not installed: leaves out the section about them, and the last column of tables that name
  # tests.
  string(REGEX REPLACE "\n## The code\n.*" "" text "${text}")
  set(shown_by "\\| shown by the test \\|\n")
  while(text MATCHES "\n[^\n]*${shown_by}(\\|[^\n]*\n)*")
    set(table "${CMAKE_MATCH_0}")
    string(REGEX REPLACE "\\|[^|\n]*\\|\n" "|\n" shorter "${table}")
    string(REPLACE "${table}" "${shorter}" text "${text}")
  endwhile()
  string(REPLACE "/usr/local/libexec/" "${PRISM_LIBEXEC_DIR}/" text "${text}")
  string(REPLACE "/usr/local/lib/prism/plugins" "${PRISM_PLUGIN_DIR}" text "${text}")
  string(REPLACE "/usr/local/share/doc/prism" "${PRISM_DOC_DIR}" text "${text}")

  # Marks each link that stays, and then leaves only the text of the others: their targets are not installed.
  string(ASCII 1 mark)
  string(REGEX REPLACE "\\]\\((https?:|#)" "]${mark}(\\1" text "${text}")
  cmake_path(GET source PARENT_PATH source_directory)
  cmake_path(GET installed PARENT_PATH installed_directory)
  file(STRINGS "${documents}" lines)
  foreach(line IN LISTS lines)
    string(REGEX MATCH "^(.*)=(.*)$" line "${line}")
    file(RELATIVE_PATH from "${source_directory}" "${CMAKE_MATCH_1}")
    file(RELATIVE_PATH to "/${installed_directory}" "/${CMAKE_MATCH_2}")
    foreach(end IN ITEMS ")" "#")
      string(REPLACE "](${from}${end}" "]${mark}(${to}${end}" text "${text}")
    endforeach()
  endforeach()
  # The target is a path, unlike what follows the captures of a lambda.
  string(REGEX REPLACE "\\[([^][]*)\\]\\([^() \n]*[./][^() \n]*\\)" "\\1" text "${text}")
  string(REPLACE "${mark}" "" text "${text}")
endif()

file(WRITE "${written}" "${text}")
