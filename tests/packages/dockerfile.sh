#!/bin/bash
# SPDX-License-Identifier: MIT
# dockerfile.sh SOURCE PACKAGES: executes the steps of host/doc/examples/Dockerfile in trees of Debian 13, and starts what
# its ENTRYPOINT names with the example of a transport. Docker itself is imitated. Leaves the packages in PACKAGES.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/tree.sh"
source_tree=$(realpath "$1")
packages=$2
require_tools debootstrap unshare git

work=$(mktemp -d -p "${TMPDIR:-/var/tmp}" prism-dockerfile-XXXXXX)
trap 'rm -rf --one-file-system "$work"' EXIT
image='' user=root entrypoint='' tried=0

while read -r instruction arguments; do
  case $instruction in
    '' | '#'* | VOLUME) ;;
    FROM)
      read -r base _ name <<<"$arguments"
      image=$work/${name:-final}
      fresh_tree "${base#debian:}" "$image"
      ;;
    COPY)
      read -r -a words <<<"$arguments"
      target=$image${words[-1]}
      mkdir -p "$target"
      if [[ ${words[0]} = --from=* ]]; then
        # shellcheck disable=SC2086
        cp -a "$work/${words[0]#--from=}"${words[1]} "$target"
      else
        (cd "$source_tree" && git ls-files -z --cached --others --exclude-standard |
          xargs -0 cp -a --parents -t "$target")
      fi
      ;;
    RUN)
      say "RUN $arguments"
      in_tree "$image" sh -c "${arguments//http:\/\/deb.debian.org\/debian/$(mirror)}" >"$work/run.log" 2>&1 ||
        { tail -n 40 "$work/run.log"; fail "the step has failed"; }
      tried=$((tried + 1))
      ;;
    USER) user=$arguments ;;
    ENTRYPOINT) entrypoint=$(tr -d '[],"' <<<"$arguments") ;;
    *) fail "$instruction is not known here" ;;
  esac
done < <(sed -e :join -e '/\\$/N; s/\\\n//; t join' "$source_tree/host/doc/examples/Dockerfile")
[ $tried -ge 5 ] || fail "only $tried steps were tried"
rm -rf "$packages"
mkdir -p "$packages"
cp "$work"/build/src/build-package/*.deb "$packages"

transport=/etc/spectrum2/transports/echo.cfg
say "ENTRYPOINT $entrypoint $transport"
cp "$image/usr/share/doc/prism/examples/echo.cfg" "$image$transport"
# Ports that are free, and a limit that keeps Spectrum 2 from closing a million descriptors for each backend.
python3 -B - "$image$transport" <<'PYTHON'
import pathlib, re, socket, sys
path = pathlib.Path(sys.argv[1])
holders = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
text = path.read_text()
for key, holder in zip(("port", "backend_port"), holders):
    text = re.sub(rf"^{key} = .*$", f"{key} = {holder.getsockname()[1]}", text, flags=re.MULTILINE)
path.write_text(text)
PYTHON
log=$image/var/log/spectrum2/localhost/spectrum2.log
(
  ulimit -n 4096
  # shellcheck disable=SC2086
  # shellcheck disable=SC2016
  exec timeout 60 unshare --mount --pid --fork --kill-child --ipc -- sh -c '
    tree=$1 user=$2 && shift 2
    mount -t proc proc "$tree/proc" && mount --rbind /dev "$tree/dev" &&
    exec chroot "$tree" setpriv --reuid="$user" --regid="$user" --init-groups "$@"
    ' sh "$image" "$user" $entrypoint $transport
) >"$work/entrypoint.log" 2>&1 &
running=$!
# Ends with the line, with the process, or after 50 s.
grep -qm1 "Component: Connected to Frontend server" \
  < <(timeout 50 tail -n +1 -F --pid=$running "$log" 2>/dev/null) || true
kill $running 2>/dev/null || true
wait $running 2>/dev/null || true
grep -q "Component: Connected to Frontend server" "$log" 2>/dev/null ||
  { cat "$work/entrypoint.log"; tail -n 30 "$log"; fail "Spectrum 2 has not come up with Prism's backend"; }
echo "the image works"
