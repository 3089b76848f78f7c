# SPDX-License-Identifier: MIT
"""Debian's InspIRCd, alone, with Atheme's services, or linked with a second one."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ports import LOOPBACK, free_ports
from relay import Relay, relay
from server import AS_NOBODY, Server, directory_of_nobody, file_of_nobody, give_to_nobody, started

PROGRAM = "/usr/sbin/inspircd"
HUB = "hub.prism.test"
LEAF = "leaf.prism.test"
SERVICES = "services.prism.test"
LINK_PASSWORD = "link"
MODULES = (
    "alias", "banexception", "botmode", "cap", "chghost", "deaf", "globops", "hideoper", "ircv3", "ircv3_accounttag",
    "ircv3_batch", "ircv3_capnotify", "ircv3_chghost", "ircv3_ctctags", "ircv3_echomessage", "ircv3_invitenotify",
    "ircv3_labeledresponse", "ircv3_msgid", "ircv3_servertime", "joinflood", "monitor", "muteban", "sasl",
    "services_account", "sha256", "spanningtree", "svshold")


@dataclass
class Ports:
    users: int
    servers: int


@dataclass
class Node:
    """One server of a network."""

    name: str
    number: str
    ports: Ports


def _tag(kind: str, /, **values: object) -> str:
    return f"<{kind} " + " ".join(f'{key}="{value}"' for key, value in values.items()) + ">"


def _link(name: str, port: int) -> str:
    return _tag("link", name=name, ipaddr=LOOPBACK, port=port, allowmask="127.0.0.0/8",
                sendpass=LINK_PASSWORD, recvpass=LINK_PASSWORD, statshidden="no")


def configuration(node: Node, links: Sequence[str], directory: Path) -> str:
    return "\n".join((
        _tag("server", name=node.name, description="test", network="PrismTest", id=node.number),
        _tag("admin", name="test", email="test@prism.test"),
        _tag("bind", address=LOOPBACK, port=node.ports.users, type="clients"),
        _tag("bind", address=LOOPBACK, port=node.ports.servers, type="servers"),
        _tag("connect", allow="*", timeout="60", maxchans="100", localmax="1000", globalmax="1000", maxconnwarn="no",
             resolvehostnames="no", useident="no", pingfreq="600", threshold="1000000", commandrate="1000000000",
             fakelag="no", recvq="1048576", softsendq="8388608", hardsendq="16777216"),
        _tag("class", name="all", commands="*", privs="*", chanmodes="*", usermodes="*", snomasks="*"),
        _tag("type", name="oper", classes="all"),
        _tag("oper", name="oper", password="oper", host="*@*", type="oper"),
        _tag("performance", softlimit="4096", somaxconn="512", clonesonconnect="no"),
        _tag("options", defaultmodes="not", splitwhois="no"),
        _tag("security", announceinvites="dynamic", maxtargets="20"),
        _tag("log", method="file", target=directory / "events.log", type="* -USERINPUT -USEROUTPUT", level="default"),
        *(_tag("module", name=name) for name in MODULES),
        _tag("sasl", target=SERVICES),
        _tag("uline", server=SERVICES, silent="yes"),
        *links, ""))


@contextlib.asynccontextmanager
async def _node(directory: Path, node: Node, links: Sequence[str]) -> AsyncIterator[Server]:
    config = file_of_nobody(directory_of_nobody(directory) / "inspircd.conf", configuration(node, links, directory))
    command = [*AS_NOBODY, PROGRAM, "--nofork", "--nopid", f"--config={config}"]
    async with started(command, directory, directory / "inspircd.log", "InspIRCd is now running") as server:
        yield server


@contextlib.asynccontextmanager
async def inspircd(directory: Path) -> AsyncIterator[tuple[Server, Ports]]:
    """A server that Atheme may link with."""
    with free_ports(2) as [users, servers]:
        ports = Ports(users, servers)
        # Atheme connects; without a port InspIRCd would ignore the link.
        async with _node(directory, Node(HUB, "001", ports), [_link(SERVICES, 1)]) as server:
            yield server, ports


@contextlib.asynccontextmanager
async def with_tls(directory: Path, host: str) -> AsyncIterator[tuple[Server, Ports, Path]]:
    """A server that demands TLS by STS, with a certificate for `host`.

    Yields the server, its ports without TLS, and the file of the certificate, which is its own issuer.
    """
    with free_ports(3) as [users, servers, secure]:
        key, certificate = directory.with_suffix(".key"), directory.with_suffix(".crt")
        await _make_certificate(key, certificate, host)
        tls = [_tag("module", name="ssl_gnutls"), _tag("module", name="ircv3_sts"),
               _tag("sslprofile", name="users", provider="gnutls", certfile=certificate, keyfile=key),
               _tag("bind", address=LOOPBACK, port=secure, type="clients", sslprofile="users"),
               _tag("sts", host=host, duration="1h", port=secure)]
        ports = Ports(users, servers)
        async with _node(directory, Node(HUB, "001", ports), tls) as server:
            yield server, ports, certificate


async def _make_certificate(key: Path, certificate: Path, host: str) -> None:
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
               "-days", "1", "-subj", f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}", "-keyout", str(key),
               "-out", str(certificate)]
    making = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.DEVNULL)
    if await making.wait() != 0:
        raise AssertionError(f"openssl exited with {making.returncode}")
    give_to_nobody(key)


@contextlib.asynccontextmanager
async def linked_pair(directory: Path) -> AsyncIterator[tuple[Ports, Ports, Relay]]:
    """Two servers with a relay between them. They are not linked before an operator of the first one says CONNECT."""
    with free_ports(4) as [hub_users, hub_servers, leaf_users, leaf_servers]:
        hub, leaf = Ports(hub_users, hub_servers), Ports(leaf_users, leaf_servers)
        async with (_node(directory / "leaf", Node(LEAF, "002", leaf), [_link(HUB, hub.servers)]),
                    relay(leaf.servers) as (between, port),
                    _node(directory / "hub", Node(HUB, "001", hub), [_link(LEAF, port)])):
            yield hub, leaf, between
