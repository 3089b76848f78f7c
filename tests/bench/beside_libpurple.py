#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Compares the libpurple plugin with Spectrum's own libpurple backend: time to the first PONG, and idle memory.

    beside_libpurple.py [--pairs N] [--peer-root DIR] HOST PLUGIN_DIR

HOST is the backend host of the release preset, and PLUGIN_DIR contains purple.so. DIR is the root of a Debian with
Spectrum's libpurple backend, as tests/e2e/install-spectrum2.sh makes it; running it there needs root. Both run
alternately with the same configuration. The table shows medians.
"""

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from spectrum import launched, resident

PEER = "/usr/libexec/spectrum2_libpurple_backend"
ROOT = Path.home() / ".cache" / "prism" / "spectrum2" / "root"


def measure(program: list[str], config: Path, log: Path) -> tuple[float, float]:
    """Returns milliseconds to the first PONG, and resident MB at that time."""
    with launched(program, config, log) as launch:
        return launch.seconds * 1000, resident(launch.pid) / 1000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=15)
    parser.add_argument("--peer-root", type=Path, default=ROOT)
    parser.add_argument("host")
    parser.add_argument("plugin_dir")
    options = parser.parse_args()
    root = options.peer_root.absolute()
    with (tempfile.TemporaryDirectory(prefix="prism-bench-") as ours,
          tempfile.TemporaryDirectory(prefix="prism-bench-", dir=root / "tmp") as theirs):
        text = "[service]\njid = purple.prism.test\nprotocol = prpl-jabber\nworking_dir = {0}\n[prism]\nplugin_dir = {1}\n"
        work_of_peer = "/" / Path(theirs).relative_to(root)
        Path(ours, "purple.cfg").write_text(text.format(ours, options.plugin_dir))
        Path(theirs, "purple.cfg").write_text(text.format(work_of_peer, "none"))
        runs: dict[str, list[tuple[float, float]]] = {"Prism": [], "Spectrum's": []}
        for _ in range(options.pairs):
            runs["Prism"].append(measure([options.host], Path(ours, "purple.cfg"), Path(ours, "log")))
            runs["Spectrum's"].append(measure(["chroot", str(root), PEER], work_of_peer / "purple.cfg", Path(ours, "log")))
    medians = [[statistics.median(values) for values in zip(*measured)] for measured in runs.values()]
    print("| | Prism | Spectrum's | ratio |\n|---|---|---|---|")
    for label, mine, peer in zip(("start to first PONG, ms", "resident, idle, MB"), *medians):
        print(f"| {label} | {mine:.1f} | {peer:.1f} | {mine / peer:.2f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
