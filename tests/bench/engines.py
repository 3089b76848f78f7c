#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Measures what it costs to carry a backend to another machine, against a backend on this one.

    engines.py HOST PRISM_LAUNCH PLUGIN_DIR

The programs are those of the release preset, and PLUGIN_DIR contains echo.so. The other machine is made of namespaces, as
in tests/e2e: its network is a pair of virtual interfaces, so figures of a real one come to these. Needs root, and the
Debian packages openssh-server, and for Slurm munge, slurmctld, slurmd and slurm-client.

Processor time is that of the two ends of the engine: those of Spectrum's and of the host's side are not in it.
"""

import asyncio
import contextlib
import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "e2e"))
from slurm import slurm  # noqa: E402
from spectrum import CONNECTED, LOGIN, Launch, Spectrum, frame, launched, text_field  # noqa: E402
from ssh_workers import ssh_worker  # noqa: E402

CONV_MESSAGE = 8
ROUND_TRIPS = 5000
MESSAGES = 100_000
IN_FLIGHT = 1000
BODY = "x" * 64
ENGINES = ("ssh", "sshd", "srun", "slurmstepd")
TICKS = os.sysconf("SC_CLK_TCK")


def engine_processes() -> Iterator[tuple[Path, str]]:
    """Yields the directory in /proc of each engine that runs now, and the end of its `stat`, behind the name."""
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it has ended
            name, fields = (entry / "stat").read_text().rsplit(")", 1)
            if name.partition("(")[2] in ENGINES:
                yield entry, fields


def engine_seconds() -> float:
    """Returns the processor time of all engines that run now."""
    return sum(sum(map(int, fields.split()[11:13])) for _, fields in engine_processes()) / TICKS


def engine_memory() -> dict[str, int]:
    """Returns the kB of each kind of engine, where shared pages are shared out."""
    memory: Counter[str] = Counter()
    for entry, _ in engine_processes():
        with contextlib.suppress(OSError):  # it is a zombie
            lines = (entry / "smaps_rollup").read_text().splitlines()
            memory[(entry / "comm").read_text().strip()] += next(int(line.split()[1]) for line in lines
                                                                 if line.startswith("Pss:"))
    return dict(memory)


def message() -> bytes:
    return frame(CONV_MESSAGE, text_field(1, "alice") + text_field(2, "echo") + text_field(3, BODY))


def log_in(spectrum: Spectrum) -> None:
    spectrum.send(frame(LOGIN, text_field(1, "alice") + text_field(2, "alice") + text_field(3, "secret")))
    spectrum.wait_for(CONNECTED)


def measure(name: str, launch: Launch) -> None:
    spectrum = launch.spectrum
    log_in(spectrum)
    times = []
    for _ in range(ROUND_TRIPS):
        begun = time.perf_counter()
        spectrum.send(message())
        spectrum.wait_for(CONV_MESSAGE)
        times.append(time.perf_counter() - begun)
    cuts = statistics.quantiles(times, n=100)
    used, begun = engine_seconds(), time.perf_counter()
    for _ in range(MESSAGES // IN_FLIGHT):
        spectrum.send(message() * IN_FLIGHT)
        spectrum.wait_for(CONV_MESSAGE, IN_FLIGHT)
    took = time.perf_counter() - begun
    used = engine_seconds() - used
    print(f"{name}: start to first PONG {launch.seconds * 1000:.0f} ms; round trip of 64 bytes p50 "
          f"{cuts[49] * 1e6:.0f} us, p99 {cuts[98] * 1e6:.0f} us; {MESSAGES / took:,.0f} echoes/s with {IN_FLIGHT} in "
          f"flight; engine {used / MESSAGES * 1e6:.1f} us of a processor for each, memory in kB {engine_memory()}",
          flush=True)


async def main() -> None:
    host, launcher, plugins = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="prism-engines-") as name:
        directory = Path(name)
        config = directory / "echo.cfg"
        config.write_text(f"[service]\njid = localhost\n[prism]\nplugin = echo\nplugin_dir = {Path(plugins).absolute()}\n")

        def run(engine: str, command: Sequence[str]) -> None:
            with launched(list(command), config, directory / f"{engine}.log") as launch:
                measure(engine, launch)

        run("this machine, TCP", [host])
        run("prism-launch env", [launcher, "env", host])
        (directory / "ssh").mkdir()
        permitted = f'restrict,command="{Path(host).absolute()} --prism.connect=stdio --config {config}"'
        async with ssh_worker(directory / "ssh" / "worker1", "worker1", permitted) as worker:
            run("ssh", [launcher, *worker.ssh, "--"])
        (directory / "slurm").mkdir()
        async with slurm(directory / "slurm") as (_, srun):
            run("srun", [launcher, *srun, str(Path(host).absolute())])


asyncio.run(main())
