# SPDX-License-Identifier: MIT
"""A backend that is silent, since it has been stopped. Spectrum 2 sends SIGABRT to the process that STATS names.

Each other place has its own processes. The host there gets the process id that an innocent process has on Spectrum's
machine.
"""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import unittest
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import environment
from echo_scenario import EchoScenario
from hosts import running_hosts
from ports import LOOPBACK, free_ports
from scene import Scene, scene
from spectrum2 import server_mode, spectrum2
from ssh_workers import ssh_worker
from xmpp_client import XmppClient

CONTACT = "echo@localhost"
SECONDS_TO_NOTICE = 70  # Spectrum looks every 20 s
SECONDS_TO_LEAVE = 30

# Runs the words that follow with the process id $0.
WITH_PID = 'echo $(($0 - 1)) >/proc/sys/kernel/ns_last_pid; "$@"; exit $?'


@contextlib.contextmanager
def innocent_process() -> Iterator[subprocess.Popen[bytes]]:
    """A process that nothing may end."""
    process = subprocess.Popen(["setpriv", "--pdeathsig", "KILL", "sleep", "infinity"])
    try:
        yield process
        if process.poll() is not None:
            raise AssertionError(f"an innocent process was ended with {process.returncode}")
    finally:
        process.kill()
        process.wait()


@dataclass(frozen=True)
class Dropped:
    """A backend that Spectrum has dropped."""

    stats_id: str
    pid: int  # of the launched process
    code: int  # its exit code; a negative one is a signal


class Silenced(EchoScenario):

    async def test_the_right_process_is_signalled_or_nobody(self) -> None:
        with scene() as stage:
            await asyncio.gather(self.on_this_machine(stage), self.in_a_container(stage),
                                 self.behind_ssh(stage), self.behind_a_forwarded_port(stage))

    async def on_this_machine(self, stage: Scene) -> None:
        dropped = await self.silences(stage, "here", [])
        self.assertEqual((dropped.stats_id, dropped.code), (str(dropped.pid), -signal.SIGABRT))

    async def in_a_container(self, stage: Scene) -> None:
        with innocent_process() as innocent:
            backend = ["unshare", "--pid", "--fork", "--mount-proc", "sh", "-c", WITH_PID, str(innocent.pid),
                       str(environment.host())]
            dropped = await self.silences(stage, "container", backend, innocent.pid)
            self.assertEqual((dropped.stats_id, dropped.code), (f"{innocent.pid}@{socket.gethostname()}", 0))

    async def behind_ssh(self, stage: Scene) -> None:
        directory = stage.directory / "ssh"
        with innocent_process() as innocent:
            command = f"{environment.host()} --prism.connect=stdio --config {directory}/echo.cfg"
            async with ssh_worker(stage.directory / "worker1", "worker1",
                                  f"restrict,{self.fixed_command(innocent.pid, command)}") as worker:
                backend = [str(environment.launcher()), *worker.ssh, "--"]
                dropped = await self.silences(stage, "ssh", backend, innocent.pid)
                self.assertEqual((dropped.stats_id, dropped.code), (str(dropped.pid), -signal.SIGABRT), "ssh's end")

    async def behind_a_forwarded_port(self, stage: Scene) -> None:
        """The other end of the host's connection is sshd, on the host's machine."""
        with innocent_process() as innocent, free_ports(1) as [port]:
            permitted = f'permitlisten="{LOOPBACK}:{port}",{self.fixed_command(innocent.pid, "$SSH_ORIGINAL_COMMAND")}'
            async with ssh_worker(stage.directory / "worker2", "worker2", permitted) as worker:
                *ssh, destination = worker.ssh
                forward = ["-R", f"{LOOPBACK}:{port}:{LOOPBACK}:{port}"]
                backend = [*ssh, *forward, destination, str(environment.host())]
                dropped = await self.silences(stage, "forwarded", backend, innocent.pid, port)
                self.assertEqual((dropped.stats_id, dropped.code), (f"{innocent.pid}@worker2", 0))

    def fixed_command(self, pid: int, command: str) -> str:
        """An option of a key: sshd runs this command, with this process id there."""
        shell = f"sh -c '{WITH_PID}' {pid} {command}".replace('"', '\\"')
        return f'command="{shell}"'

    async def silences(self, stage: Scene, name: str, backend: Sequence[str], own_pid: int = 0,
                       backend_port: int = 0) -> Dropped:
        """Stops a backend until Spectrum drops it, and wakes it then. Its user gets another one from Spectrum."""
        directory = stage.directory / name
        with free_ports(1) as [port]:
            sections = server_mode(port)
            if backend_port:
                sections["service"]["backend_port"] = backend_port
            password = stage.canaries.password(f"the password of the user of {name}")
            async with (spectrum2(directory, "echo", sections, backend=backend) as spectrum,
                        XmppClient("alice%example.org@localhost", password) as alice):
                await spectrum.logs(r"Component: Connected to Frontend server\.")
                await alice.log_in(port)
                await alice.sees_online(CONTACT)
                [launched] = spectrum.backends.running()
                [host] = running_hosts(directory)
                if own_pid:
                    self.assertEqual(host.own_pid, own_pid)
                os.kill(host.pid, signal.SIGSTOP)
                try:
                    line = await spectrum.logs(r"\(ID=.*PING response not received", SECONDS_TO_NOTICE)
                finally:
                    os.kill(host.pid, signal.SIGCONT)
                await spectrum.backends.has_exited(launched, SECONDS_TO_LEAVE)
                await spectrum.logs(r"Associating .* with this backend")
                await spectrum.logs(r"Setting ignoreDisconnect=0")  # the user is logged in again
                await self.receives_echoes_in_order(alice, CONTACT)
                return Dropped(line.partition("(ID=")[2].partition(")")[0], launched,
                               spectrum.backends.exit_codes()[launched])


if __name__ == "__main__":
    unittest.main(verbosity=2)
