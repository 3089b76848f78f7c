# SPDX-License-Identifier: MIT
"""soju, in front of ngIRCd."""

import contextlib
import unittest
from collections.abc import AsyncIterator
from dataclasses import dataclass

from ngircd import IrcUser, ngircd
from relay import Relay, relay
from scene import scene
from simulated_spectrum import User, launched
from soju import add_network, soju

ROOM = "#tea"
NICKNAME = "alicia"
NETWORK_ACCOUNT = "alice/tea"
SECONDS_TO_RECONNECT = 150  # soju waits for a minute at least


@dataclass
class Place:
    client: Relay  # between the host and the bouncer
    upstream: Relay  # between the bouncer and the server
    network: int  # the server's port
    password: str
    alice: User
    bob: IrcUser  # in the room, on the server


@contextlib.asynccontextmanager
async def place(**service: object) -> AsyncIterator[Place]:
    """The bouncer is in the room, and the user is not logged in yet. `service` has keys of `[service]`."""
    with scene() as stage:
        password = stage.canaries.password("alice's password")
        async with (ngircd(stage.directory / "ngircd") as network,
                    IrcUser.at(network, "bob") as bob,
                    relay(network) as (upstream, upstream_port),
                    soju(stage.directory / "soju", "alice", password) as bouncer,
                    relay(bouncer) as (client, port),
                    launched(stage.directory / "host", port, service=service) as spectrum):
            bob.send(f"JOIN {ROOM}")
            await bob.sees(" 366 ")
            await add_network(bouncer, "alice", password, "tea", upstream_port, NICKNAME)
            async with IrcUser.at(bouncer, NETWORK_ACCOUNT, password=password) as once:
                once.send(f"JOIN {ROOM}")
                await bob.sees(f"^:{NICKNAME}!\\S+ JOIN ")
            yield Place(client, upstream, network, password, spectrum.user("alice"), bob)


class Soju(unittest.IsolatedAsyncioTestCase):

    maxDiff = None

    async def test_history_is_shown_on_entering_and_once(self) -> None:
        async with place(irc_send_pass=1) as here:
            alice, bob = here.alice, here.bob
            bob.send(f"PRIVMSG {ROOM} :said before")
            bob.send(f"PRIVMSG {NICKNAME} :said in private")
            await alice.log_in(here.password, {"irc.username": NETWORK_ACCOUNT})
            await alice.sees('^CONV_MESSAGE buddyName="bob" message="said in private"')
            self.assertEqual(await alice.has_seen("said before"), [], "shown before she entered")
            await alice.join(ROOM)
            await alice.sees(f'^CONV_MESSAGE buddyName="{ROOM}" message="said before" nickname="bob" timestamp="')
            alice.leave(ROOM)
            await bob.sees(f"^:{NICKNAME}!\\S+ PART {ROOM}")
            await alice.join(ROOM)
            await bob.sees(f"^:{NICKNAME}!\\S+ JOIN ")
            bob.send(f"PRIVMSG {ROOM} :said now")
            await alice.sees(f'^CONV_MESSAGE buddyName="{ROOM}" message="said now" nickname="bob"')
            self.assertEqual(await alice.has_seen('message="said '), [], "shown again")

    async def test_a_username_with_a_slash_names_the_network(self) -> None:
        async with place(irc_send_pass=1) as here:
            await here.alice.log_in(here.password, {"irc.username": NETWORK_ACCOUNT})
            self.assertEqual(here.client.sent_since_connecting("^USER "), [f"USER {NETWORK_ACCOUNT} 0 * alice"])
            await here.alice.join(ROOM)
            here.alice.say(ROOM, "hello")
            await here.bob.sees(f"^:{NICKNAME}!\\S+ PRIVMSG {ROOM} :hello$")

    async def test_an_account_with_a_slash_logs_in_by_sasl(self) -> None:
        async with place() as here:
            await here.alice.log_in(here.password, {"irc.sasl_account": NETWORK_ACCOUNT})
            await here.alice.join(ROOM)

    async def test_who_left_while_the_network_was_lost_leaves_the_room(self) -> None:
        async with place(irc_send_pass=1) as here:
            alice, bob = here.alice, here.bob
            async with IrcUser.at(here.network, "carol") as carol:
                carol.send(f"JOIN {ROOM}")
                await bob.sees(r"^:carol!\S+ JOIN ")
                await alice.log_in(here.password, {"irc.username": NETWORK_ACCOUNT})
                await alice.join(ROOM)
                await alice.sees('^PARTICIPANT_CHANGED .*nickname="carol" .*status=0')
                here.upstream.cut()
                await bob.sees(f"^:{NICKNAME}!\\S+ QUIT ")
            await bob.sees(r"^:carol!\S+ QUIT ")
            here.upstream.admit()
            await bob.sees(f"^:{NICKNAME}!\\S+ JOIN ", SECONDS_TO_RECONNECT)
            await alice.sees('^PARTICIPANT_CHANGED .*nickname="carol" .*status=5')
            bob.send(f"PRIVMSG {ROOM} :here again")
            await alice.sees(f'^CONV_MESSAGE buddyName="{ROOM}" message="here again" nickname="bob"')
            self.assertEqual(await alice.has_seen(f'nickname="({NICKNAME}|bob)" .*status=5'), [])

    async def test_the_reason_of_a_refusal_is_final(self) -> None:
        async with place(irc_send_pass=1) as here:
            here.alice.start_login("wrong", {"irc.username": NETWORK_ACCOUNT})
            self.assertEqual(await here.alice.sees("^DISCONNECTED"),
                             'DISCONNECTED error=2 message="Invalid credentials"')


if __name__ == "__main__":
    unittest.main(verbosity=2)
