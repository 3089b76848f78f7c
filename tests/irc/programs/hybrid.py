# SPDX-License-Identifier: MIT
"""Debian's ircd-hybrid, from the tree that install-programs.sh has made."""

import asyncio
import contextlib
import subprocess
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import programs
from ports import LOOPBACK, free_ports
from server import Server, file_of_nobody, give_to_nobody, started

NAME = "hybrid.prism.test"
NO_SUCH_NAME = 0x8183  # the flags of a DNS answer: NXDOMAIN


def configuration(port: int) -> str:
    return f"""
serverinfo {{ name = "{NAME}"; sid = "0HY"; description = "test"; network_name = "PrismTest";
  network_description = "test"; default_max_clients = 512; max_nick_length = 20; max_topic_length = 300; hub = no; }};
admin {{ name = "test"; description = "test"; email = "test@prism.test"; }};
class {{ name = "users"; ping_time = 10 minutes; number_per_ip_local = 500; number_per_ip_global = 500;
  max_number = 500; sendq = 1 megabyte; recvq = 8000 bytes; max_channels = 100; }};
listen {{ host = "{LOOPBACK}"; port = {port}; }};
auth {{ user = "*@*"; class = "users"; flags = exceed_limit; }};
channel {{ max_channels = 100; default_join_flood_count = 0; default_join_flood_time = 0 seconds; }};
general {{ anti_nick_flood = no; throttle_count = 100; throttle_time = 1 second; default_floodcount = 1000;
  ping_cookie = no; pace_wait_simple = 0 seconds; pace_wait = 0 seconds; disable_auth = yes; min_nonwildcard = 1; }};
modules {{ path = "/usr/lib/ircd-hybrid/modules"; path = "/usr/lib/ircd-hybrid/modules/extra"; }};
log {{ use_logging = yes; }};
"""


class _NoNames(asyncio.DatagramProtocol):
    """A DNS server that knows no name. Without an answer, ircd-hybrid keeps each user waiting for 12 s."""

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def datagram_received(self, query: bytes, sender: tuple[str, int]) -> None:
        self._transport.sendto(query[:2] + NO_SUCH_NAME.to_bytes(2, "big") + query[4:], sender)


@contextlib.asynccontextmanager
async def _no_names() -> AsyncIterator[int]:
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(_NoNames, local_addr=(LOOPBACK, 0))
    try:
        yield transport.get_extra_info("sockname")[1]
    finally:
        transport.close()


@contextlib.asynccontextmanager
async def hybrid() -> AsyncIterator[tuple[Server, int]]:
    """Yields the server and its port. It runs in a tree of its own, since its paths are compiled in."""
    with tempfile.TemporaryDirectory(dir=programs.directory(), prefix="hybrid-") as name, free_ports(1) as [port]:
        root = Path(name)
        root.chmod(0o755)
        subprocess.run(["cp", "--recursive", "--link", f"{programs.directory()}/hybrid/.", name], check=True)
        own = root / "var" / "lib" / "ircd-hybrid"
        give_to_nobody(own)
        file_of_nobody(own / "ircd.conf", configuration(port))
        inside = f"/{own.relative_to(root)}"
        command = ["chroot", "--userspec=nobody:nogroup", name, "/usr/sbin/ircd-hybrid", "-foreground",
                   "-configfile", f"{inside}/ircd.conf", "-pidfile", f"{inside}/pid",
                   "-logfile", f"{inside}/hybrid.log"]
        async with _no_names() as dns:
            (root / "etc" / "resolv.conf").write_text(f"nameserver {LOOPBACK}\n")
            (root / "etc" / "services").write_text(f"domain {dns}/tcp\ndomain {dns}/udp\n")
            async with started(command, own, own / "hybrid.log", "Server ready") as server:
                yield server, port
