# SPDX-License-Identifier: MIT
"""A Spectrum 2 with a transport through libpurple to XMPP, a real Prosody, in both modes of Spectrum."""

import contextlib
from collections.abc import AsyncIterator

import environment
from ports import LOOPBACK, free_ports
from prosody import DOMAIN, ROOMS, Prosody, prosody
from scene import Scene
from spectrum2 import Sections, Spectrum2, gateway_mode, server_mode, spectrum2
from xmpp_client import XmppClient
from xmpp_vcard import Card

COMPONENT = "purple.example.test"
SERVER = "localhost"
MODULES = ("vcard", "carbons")  # Prosody's


class Transport:
    """A running transport. Each person has an account of the network, of the same name."""

    def __init__(self, stage: Scene, network: Prosody, spectrum: Spectrum2, domain: str) -> None:
        self.spectrum = spectrum
        self._stage = stage
        self._network = network
        self._domain = domain  # of the JIDs behind the gateway
        self._passwords: dict[str, str] = {}

    def jid(self, name: str) -> str:
        """The person's JID on the network."""
        return f"{name}@{DOMAIN}"

    def contact(self, name: str) -> str:
        """The person's JID for users behind the gateway (XEP-0106)."""
        return f"{name}\\40{DOMAIN}@{self._domain}"

    def room(self, name: str) -> str:
        """The room's JID on the network."""
        return f"{name}@{ROOMS}"

    def room_behind(self, name: str) -> str:
        r"""The room's JID for users behind the gateway. With \40, Spectrum would send private messages of participants
        from this JID nevertheless.
        """
        return f"{name}%{ROOMS}@{self._domain}"

    @property
    def questions(self) -> str:
        """The contact that asks the questions of libpurple, and passes on its notices."""
        return f"prism@{self._domain}"

    @contextlib.asynccontextmanager
    async def directly(self, name: str) -> AsyncIterator[XmppClient]:
        """A client of the person on the network, without the gateway."""
        async with self._client(self.jid(name), self._account(name), self._network.client_port) as client:
            yield client

    def behind(self, name: str) -> contextlib.AbstractAsyncContextManager[XmppClient]:
        """A client behind the gateway, which uses the person's account. The end of the context does not log out."""
        raise NotImplementedError

    async def publish_card(self, client: XmppClient, card: Card) -> None:
        """Stores the vCard of a user behind the gateway where Spectrum learns of it."""
        await client.publish_card(card, "image/png")

    @contextlib.asynccontextmanager
    async def _client(self, jid: str, password: str, port: int) -> AsyncIterator[XmppClient]:
        async with XmppClient(jid, password) as client:
            await client.log_in(port)
            yield client

    def _account(self, name: str) -> str:
        """Returns the account's password. Creates the account if it does not exist."""
        if name not in self._passwords:
            self._passwords[name] = self._stage.canaries.password(f"{name}'s password")
            self._network.add_user(name, self._passwords[name])
        return self._passwords[name]


class Gateway(Transport):
    """Users of the gateway have a second account of the same Prosody, with which they register the first."""

    @contextlib.asynccontextmanager
    async def behind(self, name: str) -> AsyncIterator[XmppClient]:
        user = f"{name}2"
        async with self._client(f"{user}@{DOMAIN}", self._account(user), self._network.client_port) as client:
            await client.register(COMPONENT, self.jid(name), self._account(name))
            await client.sees(COMPONENT, "online")
            yield client

    async def publish_card(self, client: XmppClient, card: Card) -> None:
        await super().publish_card(client, card)
        client.announces_photo(card.photo)  # Spectrum then requests the vCard


class Server(Transport):
    """Users of the gateway log in to Spectrum."""

    def __init__(self, stage: Scene, network: Prosody, spectrum: Spectrum2, port: int) -> None:
        super().__init__(stage, network, spectrum, SERVER)
        self._port = port

    @contextlib.asynccontextmanager
    async def behind(self, name: str) -> AsyncIterator[XmppClient]:
        async with self._client(f"{name}%{DOMAIN}@{SERVER}", self._account(name), self._port) as client:
            yield client


@contextlib.asynccontextmanager
async def purple_gateway(stage: Scene, **purple: object) -> AsyncIterator[Transport]:
    """A gateway behind the Prosody that is also the network. `purple` are settings of the plugin."""
    secret = stage.canaries.password("the component's secret")
    async with prosody(stage.directory / "prosody", COMPONENT, secret, modules=MODULES) as network:
        mode = gateway_mode(COMPONENT, network.component_port, secret, stage.directory / "users.sqlite")
        async with _purple(stage, mode, network, purple) as spectrum:
            await spectrum.logs(r"Component: Connected")
            yield Gateway(stage, network, spectrum, COMPONENT)


@contextlib.asynccontextmanager
async def purple_server(stage: Scene, **purple: object) -> AsyncIterator[Transport]:
    """A Spectrum 2 in server mode. The Prosody is the network only, and nothing uses its component."""
    secret = stage.canaries.password("the component's secret")
    with free_ports(1) as [port]:
        async with (prosody(stage.directory / "prosody", COMPONENT, secret, modules=MODULES) as network,
                    _purple(stage, server_mode(port), network, purple) as spectrum):
            await spectrum.logs(r"Component: Connected to Frontend server\.")
            yield Server(stage, network, spectrum, port)


def _purple(stage: Scene, sections: Sections, network: Prosody,
            purple: dict[str, object]) -> contextlib.AbstractAsyncContextManager[Spectrum2]:
    sections["service"]["protocol"] = "prpl-jabber"
    sections["purple"] = {"connect_server": LOOPBACK, "port": network.client_port, "auth_plain_in_clear": 1,
                          "connection_security": "opportunistic_tls"} | purple
    if environment.in_libpurple():
        sections["purple"]["plugins_dir"] = environment.libpurple_modules_of_peer()
    return spectrum2(stage.directory / "spectrum2", "purple", sections)
