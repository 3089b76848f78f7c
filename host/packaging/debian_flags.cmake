# SPDX-License-Identifier: MIT
# Debian's flags for compiler and linker, with all of its hardening. The preset `package` has CMake read this file
# before it looks for compilers. The map of paths keeps the place of a build out of what it makes; ccache would change
# the paths, so the preset has it disabled.
find_program(DPKG_BUILDFLAGS dpkg-buildflags REQUIRED)
foreach(name CPPFLAGS CFLAGS CXXFLAGS LDFLAGS)
  execute_process(
    COMMAND ${CMAKE_COMMAND} -E env "DEB_BUILD_MAINT_OPTIONS=hardening=+all reproducible=-fixfilepath,-fixdebugpath"
      ${DPKG_BUILDFLAGS} --get ${name}
    OUTPUT_VARIABLE ${name}
    OUTPUT_STRIP_TRAILING_WHITESPACE
    COMMAND_ERROR_IS_FATAL ANY)
endforeach()
set(paths "-ffile-prefix-map=${CMAKE_SOURCE_DIR}=. -ffile-prefix-map=${CMAKE_BINARY_DIR}=./build")
set(CMAKE_C_FLAGS_INIT "${CPPFLAGS} ${CFLAGS} ${paths}")
set(CMAKE_CXX_FLAGS_INIT "${CPPFLAGS} ${CXXFLAGS} ${paths}")
foreach(kind EXE MODULE SHARED)
  set(CMAKE_${kind}_LINKER_FLAGS_INIT "${LDFLAGS}")
endforeach()
