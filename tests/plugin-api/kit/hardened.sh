#!/bin/bash
# SPDX-License-Identifier: MIT
# hardened.sh KIT BUILD: everything that handles passwords and network input is hardened:
# position-independent, full RELRO, a stack that is protected and not executable, and no memory both writable
# and executable. Calls of the C library are checked (_FORTIFY_SOURCE).
build=$(realpath "$2")
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/kit.sh"

has() { grep -q -- "$2" <<<"$1" || fail "$file: $3"; }

for file in "$kit/$KIT_LIBEXECDIR/spectrum2_prism_backend" "$kit/$KIT_LIBEXECDIR/prism-launch" \
  "$kit/bin/prism-console" "$kit/bin/prism-status" "$kit/$KIT_LIBDIR"/prism/plugins/*.so; do
  header=$(readelf -hW "$file")
  segments=$(readelf -lW "$file")
  dynamic=$(readelf -dW "$file")
  imported=$(nm -D --undefined-only --format=posix "$file")
  has "$header" 'Type: *DYN ' "its addresses are fixed"
  [[ $file = *.so ]] || has "$dynamic" 'Flags:.* PIE' "it is not position-independent"
  has "$dynamic" 'FLAGS_1.*Flags:.*NOW' "it binds its functions only when they are called"
  has "$segments" 'GNU_RELRO' "its table of functions can be overwritten"
  has "$segments" 'GNU_STACK .* RW ' "its stack can be run"
  has "$imported" '^__stack_chk_fail' "its stack is not checked"
  if grep -q 'LOAD .* RWE' <<<"$segments"; then
    fail "$file: it has memory that can be both written and run"
  fi
done

# A plugin may have no checked call, since the compiler proves most calls safe. So the compiler's flags are
# checked; only a host built with -O2 must import a checked function.
commands=$(grep -E '"command": .* -o (host|proto|plugins)/' "$build/compile_commands.json")
if unchecked=$(grep -vE -- '-O[123gsz] .*-D_FORTIFY_SOURCE=2' <<<"$commands"); then
  fail "buffers are not checked by what is compiled so: $unchecked"
fi
if [[ $commands = *" -O2 "* ]]; then
  file=$kit/$KIT_LIBEXECDIR/spectrum2_prism_backend
  has "$(nm -D --undefined-only --format=posix "$file")" '^__memcpy_chk' "its buffers are not checked"
fi
