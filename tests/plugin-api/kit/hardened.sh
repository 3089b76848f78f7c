#!/bin/bash
# SPDX-License-Identifier: MIT
# hardened.sh KIT BUILD: what runs with the network on one side and passwords on the other is built so that a fault is
# harder to use: the addresses are random, nothing is left to bind or to overwrite, and the stack and the C library's
# buffers are checked.
build=$(realpath "$2")
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/kit.sh"

has() { grep -q -- "$2" <<<"$1" || fail "$file: $3"; }

for file in "$kit/$KIT_LIBEXECDIR/spectrum2_prism_backend" "$kit/bin/prism-console" "$kit/$KIT_LIBDIR"/prism/plugins/*.so; do
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

# Most calls are seen to be right when they are compiled, so that not every program has one that is checked when it runs;
# how it was compiled tells. Fully optimized, the host has some.
commands=$(grep -E '"command": .* -o (host|proto|plugins)/' "$build/compile_commands.json")
if unchecked=$(grep -vE -- '-O[123gsz] .*-D_FORTIFY_SOURCE=2' <<<"$commands"); then
  fail "buffers are not checked by what is compiled so: $unchecked"
fi
if [[ $commands = *" -O2 "* ]]; then
  file=$kit/$KIT_LIBEXECDIR/spectrum2_prism_backend
  has "$(nm -D --undefined-only --format=posix "$file")" '^__memcpy_chk' "its buffers are not checked"
fi
