#!/bin/bash
# SPDX-License-Identifier: MIT
# Demonstrates Prism: installs missing packages, builds it, and runs a conversation with the echo plugin in
# prism-console, which plays Spectrum 2. On a terminal you can continue the conversation.
#
#   tests/demo.sh
set -euo pipefail

cd "$(dirname "$0")/.."
source tests/packages.sh

install_packages "${build_packages[@]}"

say "Building the host, the echo plugin and the console (preset release)"
cmake --preset release -D BUILD_TESTING=OFF >/dev/null
cmake --build --preset release --target spectrum2_prism_backend echo prism-console -- --quiet

say "Listing the plugins"
build-release/host/spectrum2_prism_backend --list-plugins --prism.plugin_dir=build-release/plugins

say "A conversation: the console plays Spectrum 2, starts the host with the plugin, and logs a user in"
build-release/plugin-api/prism-console --plugin echo <<'LINES'
Hello, Prism!
/receipt Did you get this?
/msg bob@example.org Every contact echoes.
LINES

if [ -t 0 ] && [ -t 1 ]; then
  say "Your turn: type a message. /help lists the commands, /quit ends the conversation"
  build-release/plugin-api/prism-console --plugin echo
fi
