# SPDX-License-Identifier: MIT
"""Slurm with its controller on this machine and one node on another one."""

import contextlib
import secrets
import socket
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

from machines import Machine, machine
from ports import free_ports
from processes import running
from waiting import GrowingFile

NODE = "worker1"
SECONDS_TO_START = 60
SLOTS = 64  # jobs at a time, however many processors there are


@contextlib.asynccontextmanager
async def slurm(directory: Path) -> AsyncIterator[tuple[Machine, list[str]]]:
    """Yields the node, and the command that runs a program there (srun)."""
    async with machine(directory / "node", NODE) as node:
        munge = directory / "munge"
        munge.mkdir(mode=0o700)
        key = munge / "key"
        key.write_bytes(secrets.token_bytes(128))
        key.chmod(0o600)
        with free_ports(1) as [port]:
            config = directory / "slurm.conf"
            config.write_text(_configuration(directory, node, munge, port))
            logs = {name: directory / f"{name}.log" for name in ("munged", "slurmctld", "slurmd")}
            for log in logs.values():
                log.touch()
            env = ["env", f"SLURM_CONF={config}"]
            munged = ["munged", "--foreground", "--force", f"--key-file={key}", f"--socket={munge}/socket",
                      f"--pid-file={munge}/pid", f"--seed-file={munge}/seed", f"--log-file={munge}/log"]
            async with (running(munged, directory, logs["munged"]),
                        running([*env, "slurmctld", "-D", "-i"], directory, logs["slurmctld"]),
                        running(node.command(*env, "slurmd", "-D"), directory, logs["slurmd"]),
                        GrowingFile.follow(logs["slurmctld"]) as controller, GrowingFile.follow(logs["slurmd"]) as daemon):
                await controller.line(r"Running as primary controller", SECONDS_TO_START)
                await daemon.line(r"slurmd started", SECONDS_TO_START)
                srun = [*env, "srun", "-Q", "-n1"]
                subprocess.run([*srun, f"--immediate={SECONDS_TO_START}", "true"], check=True)
                # Without -u, srun holds bytes back until a newline. With --output, it puts stderr into stdout.
                yield node, [*srun, "-u", "--input=0", "--"]


def _configuration(directory: Path, node: Machine, munge: Path, port: int) -> str:
    return f"""\
ClusterName=prism
SlurmctldHost={socket.gethostname()}({node.own_address})
SlurmctldPort={port}
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket={munge}/socket
CredType=cred/munge
StateSaveLocation={directory}/state
SlurmctldPidFile={directory}/slurmctld.pid
SlurmdSpoolDir={directory}/spool
SlurmdPidFile={directory}/slurmd.pid
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
MailProg=/bin/true
ReturnToService=2
SlurmdParameters=config_overrides
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
NodeName={NODE} NodeAddr={node.address} CPUs={SLOTS}
PartitionName=all Nodes={NODE} Default=YES MaxTime=INFINITE State=UP
"""
