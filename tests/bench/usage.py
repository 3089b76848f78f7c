# SPDX-License-Identifier: MIT
"""What processes use: processor time and memory, from /proc."""

import asyncio
import os
from collections.abc import Iterable
from pathlib import Path

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
SECONDS_BETWEEN_LOOKS = 0.01


def children(pid: int) -> list[int]:
    """Returns the processes that the main thread of `pid` has started, and that still run."""
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def cpu_seconds(pid: int) -> float:
    """Returns the processor time of the running threads of a process. /proc/PID/stat would round it to 10 ms."""
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9


def cpu_seconds_of_ended_children(pid: int) -> float:
    """Returns the processor time of those children of a process that it has waited for."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[13:15])) / TICKS_PER_SECOND  # cutime and cstime


def memory_mb(pid: int, field: str) -> float:
    """`field` is Rss, or Pss: memory that several processes share counts there in equal parts."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{field}:")) / 1000


def ended(pid: int) -> bool:
    """Also true if its parent has not waited for it yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return True


async def wait_ended(pids: Iterable[int]) -> None:
    """Waits for processes that need not be children of this one."""
    for pid in pids:
        while not ended(pid):
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
