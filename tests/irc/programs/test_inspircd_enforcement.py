# SPDX-License-Identifier: MIT
"""InspIRCd with Atheme: the services take a nickname from a user who is not identified in time."""

import unittest

from atheme import register
from ngircd import IrcUser
from services_network import network

ROOM = "#tea"


class InspircdEnforcement(unittest.IsolatedAsyncioTestCase):

    async def test_an_enforced_nickname_is_regained_after_identification(self) -> None:
        async with network(sasl="off", nick_regain_interval=1) as net, IrcUser.at(net.ports.users, "bob") as bob:
            password = net.stage.canaries.password("alice's password")
            await register(net.ports, "alice", password, "ENFORCE ON")
            bob.send(f"JOIN {ROOM}")
            await bob.sees(" 366 ")
            alice = net.spectrum.user("alice")
            await alice.log_in(net.stage.canaries.password("an old password"))
            await alice.join(ROOM)
            await bob.sees(r"^:alice!\S+ NICK :?Guest\d+")
            await alice.sees(r'^ROOM_NICKNAME_CHANGED nickname="Guest\d+" room="#tea"$')
            await net.relay.passes("^NICK alice$", count=2)  # the second one is refused: the services hold it
            alice.say("NickServ", f"RELEASE alice {password}")
            alice.say("NickServ", f"IDENTIFY alice {password}")
            await bob.sees(r"^:Guest\d+!\S+ NICK :?alice$")
            await alice.sees('^ROOM_NICKNAME_CHANGED nickname="alice" room="#tea"$')
            self.assertEqual(await alice.has_seen('PARTICIPANT_CHANGED .*nickname="alice" .*status=5'), [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
