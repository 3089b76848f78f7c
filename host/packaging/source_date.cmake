# SPDX-License-Identifier: MIT
# CPack reads this file first.
if(NOT DEFINED ENV{SOURCE_DATE_EPOCH})
  set(ENV{SOURCE_DATE_EPOCH} ${CPACK_PRISM_DATE})
endif()
