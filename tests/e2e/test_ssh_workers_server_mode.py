# SPDX-License-Identifier: MIT
"""Backends on two machines that ssh reaches. The key permits one command, which starts the host."""

import asyncio
import shlex
import subprocess
import unittest
from collections.abc import Sequence
from pathlib import Path

import environment
from scale_out_scenario import Fleet, ScaleOutScenario, named_host, write_worker_configuration
from scene import scene
from ssh_workers import Worker, ssh_worker
from waiting import within

# The number of the backend says which machine comes first. One that does not answer is passed over.
PLACE = """\
#!/bin/bash
for word; do
  case $word in --service.backend_id=*) number=${word#*=} ;; esac
done
workers=(WORKERS)
for ((i = 0; i < ${#workers[@]}; i++)); do
  worker=${workers[(number + i) % ${#workers[@]}]}
  if timeout 5 bash -c "exec 3<>/dev/tcp/$worker/22" 2>/dev/null; then
    exec ssh -T -F "$(dirname "$0")/$worker" "root@$worker" -- "$@"
  fi
done
echo "no worker answers" >&2
exit 113
"""


class SshWorkers(ScaleOutScenario):

    async def test_forty_users_live_through_disasters(self) -> None:
        with scene() as stage:
            directory = stage.directory / "workers"
            directory.mkdir()
            config = write_worker_configuration(directory)
            command = f"{named_host(directory)} --prism.connect=stdio --config {config}"
            permitted = f'restrict,command="{command}"'
            async with (ssh_worker(directory / "worker1", "worker1", permitted) as one,
                        ssh_worker(directory / "worker2", "worker2", permitted) as two):
                await self.key_permits_nothing_else(one)
                place = self.write_place(directory, one.machine.address, two.machine.address)
                for worker in (one, two):
                    (directory / worker.machine.address).symlink_to(worker.client_config)
                backend = [str(environment.launcher()), "--quote", str(place)]
                await self.lives_through_disasters(stage, Fleet(directory, [one.machine, two.machine], backend))

    async def key_permits_nothing_else(self, worker: Worker) -> None:
        """Another command is not executed, and nothing is forwarded."""
        _, output = await self.runs([*worker.ssh, "id"])
        self.assertNotIn("uid=", output)
        forward = ["-N", "-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:1"]
        code, output = await self.runs([*worker.ssh[:-1], *forward, worker.ssh[-1]])
        self.assertEqual((code, "forwarding failed" in output), (255, True), output)

    async def runs(self, command: Sequence[str]) -> tuple[int, str]:
        """Returns the exit code and the output of a command without input."""
        process = await asyncio.create_subprocess_exec(*command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                                       stderr=subprocess.STDOUT)
        output, _ = await within(60, f"the end of {shlex.join(command)}", process.communicate())
        return process.returncode or 0, output.decode()

    def write_place(self, directory: Path, *addresses: str) -> Path:
        place = directory / "place"
        place.write_text(PLACE.replace("WORKERS", shlex.join(addresses)))
        place.chmod(0o755)
        return place


if __name__ == "__main__":
    unittest.main(verbosity=2)
