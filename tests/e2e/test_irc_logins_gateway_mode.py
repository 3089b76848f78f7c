# SPDX-License-Identifier: MIT
"""Gateway mode on IRC: the user's connection to the network when the client goes and comes back."""

import contextlib
import unittest
from collections.abc import AsyncIterator, Awaitable

import environment
from irc_scenario import CHANNEL, IrcScenario
from irc_transport import Transport, irc_gateway
from ngircd import IrcUser
from scene import Scene, scene
from xmpp_client import XmppClient
from xmpp_muc import SELF, Here, Said

SECONDS_WITHOUT_A_ROOM = 1  # [irc] idle_disconnect
SECONDS_TO_POLL = 1  # for the contacts that are online
PATIENCE = 10  # seconds for a contact's presence
SECONDS_IN_VAIN = 4  # for an event that libcommuni does not have


class IrcLoginsInGatewayMode(IrcScenario):

    async def test_an_unregistered_user_goes_and_comes_back(self) -> None:
        with scene() as stage:
            async with irc_gateway(stage, "alice", idle_disconnect=SECONDS_WITHOUT_A_ROOM) as transport:
                await self.goes_and_comes_back(transport, libcommuni_stays=True)
            self.the_backend_has_left_cleanly(transport)

    async def test_an_unregistered_user_goes_and_comes_back_with_the_network_in_the_names(self) -> None:
        with scene() as stage:
            async with irc_gateway(stage, "alice", network_in_names=True,
                                   idle_disconnect=SECONDS_WITHOUT_A_ROOM) as transport:
                await self.goes_and_comes_back(transport, libcommuni_stays=False)
            self.the_backend_has_left_cleanly(transport)

    async def test_a_registered_user_is_identified_at_each_login(self) -> None:
        with scene() as stage:
            async with self.gateway_with_accounts(stage) as (transport, bob, services):
                async with transport.client("alice") as alice:
                    await self.registers(transport, alice, services)
                    await self.enters_as(transport, alice, "alice", bob)
                    await alice.log_out()
                    await transport.network.loses("alice")
                async with transport.client("alice") as alice:
                    await self.is_identified(transport, services)
                    await alice.log_out()
                    await transport.network.loses("alice")
            self.the_backend_has_left_cleanly(transport)

    async def test_a_password_goes_to_the_network_of_the_registered_name(self) -> None:
        with scene() as stage:
            async with self.gateway_with_accounts(stage, network_in_names=True) as (transport, bob, services):
                async with transport.client("alice") as alice:
                    await self.registers_as(f"alice@{transport.network.address}", transport, alice)
                    await self.enters_as(transport, alice, "alice", bob)
                    if environment.in_libcommuni():  # it identifies nobody here
                        await self.is_awaited_in_vain(services.sees_until("PRIVMSG NickServ", SECONDS_IN_VAIN))
                    else:
                        await self.is_identified(transport, services)
                    await alice.log_out()
                    await transport.network.loses("alice")
            self.the_backend_has_left_cleanly(transport)

    async def test_contacts_are_seen_at_each_login(self) -> None:
        """libcommuni never knows who is online."""
        with scene() as stage:
            async with self.gateway_with_accounts(stage) as (transport, bob, services):
                contact = transport.network.contact("bob")
                async with transport.client("alice") as alice:
                    await self.registers(transport, alice, services)
                    alice.adds(contact, "Bob")
                    if environment.in_libcommuni():
                        await self.is_awaited_in_vain(alice.sees_online(contact, SECONDS_IN_VAIN))
                    else:
                        await alice.sees_online(contact, PATIENCE)
                    await alice.log_out()
                    await transport.network.loses("alice")
                if environment.in_libcommuni():
                    return
                async with transport.client("alice") as alice:
                    await self.is_identified(transport, services)
                    await alice.sees_online(contact, PATIENCE)
                    bob.send("QUIT")
                    await alice.sees(contact, "offline", seconds=PATIENCE)
                    await alice.log_out()
                    await transport.network.loses("alice")
            self.the_backend_has_left_cleanly(transport)

    async def test_a_user_who_stays_connected(self) -> None:
        """The network sees one connection that is never out of the room. Spectrum keeps the room's messages."""
        with scene() as stage:
            async with self.gateway_with_accounts(stage) as (transport, bob, services):
                room = transport.network.room(CHANNEL)
                async with transport.client("alice") as alice:
                    await self.registers(transport, alice, services)
                    await alice.sets(transport.network.domain, "stay_connected", "1")
                    await self.enters_as(transport, alice, "alice", bob)
                    await alice.log_out()
                await transport.spectrum.logs("Last client disconnected")
                bob.send(f"PRIVMSG {CHANNEL} :are you there?")
                async with transport.client("alice") as alice:
                    alice.join(room, "alice")
                    await alice.sees_in_room_until(room, Said("bob", "are you there?"))
                    alice.say_in_room(room, "I am back")
                    lines = await bob.sees_until(f"^:alice!\\S+ PRIVMSG {CHANNEL} :I am back$")
                    self.assertEqual(lines[:-1], [], "what Bob saw since Alice entered")
                    bob.send(f"PRIVMSG {CHANNEL} :welcome")
                    await alice.sees_in_room_until(room, Said("bob", "welcome"))
                    await alice.sets(transport.network.domain, "stay_connected", "0")
                    await alice.log_out()
                await transport.network.loses("alice")
            self.the_backend_has_left_cleanly(transport)

    @contextlib.asynccontextmanager
    async def gateway_with_accounts(
            self, stage: Scene, **options: bool) -> AsyncIterator[tuple[Transport, IrcUser, IrcUser]]:
        """Yields Bob, who is in the channel, and NickServ, too. Both are ordinary users of the network."""
        async with (irc_gateway(stage, "alice", accounts=True, nick_regain_interval=SECONDS_TO_POLL,
                                **options) as transport,
                    transport.network.user("bob") as bob, transport.network.user("NickServ") as services):
            await self.opens_the_channel(bob)
            yield transport, bob, services

    async def registers(self, transport: Transport, alice: XmppClient, services: IrcUser) -> None:
        await self.registers_as("alice", transport, alice)
        await self.is_identified(transport, services)

    async def registers_as(self, username: str, transport: Transport, alice: XmppClient) -> None:
        """Returns when Spectrum sees the client: while they subscribe to each other, it may log the user out."""
        await alice.register(transport.network.domain, username, transport.account("alice"))
        await alice.sees(transport.network.domain, "online")

    async def is_identified(self, transport: Transport, services: IrcUser) -> None:
        line = await services.sees(r"^:alice!\S+ PRIVMSG NickServ :")
        text = line.split(" :", 1)[1].split()
        # assertEqual would print the password.
        self.assertTrue(text == ["identify", transport.account("alice")])

    async def enters_as(self, transport: Transport, client: XmppClient, nickname: str, bob: IrcUser) -> None:
        room = transport.network.room(CHANNEL)
        client.join(room, nickname)
        await bob.sees(rf"^:{nickname}!\S+ JOIN :?{CHANNEL}")
        await client.sees_in_room_until(room, Here(nickname, codes=SELF))
        bob.send(f"PRIVMSG {CHANNEL} :welcome")
        await client.sees_in_room_until(room, Said("bob", "welcome"))

    async def is_awaited_in_vain(self, event: Awaitable[object]) -> None:
        with self.assertRaisesRegex(AssertionError, "in vain"):
            await event

    async def goes_and_comes_back(self, transport: Transport, *, libcommuni_stays: bool) -> None:
        """Spectrum tells the backend that the room is left, and not that the user has gone. Each join brings its own
        nickname.
        """
        network = transport.network
        async with network.user("bob") as bob:
            await self.opens_the_channel(bob)
            for nickname in ("alicia", "allison"):
                async with transport.client("alice") as alice:
                    await self.enters_as(transport, alice, nickname, bob)
                    await alice.log_out()
                await bob.sees(rf"^:{nickname}!\S+ PART {CHANNEL}")
                if environment.in_libcommuni() and libcommuni_stays:
                    await self.is_awaited_in_vain(network.loses(nickname, SECONDS_IN_VAIN))
                    return
                await network.loses(nickname)


if __name__ == "__main__":
    unittest.main(verbosity=2)
