#!/bin/bash
# SPDX-License-Identifier: MIT
# kit.sh PACKAGES KIT_TESTS: the packages, unpacked anywhere, are a kit for plugin authors: its tests pass with it.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/tree.sh"
packages=$(realpath "$1")
tests=$(realpath "$2")

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for package in "$packages"/*.deb; do
  dpkg-deb --extract "$package" "$work"
done
KIT_LIBDIR=lib/$(dpkg-architecture --query DEB_HOST_MULTIARCH)
export KIT_LIBDIR KIT_LIBEXECDIR=libexec
for test in cmake pkg_config template examples; do
  say "$test"
  "$tests/$test.sh" "$work/usr"
done
