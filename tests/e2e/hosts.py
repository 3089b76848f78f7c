# SPDX-License-Identifier: MIT
"""The running hosts of a test, wherever they have been placed: this machine sees the processes of all."""

import contextlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import environment

BACKEND_ID = re.compile(rb"--service\.backend_id=(\d+)")


@dataclass(frozen=True)
class RunningHost:
    pid: int  # as this machine sees it
    own_pid: int  # as the host sees it
    backend_id: int


def running_hosts(directory: Path) -> list[RunningHost]:
    """The hosts whose command line names a file below `directory`."""
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError, StopIteration):  # it is no process, or it has ended
            if (entry / "exe").readlink() == environment.host().resolve():
                words = (entry / "cmdline").read_bytes()
                if str(directory).encode() in words:
                    found.append(RunningHost(int(entry.name), _own_pid(entry), _backend_id(entry, words)))
    return found


def backend_ids(pids: Iterable[int]) -> list[int]:
    """The numbers in the command lines of running engines."""
    found = []
    for pid in pids:
        entry = Path(f"/proc/{pid}")
        with contextlib.suppress(OSError):  # it has ended
            found.append(_backend_id(entry, (entry / "cmdline").read_bytes()))
    return found


def _own_pid(entry: Path) -> int:
    line = next(line for line in (entry / "status").read_text().splitlines() if line.startswith("NSpid:"))
    return int(line.split()[-1])


def _backend_id(entry: Path, words: bytes) -> int:
    """A fixed command of sshd has the number in its environment (SSH_ORIGINAL_COMMAND)."""
    found = BACKEND_ID.search(words) or BACKEND_ID.search((entry / "environ").read_bytes())
    return int(found[1]) if found else 0
