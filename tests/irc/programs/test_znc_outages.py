# SPDX-License-Identifier: MIT
"""ZNC loses its network, and regains it."""

import unittest

from ngircd import IrcUser
from znc_place import NICKNAME, ROOM, place


class ZncOutages(unittest.IsolatedAsyncioTestCase):

    maxDiff = None

    async def test_who_left_while_the_network_was_lost_leaves_the_room(self) -> None:
        async with place() as here:
            alice, bob = here.alice, here.bob
            async with IrcUser.at(here.network, "carol") as carol:
                carol.send(f"JOIN {ROOM}")
                await bob.sees(r"^:carol!\S+ JOIN ")
                await alice.log_in(here.account.server_password)
                await alice.join(ROOM)
                await alice.sees('^PARTICIPANT_CHANGED .*nickname="carol" .*status=0')
                here.upstream.cut()
                await bob.sees(f"^:{NICKNAME}!\\S+ QUIT ")
            await bob.sees(r"^:carol!\S+ QUIT ")
            async with IrcUser.at(here.network, "dave") as dave:
                dave.send(f"JOIN {ROOM}")
                await bob.sees(r"^:dave!\S+ JOIN ")
                here.upstream.admit()
                await bob.sees(f"^:{NICKNAME}!\\S+ JOIN ")
                await alice.sees('^PARTICIPANT_CHANGED .*nickname="carol" .*status=5')
                await alice.sees('^PARTICIPANT_CHANGED .*nickname="dave" .*status=0')
                bob.send(f"PRIVMSG {ROOM} :here again")
                await alice.sees(f'^CONV_MESSAGE buddyName="{ROOM}" message="here again" nickname="bob"')
                self.assertEqual(await alice.has_seen(f'nickname="({NICKNAME}|bob)" .*status=5'), [])

    async def test_channels_of_the_bouncer_are_offered_in_one_message(self) -> None:
        async with place(channels=(ROOM, "#coffee", "#cocoa")) as here:
            alice = here.alice
            await alice.log_in(here.account.server_password)
            await alice.join(ROOM)
            offer = await alice.sees('message="You are in these channels too')
            self.assertRegex(offer, ": #cocoa #coffee\"")
            here.upstream.cut()
            await here.bob.sees(f"^:{NICKNAME}!\\S+ QUIT ")
            here.upstream.admit()
            for _ in range(3):
                await here.bob.sees(f"^:{NICKNAME}!\\S+ JOIN ")
            here.bob.send(f"PRIVMSG {ROOM} :here again")
            await alice.sees('message="here again"')
            self.assertEqual(await alice.has_seen("(RAW_XML|You are in )"), [], "offered again")

    async def test_a_login_while_the_network_is_lost(self) -> None:
        async with place() as here:
            here.upstream.cut()
            await here.bob.sees(f"^:{NICKNAME}!\\S+ QUIT ")
            await here.alice.log_in(here.account.server_password)
            await here.alice.sees(r'^CONV_MESSAGE buddyName="\*status" message="Disconnected from IRC')
            here.alice.start_join(ROOM)
            here.upstream.admit()
            await here.bob.sees(f"^:{NICKNAME}!\\S+ JOIN ")
            await here.alice.sees(f'^PARTICIPANT_CHANGED room="{ROOM}" nickname="{NICKNAME}" .*status=0')


if __name__ == "__main__":
    unittest.main(verbosity=2)
