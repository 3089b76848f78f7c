# SPDX-License-Identifier: MIT
# CPack reads this file when the components are installed, each in a tree of its own, and no package is made yet. Adds
# what Debian's policy requires of a package.
function(put source directory name)
  file(MAKE_DIRECTORY ${directory})
  file(COPY_FILE ${source} ${directory}/${name})
  file(CHMOD ${directory}/${name} PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
endfunction()

function(compress file)
  execute_process(COMMAND gzip -9n ${file} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

foreach(component IN LISTS CPACK_COMPONENTS_ALL)
  string(TOUPPER ${component} upper)
  set(package ${CPACK_DEBIAN_${upper}_PACKAGE_NAME})
  set(tree ${CPACK_TEMPORARY_DIRECTORY}/${component}/usr)
  set(documents ${tree}/share/doc/${package})

  set(copyright ${CPACK_PRISM_PACKAGING}/${package}.copyright)
  if(NOT EXISTS ${copyright})
    set(copyright ${CPACK_PRISM_PACKAGING}/copyright)
  endif()
  put(${copyright} ${documents} copyright)

  file(WRITE ${CPACK_TEMPORARY_DIRECTORY}/readme
"The documents of Prism are in /usr/share/doc/prism (package ${CPACK_DEBIAN_HOST_PACKAGE_NAME}): begin with
operations.md, which leads from nothing to the first message. Whole transports to copy are in its directory examples.
")
  put(${CPACK_TEMPORARY_DIRECTORY}/readme ${documents} README.Debian)
  file(REMOVE ${CPACK_TEMPORARY_DIRECTORY}/readme)

  string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC)  # SOURCE_DATE_EPOCH
  file(WRITE ${CPACK_TEMPORARY_DIRECTORY}/changelog
"${CPACK_DEBIAN_PACKAGE_SOURCE} (${CPACK_PACKAGE_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}) unstable; urgency=medium

  * Built from the sources. What is new in them is in
    /usr/share/doc/prism/CHANGELOG.md (package ${CPACK_DEBIAN_HOST_PACKAGE_NAME}).

 -- ${CPACK_PACKAGE_CONTACT}  ${date}
")
  put(${CPACK_TEMPORARY_DIRECTORY}/changelog ${documents} changelog.Debian)
  file(REMOVE ${CPACK_TEMPORARY_DIRECTORY}/changelog)
  compress(${documents}/changelog.Debian)

  set(overrides ${CPACK_PRISM_PACKAGING}/${package}.lintian-overrides)
  if(EXISTS ${overrides})
    put(${overrides} ${tree}/share/lintian/overrides ${package})
  endif()

  file(GLOB_RECURSE pages ${tree}/share/man/*)
  foreach(page IN LISTS pages)
    compress(${page})
  endforeach()

  # The unstripped files stay in the build directory.
  file(GLOB_RECURSE files LIST_DIRECTORIES false ${tree}/bin/* ${tree}/lib/*.so ${tree}/libexec/*)
  foreach(file IN LISTS files)
    if(NOT IS_SYMLINK ${file})
      execute_process(COMMAND strip --strip-unneeded --remove-section=.comment ${file} COMMAND_ERROR_IS_FATAL ANY)
    endif()
  endforeach()
  file(GLOB_RECURSE archives ${tree}/lib/*.a)
  foreach(archive IN LISTS archives)
    execute_process(COMMAND strip --strip-debug --remove-section=.comment --enable-deterministic-archives ${archive}
      COMMAND_ERROR_IS_FATAL ANY)
  endforeach()

  # Some directories are made by the umask.
  execute_process(COMMAND find ${tree} -type d -exec chmod 0755 {} + COMMAND_ERROR_IS_FATAL ANY)
endforeach()
