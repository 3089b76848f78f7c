#!/bin/bash
# SPDX-License-Identifier: MIT
# promtool.sh SOURCE: the example of alert rules is well-formed, and each alert fires when it should. Skipped without
# promtool, which Debian's package prometheus has, unless PRISM_E2E_REQUIRED=1.
set -euo pipefail
if ! command -v promtool >/dev/null; then
  echo "SKIPPED: promtool (package prometheus) is not installed"
  [ "${PRISM_E2E_REQUIRED:-}" != 1 ] || exit 1
  exit 77
fi
promtool check rules "$1/host/doc/examples/prometheus-alerts.yml"
promtool test rules "$1/tests/metrics/alerts_test.yml"
