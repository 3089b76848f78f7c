#!/bin/bash
# SPDX-License-Identifier: MIT
# examples.sh KIT: each example of a transport passes --check by the host that it names, with the example of the backends'
# log, once it has an administrator's values, and systemd understands the drop-ins.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/kit.sh"

found=()
for example in "$examples"/*.cfg; do
  name=${example##*/}
  [ "$name" = backend-logging.cfg ] && continue
  host=$(sed -n 's/^backend = //p' "$example")
  # The example names the host where packages install it, unless the prefix is that of the kit.
  host=$kit/$KIT_LIBEXECDIR/${host##*/}
  [ -x "$host" ] || fail "$name names $host, which is not installed"
  # Spectrum 2 makes the directories of logs. Here they are in a directory of the test.
  sed "s|/var/log/spectrum2|$work/log|" "$examples/backend-logging.cfg" >backend-logging.cfg
  log=--logging.backend_config=$work/backend-logging.cfg
  sed "s|^backend = .*/|backend = $kit/$KIT_LIBEXECDIR/|; s|/var/lib/spectrum2|$work/lib|" "$example" >"$name"
  if [ "$name" != echo.cfg ]; then
    said=$("$host" --check "$name" "$log" 2>&1) && fail "--check does not miss the administrator's values in $name"
    [[ $said == *"service.jid is "*", as in the example"*"service.password is "* ]] || fail "--check $name: $said"
    sed -i 's/example\.org/prism.test/; s/example\.net/prism.test/; s/SECRET-OF-THE-COMPONENT/secret/' "$name"
  fi
  if ! said=$("$host" --check "$name" "$log" 2>&1); then
    fail "--check $name: $said"
  fi
  [[ $said != *[Ww]arn* ]] || fail "--check $name: $said"
  found+=("$name")
done
expect "echo.cfg irc-accounts.cfg irc-networks.cfg irc.cfg mqtt.cfg purple.cfg" "${found[*]}" "other examples of transports are there"

if command -v systemd-analyze >/dev/null; then
  mkdir spectrum2.service.d
  printf '[Unit]\nDefaultDependencies=no\n[Service]\nExecStart=/bin/true\n' >spectrum2.service
  cp "$examples"/systemd/*.conf spectrum2.service.d
  sed -i 's/^#\([A-Z][A-Za-z]*=\)/\1/' spectrum2.service.d/*.conf
  expect "" "$(SYSTEMD_UNIT_PATH=$work systemd-analyze verify "$work/spectrum2.service" 2>&1)" "systemd finds fault with a drop-in"
else
  echo "not checked with systemd-analyze, which is not installed"
fi
