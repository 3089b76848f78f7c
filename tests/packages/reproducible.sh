#!/bin/bash
# SPDX-License-Identifier: MIT
# reproducible.sh SOURCE PACKAGES: builds the Debian packages twice, in different directories and with different umasks, and
# compares them byte by byte. Leaves one set in PACKAGES, and lets lintian judge it: it may have neither errors nor
# warnings that no override explains.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/tree.sh"
source_tree=$(realpath "$1")
packages=$2
for tool in dpkg-buildflags git lintian; do
  command -v $tool >/dev/null || unavailable "$tool is not installed"
done

work=$(mktemp -d -p "${TMPDIR:-/var/tmp}" prism-packages-XXXXXX)
trap 'rm -rf "$work"' EXIT
SOURCE_DATE_EPOCH=$(git -C "$source_tree" log -1 --format=%ct)
export SOURCE_DATE_EPOCH

# Both builds are of this copy of the sources, without what git ignores.
mkdir "$work/sources"
(cd "$source_tree" && git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$work/sources")

# build NAME UMASK: copies the sources to a directory of this name, and builds there.
build() {
  say "Building the packages in $work/$1"
  umask "$2"
  cp -r "$work/sources" "$work/$1"
  (cd "$work/$1" && cmake --workflow --preset package) >"$work/$1.log" 2>&1 ||
    { tail -n 40 "$work/$1.log"; fail "the packages cannot be built"; }
  rm -rf "$packages.$1"
  mkdir -p "$packages.$1"
  mv "$work/$1"/build-package/*.deb "$packages.$1"
}
build first 022
build a-second-place 077

(cd "$packages.first" && sha256sum -- *) >"$work/sums"
(cd "$packages.a-second-place" && sha256sum --check --quiet "$work/sums") ||
  fail "two builds are not the same; compare $packages.first and $packages.a-second-place (diffoscope shows how they differ)"
rm -rf "$packages" "$packages.a-second-place"
mv "$packages.first" "$packages"
cat "$work/sums"

say "lintian"
lintian --fail-on error,warning --tag-display-limit 0 --allow-root "$packages"/*.deb
