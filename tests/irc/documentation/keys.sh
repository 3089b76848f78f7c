#!/bin/bash
# SPDX-License-Identifier: MIT
# keys.sh PLUGIN README SOURCE [SECTIONS]: checks that the plugin reads, its note claims, and its README explains the same
# keys. SECTIONS is a regular expression.
set -euo pipefail
plugin=$1 readme=$2 source=$3 sections=${4:-irc|service|proxy}

claimed=$(readelf --wide -p .note.prism "$plugin" | grep -oE "\\b($sections)\.[a-z_]+" | sort -u)
read_keys=$(grep -ohE "\"($sections)\.[a-z_]+\"" "$source" | tr -d '"' | sort -u)
failed=0
for key in $read_keys; do
  case $key in
    service.jid | irc.nickname | irc.identify) continue ;; # of the host, or settings of a user
  esac
  grep -qxF "$key" <<<"$claimed" || { echo "$key is read, but the note does not claim it"; failed=1; }
done
for key in $claimed; do
  grep -qxF "$key" <<<"$read_keys" || { echo "the note claims $key, which nothing reads"; failed=1; }
  grep -qE "\`${key#*.}\`" "$readme" || { echo "the README does not explain $key"; failed=1; }
done
[ -n "$claimed" ] || { echo "the note claims no key"; failed=1; }
exit $failed
