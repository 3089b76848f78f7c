# SPDX-License-Identifier: MIT
"""A real Spectrum 2 in the foreground, which launches the host under test."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import environment
from backends import Backends
from ports import LOOPBACK, free_ports
from processes import running
from waiting import GrowingFile

SECONDS_TO_START = 30

# Spectrum closes every possible descriptor in each backend that it launches. With the huge limit of some containers
# that takes minutes.
DESCRIPTORS = 4096

# Spectrum's log of raw stanzas contains passwords of registrations, which is not the backend's fault.
NO_STANZAS = "log4j.logger.Component.RAW=off\n"

Sections = dict[str, dict[str, object]]  # a list is a key given several times


class Spectrum2:
    """A running Spectrum 2."""

    def __init__(self, process: asyncio.subprocess.Process, log: GrowingFile, backends: Backends) -> None:
        self._process = process
        self._log = log
        self.backends = backends

    async def dies(self) -> None:
        """Kills it, so that it tells no backend."""
        self._process.kill()
        await self._process.wait()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def ended(self) -> bool:
        return self._process.returncode is not None

    async def logs(self, pattern: str, seconds: float = SECONDS_TO_START) -> str:
        """Waits for a log line that contains the pattern, after the line of the previous call."""
        return await self._log.line(pattern, seconds)


def server_mode(port: int) -> Sections:
    """Sections for server mode: XMPP clients log in to Spectrum itself, at localhost."""
    return {
        "service": {"server_mode": 1, "jid": "localhost", "server": LOOPBACK, "port": port},
        "database": {"type": "none"},
    }


def gateway_mode(component: str, port: int, secret: str, database: Path) -> Sections:
    """Sections for gateway mode: a component of an XMPP server that listens for components at `port`."""
    return {
        "service": {
            "server_mode": 0, "jid": component, "password": secret, "server": LOOPBACK, "port": port,
        },
        "database": {"type": "sqlite3", "database": database},
    }


@contextlib.asynccontextmanager
async def spectrum2(directory: Path, plugin: str, mode: Sections,
                    log_level: str = "trace", backend: Sequence[str] = ()) -> AsyncIterator[Spectrum2]:
    """Starts Spectrum 2 with one transport. At the end of the context, it and its backends have exited.

    `backend` is the command that starts a backend; else it is the host under test.
    """
    directory.mkdir()
    backends = Backends(directory / "backends", backend or [str(environment.host())])
    log = directory / "spectrum2.log"
    log.touch()
    with free_ports(1) as [backend_port]:
        config = write_configuration(directory, log, log_level, plugin, mode, backends, backend_port)
        command = ["prlimit", f"--nofile={DESCRIPTORS}", str(environment.spectrum2_dir() / "spectrum2"), "-n",
                   str(config)]
        try:
            async with (running(command, directory, directory / "spectrum2-output.log") as process,
                        GrowingFile.follow(log) as followed):
                yield Spectrum2(process, followed, backends)
        finally:
            await backends.end()


def write_configuration(directory: Path, log: Path, log_level: str, plugin: str, mode: Sections,
                        backends: Backends, backend_port: int) -> Path:
    """Writes the transport's .cfg, which the backend reads too, and both logging configurations."""
    work = directory / "work"
    work.mkdir()
    logging = directory / "logging.cfg"
    logging.write_text(log_to(log, log_level, "%d %-5p %c: %m%n") + NO_STANZAS)
    backend_logging = directory / "backend-logging.cfg"
    backend_logging.write_text(log_to(directory / "backend-${id}.log", log_level, "${pid}: %d %-5p %c: %m%n"))
    common: Sections = {
        "service": {
            "backend_host": LOOPBACK,
            "backend_port": backend_port,
            "users_per_backend": 10,
            "backend": backends.command,
            "protocol": plugin,
            "working_dir": work,
            "pidfile": work / "pid",
            "portfile": work / "port",
        },
        "identity": {"name": plugin, "type": "xmpp"},
        "logging": {"config": logging, "backend_config": backend_logging},
        "registration": {"enable_public_registration": 1},
        "prism": {"plugin_dir": environment.plugin_dir()},
    }
    config = directory / f"{plugin}.cfg"
    config.write_text(as_text({name: common.get(name, {}) | mode.get(name, {}) for name in common | mode}))
    return config


def as_text(sections: Sections) -> str:
    lines = []
    for section, values in sections.items():
        lines.append(f"[{section}]")
        for key, value in values.items():
            lines += [f"{key} = {each}" for each in (value if isinstance(value, list) else [value])]
    return "\n".join(lines) + "\n"


def log_to(path: Path, level: str, pattern: str) -> str:
    """Returns a log4cxx configuration. The default level logs everything, and even then no password may be logged."""
    return (
        f"log4j.rootLogger={level}, R\n"
        "log4j.appender.R=org.apache.log4j.FileAppender\n"
        f"log4j.appender.R.File={path}\n"
        "log4j.appender.R.layout=org.apache.log4j.PatternLayout\n"
        f"log4j.appender.R.layout.ConversionPattern={pattern}\n")
