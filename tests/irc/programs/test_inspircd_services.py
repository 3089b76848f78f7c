# SPDX-License-Identifier: MIT
"""InspIRCd with Atheme: logins, guests, and a room for registered users."""

import unittest

from atheme import register
from ngircd import IrcUser
from services_network import network

ROOM = "#tea"


class InspircdServices(unittest.IsolatedAsyncioTestCase):

    maxDiff = None

    async def test_a_password_logs_in_by_sasl(self) -> None:
        async with network() as net, IrcUser.at(net.ports.users, "bob") as bob:
            password = net.stage.canaries.password("alice's password")
            await register(net.ports, "alice", password)
            await net.spectrum.user("alice").log_in(password)
            bob.send("WHOIS alice")
            await bob.sees(" 330 bob alice alice ")
            self.assertEqual(net.relay.sent_since_connecting("^AUTHENTICATE PLAIN$"), ["AUTHENTICATE PLAIN"])
            self.assertEqual(net.relay.sent_since_connecting("(?i)identify"), [], "identified once more")

    async def test_a_password_identifies_without_sasl(self) -> None:
        async with network(sasl="off") as net, IrcUser.at(net.ports.users, "bob") as bob:
            password = net.stage.canaries.password("alice's password")
            await register(net.ports, "alice", password)
            alice = net.spectrum.user("alice")
            await alice.log_in(password)
            await alice.sees('^CONV_MESSAGE buddyName="NickServ" message="You are now identified for alice')
            bob.send("WHOIS alice")
            await bob.sees(" 330 bob alice alice ")
            self.assertEqual(net.relay.sent_since_connecting("^AUTHENTICATE"), [])

    async def test_a_password_for_an_unregistered_nickname_makes_a_guest(self) -> None:
        async with network() as net:
            alice = net.spectrum.user("alice")
            await alice.log_in(net.stage.canaries.password("any password"))
            await alice.sees('^CONV_MESSAGE .*message="You are here without an account: ')
            await alice.join(ROOM)

    async def test_a_wrong_password_for_a_registered_nickname_is_refused(self) -> None:
        async with network() as net:
            await register(net.ports, "alice", net.stage.canaries.password("alice's password"))
            alice = net.spectrum.user("alice")
            alice.start_login(net.stage.canaries.password("another password"))
            await alice.sees("^DISCONNECTED error=2 ")

    async def test_a_room_for_registered_users_waits_for_the_services(self) -> None:
        async with network(sasl="off") as net, IrcUser.at(net.ports.users, "bob") as bob:
            password = net.stage.canaries.password("alice's password")
            await register(net.ports, "alice", password)
            bob.send(f"JOIN {ROOM}")
            await bob.sees(" 366 ")
            bob.send(f"MODE {ROOM} +R")
            await bob.sees(" MODE ")
            alice = net.spectrum.user("alice")
            net.services.freeze()
            await alice.log_in(password)
            alice.start_join(ROOM)
            await net.relay.passes("^JOIN #tea")
            await alice.has_seen()
            net.services.thaw()
            await bob.sees(r"^:alice!\S+ JOIN ")
            await alice.enters(ROOM)

            # After a reconnect, too: she stays in the room meanwhile.
            alice.forget()
            net.services.freeze()
            net.relay.cut()
            await bob.sees(r"^:alice!\S+ QUIT ")
            net.relay.admit()
            await net.relay.passes("^JOIN #tea")
            await alice.has_seen()
            net.services.thaw()
            await bob.sees(r"^:alice!\S+ JOIN ")
            alice.say(ROOM, "here again")
            await bob.sees(r"^:alice!\S+ PRIVMSG #tea :here again$")
            self.assertEqual(await alice.has_seen('PARTICIPANT_CHANGED .*nickname="alice" .*status=5'), [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
