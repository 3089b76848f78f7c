# SPDX-License-Identifier: MIT
"""A Spectrum 2 with the probe, a test plugin, as a component of a Prosody, and two users with accounts there."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from light_client import LightClient, Stanza
from prosody import DOMAIN, Prosody, prosody
from scenario import Scenario
from scene import scene
from spectrum2 import Spectrum2, gateway_mode, spectrum2
from xmpp_client import XmppClient
from xmpp_muc import SELF, Here

COMPONENT = "probe.example.test"
PROBE = f"probe@{COMPONENT}"
ROOM = f"lobby@{COMPONENT}"


@dataclass
class ProbeGateway:
    """A gateway with the probe and two users. Alice gets the deliveries, and Bob must notice nothing."""

    test: Scenario
    server: Prosody
    spectrum: Spectrum2
    log_in: Callable[[str], Awaitable[XmppClient]]
    log_in_lightly: Callable[[str, Callable[[Stanza], None]], Awaitable[LightClient]]
    alice: XmppClient
    bob: XmppClient

    async def delivers(self, what: str) -> list[tuple[str, str]]:
        """Delivers, and checks that nothing else is harmed. Returns the messages that Alice got."""
        self.alice.say(PROBE, f"deliver {what}")
        heard = await self.alice.receives_until(PROBE, "delivered")
        await self.is_unharmed()
        return heard

    async def is_unharmed(self) -> None:
        self.bob.say(PROBE, "get prism.plugin")
        await self.bob.receives_until(PROBE, "value ")
        self.test.assertEqual(self.server.component_streams(), (1, []), "streams of the component: begun, ended")
        self.test.assertFalse(self.spectrum.ended)
        self.test.assertEqual(self.spectrum.backends.exit_codes(), {})

    async def enters(self, nickname: str) -> None:
        """Alice enters the room."""
        self.alice.join(ROOM, nickname)
        await self.alice.receives_until(PROBE, f"join lobby nickname={nickname}")
        await self.delivers(f"enter {nickname}")
        self.test.assertEqual(await self.alice.sees_in_room(ROOM), [Here(nickname, codes=SELF)])

    async def answers_alice(self) -> list[tuple[str, str]]:
        """Waits until all that Alice has sent is read. Returns the messages that she got before."""
        self.alice.say(PROBE, "get prism.plugin")
        return await self.alice.receives_until(PROBE, "value ")


@contextlib.asynccontextmanager
async def probe_gateway(test: Scenario, *, exchanges: bool = False, probe: Mapping[str, object] = MappingProxyType({}),
                        **service: object) -> AsyncIterator[ProbeGateway]:
    """`exchanges`: the clients announce roster exchange (XEP-0144). `probe` and `service` are keys of these sections of
    the configuration.
    """
    with scene() as stage:
        secret = stage.canaries.password("the component's secret")
        async with contextlib.AsyncExitStack() as programs:
            server = await programs.enter_async_context(prosody(stage.directory / "prosody", COMPONENT, secret))
            mode = gateway_mode(COMPONENT, server.component_port, secret, stage.directory / "users.sqlite")
            mode["service"] |= service
            mode["probe"] = dict(probe)
            spectrum = await programs.enter_async_context(
                spectrum2(stage.directory / "spectrum2", "probe", mode))
            await spectrum.logs(r"Component: Connected")
            passwords = {}

            async def log_in(name: str) -> XmppClient:
                client = await programs.enter_async_context(XmppClient(f"{name}@{DOMAIN}", passwords[name]))
                await client.log_in(server.client_port)
                return client

            async def log_in_lightly(name: str, on_stanza: Callable[[Stanza], None]) -> LightClient:
                client = LightClient(name, DOMAIN, on_stanza)
                programs.callback(client.close)
                await client.log_in(server.client_port, passwords[name])
                return client

            users = []
            for name in ("alice", "bob"):
                passwords[name] = stage.canaries.password(f"{name}'s password")
                server.add_user(name, passwords[name])
                user = await log_in(name)
                if exchanges:
                    await user.announces_roster_exchange()
                await user.register(COMPONENT, name, stage.canaries.password(f"{name}'s password in the probe"))
                await user.sees(COMPONENT, "online")
                user.say(PROBE, "get prism.plugin")
                await user.receives_until(PROBE, "value ")
                users.append(user)
            yield ProbeGateway(test, server, spectrum, log_in, log_in_lightly, *users)
