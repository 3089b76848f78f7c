# SPDX-License-Identifier: MIT
"""Words that reach another machine, and what Spectrum's log and stderr say if a backend cannot be started there."""

import asyncio
import unittest
from collections.abc import Sequence

import environment
from machines import machine
from ports import LOOPBACK, free_ports
from scenario import Scenario
from scene import Scene, scene
from spectrum2 import Sections, server_mode, spectrum2
from ssh_workers import ssh_worker


class Engines(Scenario):

    async def test_words_reach_the_shell_behind_ssh_as_they_are(self) -> None:
        """The path of the configuration is among them."""
        with scene() as stage, free_ports(1) as [port]:
            permitted = r'command="eval \"$SSH_ORIGINAL_COMMAND\""'  # as sshd does with a key that permits everything
            async with ssh_worker(stage.directory / "worker1", "worker1", permitted) as worker:
                backend = [str(environment.launcher()), *worker.ssh, "--", str(environment.host())]
                async with spectrum2(stage.directory / "two $words; it's *", "echo", server_mode(port),
                                     backend=backend) as spectrum:
                    await spectrum.logs(r"Component: Connected to Frontend server\.")

    async def test_a_failure_is_named(self) -> None:
        launcher, host = str(environment.launcher()), str(environment.host())
        with scene() as stage, free_ports(1) as [closed]:
            ssh = ["ssh", "-T", "-F", "none", "-o", "BatchMode=yes", "-p", str(closed), f"root@{LOOPBACK}", "--", host]
            await asyncio.gather(
                self.fails(stage, "no_engine", [launcher, "no-such-engine"], 2, "No such file or directory",
                           "prism-launch: cannot execute no-such-engine: No such file or directory"),
                self.fails(stage, "no_ssh", [launcher, *ssh], 255, "Unknown error 255", "Connection refused"),
                self.fails(stage, "no_configuration", [launcher, "env", host, "--prism.config=/nonexistent"], 13,
                           "Permission denied",
                           "spectrum2_prism_backend: cannot read the configuration file /nonexistent: No such file or directory"))

    async def test_a_plain_connection_to_another_machine(self) -> None:
        with scene() as stage:
            async with machine(stage.directory / "worker1", "worker1") as worker:
                backend = worker.command(str(environment.host()))
                address: Sections = {"service": {"backend_host": worker.own_address}}
                await self.fails(stage, "strict", [*backend, "--prism.strict_connect=1"], 1, "Operation not permitted",
                                 f"Spectrum at {worker.own_address} port ", address)
                with free_ports(1) as [port]:
                    sections = server_mode(port)
                    sections["service"] |= address["service"]
                    async with spectrum2(stage.directory / "plain", "echo", sections, backend=backend) as spectrum:
                        await spectrum.logs(r"Component: Connected to Frontend server\.")
                        log = (stage.directory / "plain" / "backend-1.log").read_text()
                        self.assertIn("leads to another machine and is not encrypted", log)

    async def fails(self, stage: Scene, name: str, backend: Sequence[str], code: int, error: str, sentence: str,
                    more: Sections | None = None) -> None:
        """Expects the code in Spectrum's log, and the sentence on stderr."""
        with free_ports(1) as [port]:
            sections = server_mode(port)
            sections["service"] |= (more or {}).get("service", {})
            async with spectrum2(stage.directory / name, "echo", sections, backend=backend) as spectrum:
                await spectrum.logs(rf"Backend can not be started, exit_code={code}, possible error: {error}")
            self.assertIn(sentence, (stage.directory / name / "backends" / "backend-stderr.log").read_text())


if __name__ == "__main__":
    unittest.main(verbosity=2)
