# SPDX-License-Identifier: MIT
"""A real Spectrum 2 in gateway mode for measurements. Its XMPP server is a script."""

import argparse
import contextlib
import os
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from component import SECRET, Component, listening
from usage import children, cpu_seconds, cpu_seconds_of_ended_children, memory_mb, wait_ended

from spectrum2 import Sections, gateway_mode, spectrum2
from waiting import within

SECONDS = 120


@dataclass(frozen=True)
class Gateway:
    component: Component
    spectrum: int  # the pid

    def backends(self) -> list[int]:
        """Returns their pids in the order in which they were started."""
        return children(self.spectrum)

    def cpu_of_backends(self) -> float:
        """Returns the processor seconds of all backends, those that have ended included."""
        return cpu_seconds_of_ended_children(self.spectrum) + sum(map(cpu_seconds, self.backends()))

    def memory_of_backends(self) -> float:
        """Returns MB. Memory that backends share counts once."""
        return sum(memory_mb(pid, "Pss") for pid in self.backends())


def numbers(text: str) -> list[int]:
    """Reads the value of an option: numbers with commas between them."""
    return [int(word) for word in text.split(",")]


def absolute(text: str) -> Path:
    """Reads a path. Spectrum launches backends in another directory."""
    return Path(text).absolute()


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds the options that gateway() reads."""
    parser.add_argument("--database", metavar="DIR", type=Path, default=Path("/dev/shm"),
                        help="where Spectrum's SQLite file lies (default: in memory, /dev/shm)")
    parser.add_argument("--log-level", default="info", help="of Spectrum and its backends (default: info)")
    parser.add_argument("host", type=absolute)
    parser.add_argument("plugin_dir", type=absolute)


@contextlib.asynccontextmanager
async def gateway(options: argparse.Namespace, directory: Path, plugin: str, backend: Path,
                  sections: Sections) -> AsyncIterator[Gateway]:
    """Starts Spectrum 2, which launches `backend`, and waits until it has connected.

    `directory` is created for configuration and logs. `sections` are added to the configuration.
    """
    os.environ["PRISM_HOST"], os.environ["PRISM_PLUGIN_DIR"] = str(options.host), str(options.plugin_dir)
    component = Component(f"{plugin}.example.test")
    with tempfile.TemporaryDirectory(prefix="prism-bench-", dir=options.database) as database:
        async with listening(component) as port:
            mode = gateway_mode(component.name, port, SECRET, Path(database) / "users.sqlite")
            mode["service"]["backend"] = backend  # without the tests' wrapper, which would be measured, too
            for section, values in sections.items():
                mode[section] = mode.get(section, {}) | values
            backends: list[int] = []
            async with spectrum2(directory, plugin, mode, options.log_level) as spectrum:
                await within(SECONDS, "Spectrum to connect", component.connected.wait())
                try:
                    yield Gateway(component, spectrum.pid)
                finally:
                    if not spectrum.ended:
                        backends = children(spectrum.pid)
            await within(SECONDS, "the backends to exit", wait_ended(backends))
