#!/bin/bash
# SPDX-License-Identifier: MIT
# documentation.sh KIT: the man pages are well-formed, the example configuration works, and both cover every
# key. No document is about the sources.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/kit.sh"

host=$kit/$KIT_LIBEXECDIR/spectrum2_prism_backend
host_page=$kit/share/man/man8/spectrum2_prism_backend.8
console_page=$kit/share/man/man1/prism-console.1
status_page=$kit/share/man/man1/prism-status.1
launch_page=$kit/share/man/man8/prism-launch.8
example=$examples/echo.cfg

# faults LINTER PAGE: prints the complaints about a man page. Lines are wide, since a long path is not the
# page's fault.
faults() {
  case $1 in
    groff) groff -mdoc -r LL=500n -T utf8 -ww -z "$2" 2>&1 ;;
    man) { MANWIDTH=500 man --warnings -l "$2" >/dev/null; } 2>&1 ;;
    mandoc) mandoc -T lint -W warning "$2" 2>&1 ;;
  esac
}
for linter in groff man mandoc; do
  if ! command -v $linter >/dev/null; then
    echo "not checked with $linter, which is not installed"
    continue
  fi
  for page in "$host_page" "$console_page" "$status_page" "$launch_page"; do
    expect "" "$(faults $linter "$page")" "$linter finds fault with ${page##*/}"
  done
done

if grep -nE '@[A-Z_]+@' "$host_page" "$console_page" "$status_page" "$launch_page" "$example"; then
  fail "these lines still have a placeholder"
fi

# A kit may be moved, so what plugin authors read names no path of it.
if grep -nF "$kit" "$host_page" "$console_page" "$status_page" "$launch_page" "$kit/share/doc/prism/plugin-api.md"; then
  fail "these lines are wrong in a kit that was moved"
fi
for line in '^backend = PREFIX/' '^\.Pa PREFIX$'; do
  grep -q "$line" "$host_page" || fail "the man page of the host has no line $line"
done

# Administrators have neither the sources nor the tests.
for page in "$kit"/share/doc/prism/*.md; do
  [ "${page##*/}" != plugin-api.md ] || continue
  if sed "s|$kit||g" "$page" |
    grep -nE 'shown by the test|ctest|\btests/|\b[a-z_]+\.py\b|[A-Z][A-Za-z]+Test\b|\[(README|PROTOCOLS)\.md\]'; then
    fail "these lines of ${page##*/} are about the sources"
  fi
done
grep -qx '| a crash is reported, without a secret, and a core is written |' "$kit/share/doc/prism/guarantees.md" ||
  fail "guarantees.md lacks a promise, or its table has more than that"

keys=$("$host" --help | sed -n '/section \[prism\]/,$s/^    \([a-z_]\{1,\}\) .*/\1/p')
[ -n "$keys" ] || fail "--help lists no keys"
for key in $keys; do
  grep -q "^\.It Cm $key\$" "$host_page" || fail "the man page lacks the key $key"
  grep -qE "^#?$key = " "$example" || fail "the example lacks the key $key"
done
explains_options() { # PROGRAM PAGE
  local option
  for option in $("$1" --help | grep -v '  prism-launch srun' | grep -oP -- '--[a-z-]+(?![a-z.-])' | sort -u); do
    grep -qE "^\.It .*Fl -${option#--}\b" "$2" || fail "the man page ${2##*/} lacks $option"
  done
}
explains_options "$host" "$host_page"
explains_options "$console" "$console_page"
explains_options "$kit/bin/prism-status" "$status_page"
explains_options "$kit/$KIT_LIBEXECDIR/prism-launch" "$launch_page"
commands=$(echo /help | "$console" --plugin echo | grep -oP '^\s*/\K[a-z]+' | sort -u)
[ -n "$commands" ] || fail "/help lists no commands"
for command in $commands; do
  grep -q "^\.It Ic /$command\b" "$console_page" || fail "the man page of the console lacks /$command"
done

# The example works as it is, and with every commented key enabled.
echo_answers "$example"
sed 's/^#\([a-z_]* = \)/\1/' "$example" >all.cfg
for key in $keys; do
  grep -q "^$key = " all.cfg || fail "the example's $key does not become a key without its #"
done
echo_answers all.cfg
