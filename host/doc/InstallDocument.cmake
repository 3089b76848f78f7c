# SPDX-License-Identifier: MIT
# prism_install_document(SOURCE DIRECTORY [NAME]) installs a document in DIRECTORY, as NAME or by its own name without
# `.in`. It names the paths of the installation, none of its links is dead, and it is silent about the code: see
# write_document.cmake. It is written when it is installed, since the prefix may be chosen then.
set(PRISM_DOCUMENTS ${PROJECT_BINARY_DIR}/documents)
file(WRITE ${PRISM_DOCUMENTS}/list "")

function(prism_install_document source directory)
  cmake_path(ABSOLUTE_PATH source NORMALIZE)
  if(ARGC GREATER 2)
    set(name ${ARGV2})
  else()
    cmake_path(GET source FILENAME name)
    string(REGEX REPLACE "\\.in$" "" name ${name})
  endif()
  file(APPEND ${PRISM_DOCUMENTS}/list "${source}=${directory}/${name}\n")
  set(written ${PRISM_DOCUMENTS}/${directory}/${name})
  install(CODE "
    set(documents \"${PRISM_DOCUMENTS}/list\")
    set(source \"${source}\")
    set(installed \"${directory}/${name}\")
    set(written \"${written}\")
    set(libexec_dir \"${CMAKE_INSTALL_LIBEXECDIR}\")
    set(plugin_dir \"${PRISM_PLUGIN_INSTALL_DIR}\")
    set(doc_dir \"${PRISM_DOC_INSTALL_DIR}\")
    include(\"${PROJECT_SOURCE_DIR}/host/doc/write_document.cmake\")")
  install(FILES ${written} DESTINATION ${directory})
endfunction()
