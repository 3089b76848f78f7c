# SPDX-License-Identifier: MIT
"""A server restarts while a user of Spectrum is in a room, is away, and has a contact."""

import contextlib
import unittest
from collections.abc import AsyncIterator

from ngircd import IrcUser
from relay import Relay, relay
from scene import Scene
from server import Server
from simulated_spectrum import User, launched

ROOM = "#tea"
FAST = {"reconnect_delay": 500, "reconnect_max_delay": 1000, "reconnect_attempts": 500, "nick_regain_interval": 1}


class ReconnectScenario(unittest.IsolatedAsyncioTestCase):

    maxDiff = None

    async def comes_back(self, stage: Scene, server: Server, server_port: int) -> None:
        async with (relay(server_port) as (passing, port),
                    launched(stage.directory / "host", port, irc=FAST) as spectrum):
            alice = spectrum.user("alice")
            async with bob_in_the_room(server_port) as bob:
                await alice.log_in()
                alice.add_contact("bob")
                await alice.sees('^BUDDY_CHANGED buddyName="bob" .*status=0')
                await alice.join(ROOM)
                await bob.sees(r"^:alice!\S+ JOIN ")
                alice.go_away("tea time")
                await passing.passes("^AWAY :tea time$")
            await self.returns_to(alice, server, server_port, passing)
            await self.returns_as_somebody_else(alice, server, server_port, passing)
            alice.say(ROOM, "still here")
            await alice.sees('^CONV_MESSAGE buddyName="#tea" message="still here" nickname="alice"')
            self.assertEqual(await alice.has_seen('^PARTICIPANT_CHANGED .*nickname="alice" .*status=5'), [],
                             "she was thrown out of the room")
            self.assertEqual(await alice.has_seen("^(DIS)?CONNECTED"), [])

    async def returns_to(self, alice: User, server: Server, server_port: int, passing: Relay) -> None:
        """The server restarts. What she says meanwhile waits until she is in the room."""
        await restarts(alice, server, passing, "the first outage")
        async with bob_in_the_room(server_port) as bob:
            passing.admit()
            await bob.sees(r"^:alice!\S+ JOIN ")
            await bob.sees(r"^:alice!\S+ PRIVMSG #tea :said during the first outage$")
            sent = passing.sent_since_connecting("^(@\\S+ )?(JOIN|PRIVMSG) ")
            self.assertRegex(sent[0], "^JOIN #tea")
            await alice.sees('^CONV_MESSAGE buddyName="#tea" message="said during the first outage" nickname="alice"')
            await passing.passes("^AWAY :tea time$")
            bob.send("WHOIS alice")
            await bob.sees(" 301 bob alice :tea time")

    async def returns_as_somebody_else(self, alice: User, server: Server, server_port: int, passing: Relay) -> None:
        """Once more, and another user has her nickname."""
        await restarts(alice, server, passing, "the second outage")
        async with bob_in_the_room(server_port) as bob:
            async with IrcUser.at(server_port, "alice"):
                passing.admit()
                line = await bob.sees(r"^:\S+ PRIVMSG #tea :said during the second outage$")
                self.assertRegex(line, "^:alice_!")
            await bob.sees(r"^:alice_!\S+ NICK :?alice$")
            await alice.sees('^ROOM_NICKNAME_CHANGED nickname="alice" room="#tea"$')


async def restarts(alice: User, server: Server, passing: Relay, when: str) -> None:
    passing.cut()
    await server.kill()
    await alice.sees('^CONV_MESSAGE buddyName="#tea" message="The connection is lost')
    alice.say(ROOM, f"said during {when}")
    await alice.has_seen()
    await server.end()
    await server.start()


@contextlib.asynccontextmanager
async def bob_in_the_room(port: int) -> AsyncIterator[IrcUser]:
    async with IrcUser.at(port, "bob") as bob:
        bob.send(f"JOIN {ROOM}")
        await bob.sees(" 366 ")
        yield bob

