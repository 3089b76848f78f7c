# SPDX-License-Identifier: MIT
# CPack reads this file when the packages are made. The modes of their members are by the umask: `ar` gives all the same.
set(members debian-binary control.tar.gz data.tar.xz)
foreach(package IN LISTS CPACK_PACKAGE_FILES)
  set(directory ${CPACK_TEMPORARY_DIRECTORY}/members)
  file(MAKE_DIRECTORY ${directory})
  execute_process(COMMAND ar x ${package} WORKING_DIRECTORY ${directory} COMMAND_ERROR_IS_FATAL ANY)
  file(REMOVE ${package})
  execute_process(COMMAND ar qcDS ${package} ${members} WORKING_DIRECTORY ${directory} COMMAND_ERROR_IS_FATAL ANY)
  file(REMOVE_RECURSE ${directory})
endforeach()
