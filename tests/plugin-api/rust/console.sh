#!/bin/bash
# SPDX-License-Identifier: MIT
# console.sh CONSOLE PLUGINS: a conversation with the example plugin.
set -euo pipefail
export LC_ALL=C.UTF-8
unset PRISM_PLUGIN_PATH
console=$1
plugins=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

echo "42 apples" >"$work/line.txt"
printf '[service]\njid = ticker.test\n[ticker]\nfile = %s\n' "$work/line.txt" >"$work/ticker.cfg"
said=$(printf 'hello\nhello again\n' | "$console" --strict --plugin-dir "$plugins" "$work/ticker.cfg")
diff -u --label expected --label found - <(grep -v '^\*' <<<"$said") <<'CONVERSATION'
you → ticker: hello
ticker → you: hello
you → ticker: hello again
ticker → you: hello again
CONVERSATION
