# SPDX-License-Identifier: MIT
"""A real Ergo, which install-spectrum2.sh installs: an IRC server whose messages have ids, replies and reactions."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import environment
from processes import running
from waiting import GrowingFile

SECONDS = 30


def configuration(directory: Path, address: str, port: int) -> str:
    return f"""
network:
  name: PrismTest
server:
  name: ergo.prism.test
  listeners:
    "{address}:{port}": {{}}
  casemapping: ascii
  enforce-utf8: true
  max-sendq: 1M
  ip-limits:
    count: false
    throttle: false
  ip-cloaking:
    enabled: false
  output-path: {directory}
accounts:
  authentication-enabled: true
  advertise-scram: true
  registration:
    enabled: true
    throttling:
      enabled: false
    bcrypt-cost: 4
    email-verification:
      enabled: false
  login-throttling:
    enabled: false
  nick-reservation:
    enabled: true
    method: strict
  multiclient:
    enabled: false
channels:
  default-modes: +nt
logging:
  - method: stderr
    type: "*"
    level: info
lock-file: {directory}/ircd.lock
datastore:
  path: {directory}/ircd.db
limits:
  nicklen: 32
  identlen: 20
  realnamelen: 150
  channellen: 64
  awaylen: 390
  kicklen: 390
  topiclen: 390
  monitor-entries: 100
  whowas-entries: 100
  chan-list-modes: 100
  registration-messages: 1024
  multiline:
    max-bytes: 4096
    max-lines: 24
fakelag:
  enabled: false
history:
  enabled: true
  channel-length: 256
  client-length: 256
  chathistory-maxmessages: 100
  autoreplay-on-join: 0
  retention:
    allow-individual-delete: true
"""


@contextlib.asynccontextmanager
async def ergo_at(directory: Path, address: str, port: int) -> AsyncIterator[GrowingFile]:
    """Starts Ergo, and yields its log."""
    directory.mkdir()
    config = directory / "ircd.yaml"
    config.write_text(configuration(directory, address, port))
    log = directory / "ergo.log"
    program = str(environment.spectrum2_dir() / "ergo")
    with log.open("wb") as printed:
        made = await asyncio.create_subprocess_exec(program, "initdb", "--conf", str(config), "--quiet",
                                                    stdin=asyncio.subprocess.DEVNULL, stdout=printed, stderr=printed)
        if await made.wait() != 0:
            raise AssertionError(f"Ergo makes no database: {log.read_text()}")
    async with (running([program, "run", "--conf", str(config)], directory, log),
                GrowingFile.follow(log) as followed):
        await followed.line(r"now listening on", SECONDS)
        yield followed
