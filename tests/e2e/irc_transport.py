# SPDX-License-Identifier: MIT
"""A Spectrum 2 with a transport to a real IRC server, in both modes of Spectrum and with both kinds of names."""

import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

from ngircd import SECONDS, IrcUser, ngircd_at
from ports import free_addresses, free_ports
from prosody import DOMAIN, prosody
from scene import Scene
from spectrum2 import Sections, Spectrum2, gateway_mode, server_mode, spectrum2
from waiting import GrowingFile
from xmpp_client import XmppClient

COMPONENT = "irc.example.test"
SERVER = "localhost"
PORT = 6667  # of networks in names, which have no port

# Any [service] protocol but irc: with that, Spectrum refuses registrations.
PROTOCOL_WITH_ACCOUNTS = "prism-irc"
# The servers do not limit the rate of lines here.
FAST: dict[str, object] = {"flood_burst": 100, "flood_interval": 10}

# Starts an IRC server in a directory, at an address and a port, and yields its log.
StartServer = Callable[[Path, str, int], contextlib.AbstractAsyncContextManager[GrowingFile]]


@dataclass(frozen=True)
class Network:
    """An IRC network, and the JIDs of its channels and people."""

    address: str
    domain: str  # of the JIDs
    in_names: bool
    log: GrowingFile

    def room(self, channel: str) -> str:
        return f"{channel}{self._tail}"

    def contact(self, nickname: str) -> str:
        return f"{nickname}{self._tail}"

    def user(self, nickname: str, realname: str = "",
             capabilities: str = "") -> contextlib.AbstractAsyncContextManager[IrcUser]:
        """A user of the network without a gateway."""
        return IrcUser.at(PORT, nickname, address=self.address, realname=realname, capabilities=capabilities)

    async def loses(self, nickname: str, seconds: float = SECONDS) -> None:
        """Waits until ngIRCd ends the user's connection, which other users see only in a common channel."""
        await self.log.line(rf'User "{nickname}!\S+" unregistered', seconds)

    @property
    def _tail(self) -> str:
        return f"%{self.address}@{self.domain}" if self.in_names else f"@{self.domain}"


class Transport:
    """A running transport. Users of server mode have any password, those of gateway mode one at Prosody."""

    def __init__(self, stage: Scene, network: Network, spectrum: Spectrum2, xmpp_domain: str, xmpp_port: int) -> None:
        self.network = network
        self.spectrum = spectrum
        self.passwords: dict[str, str] = {}
        self._accounts: dict[str, str] = {}
        self._stage = stage
        self._domain = xmpp_domain
        self._port = xmpp_port

    @contextlib.asynccontextmanager
    async def client(self, name: str) -> AsyncIterator[XmppClient]:
        """Logs the user in to the XMPP server. The end of the context does not log out."""
        async with XmppClient(f"{name}@{self._domain}", self.password(name)) as client:
            await client.log_in(self._port)
            yield client

    def password(self, name: str) -> str:
        """The password of the user's account on the XMPP server."""
        if name not in self.passwords:
            self.passwords[name] = self._stage.canaries.password(f"{name}'s password")
        return self.passwords[name]

    def account(self, name: str) -> str:
        """The password of the user's account on the IRC network."""
        if name not in self._accounts:
            self._accounts[name] = self._stage.canaries.password(f"{name}'s password on the IRC network")
        return self._accounts[name]


@contextlib.asynccontextmanager
async def irc_gateway(stage: Scene, *names: str, network_in_names: bool = False, accounts: bool = False,
                      server: StartServer = ngircd_at, **irc: object) -> AsyncIterator[Transport]:
    """A gateway behind Prosody, which has users of these names. `irc` are settings of the plugin.

    With `accounts`, users can register, and give a password.
    """
    secret = stage.canaries.password("the component's secret")
    async with prosody(stage.directory / "prosody", COMPONENT, secret) as xmpp_server:
        sections = gateway_mode(COMPONENT, xmpp_server.component_port, secret, stage.directory / "users.sqlite")
        if accounts:
            sections["service"]["protocol"] = PROTOCOL_WITH_ACCOUNTS
            sections["prism"] = {"plugin": "irc"}
        async with _irc(stage, sections, COMPONENT, network_in_names, server, irc) as (network, spectrum):
            await spectrum.logs(r"Component: Connected")
            transport = Transport(stage, network, spectrum, DOMAIN, xmpp_server.client_port)
            for name in names:
                xmpp_server.add_user(name, transport.password(name))
            yield transport


@contextlib.asynccontextmanager
async def irc_server(stage: Scene, *, network_in_names: bool = False, server: StartServer = ngircd_at,
                     **irc: object) -> AsyncIterator[Transport]:
    """A Spectrum 2 in server mode."""
    with free_ports(1) as [port]:
        async with _irc(stage, server_mode(port), SERVER, network_in_names, server, irc) as (network, spectrum):
            await spectrum.logs(r"Component: Connected to Frontend server\.")
            yield Transport(stage, network, spectrum, SERVER, port)


@contextlib.asynccontextmanager
async def _irc(stage: Scene, sections: Sections, domain: str, network_in_names: bool, server: StartServer,
               irc: dict[str, object]) -> AsyncIterator[tuple[Network, Spectrum2]]:
    with free_addresses(1, PORT) as [address]:
        sections["service"]["irc_away_timeout"] = 1
        if not network_in_names:
            sections["service"]["irc_server"] = address
        sections["irc"] = FAST | irc
        async with (server(stage.directory / "irc-server", address, PORT) as log,
                    spectrum2(stage.directory / "spectrum2", "irc", sections) as spectrum):
            yield Network(address, domain, network_in_names, log), spectrum
