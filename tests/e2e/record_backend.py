#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""A wrapper for `[service] backend=` that records how the backend ended.

    record_backend.py DIRECTORY HOST [ARGUMENT...]

Spectrum 2 looks at a backend's exit code only during its first second. So Spectrum launches this wrapper. It runs the
host as its child, appends `started PID` and `exited PID CODE` to DIRECTORY/backends (a negative code is a signal),
and appends the host's stderr to DIRECTORY/backend-stderr.log. It forwards no signals: Spectrum sends them to the pid
in STATS, which is the host's.
"""

import subprocess
import sys
from pathlib import Path


def main() -> int:
    directory, command = Path(sys.argv[1]), sys.argv[2:]
    with (directory / "backend-stderr.log").open("ab") as stderr:
        host = subprocess.Popen(command, stderr=stderr)
    record(directory, f"started {host.pid}")
    code = host.wait()
    record(directory, f"exited {host.pid} {code}")
    return code if code >= 0 else 128 - code


def record(directory: Path, event: str) -> None:
    with (directory / "backends").open("a") as events:
        events.write(event + "\n")


if __name__ == "__main__":
    sys.exit(main())
