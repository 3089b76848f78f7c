# SPDX-License-Identifier: MIT
"""Two linked InspIRCd servers are split and healed."""

import contextlib
import unittest

import inspircd
from ngircd import IrcUser
from scene import scene
from simulated_spectrum import launched

ROOM = "#tea"
FAR = ("bob", "carol", "dave")


class Netsplit(unittest.IsolatedAsyncioTestCase):

    maxDiff = None

    async def test_a_split_gives_one_note_and_everybody_comes_back(self) -> None:
        with scene() as stage:
            async with (inspircd.linked_pair(stage.directory / "inspircd") as (hub, leaf, between),
                        launched(stage.directory / "host", hub.users) as spectrum,
                        contextlib.AsyncExitStack() as users):
                oper = await users.enter_async_context(IrcUser.at(hub.users, "oper"))
                oper.send("OPER oper oper")
                await oper.sees(" 381 ")
                oper.send("MODE oper +s +l")  # notices of links
                oper.send(f"JOIN {ROOM}")
                await oper.sees(" 366 ")
                await link(oper)
                far = []
                for name in FAR:
                    user = await users.enter_async_context(IrcUser.at(leaf.users, name))
                    user.send(f"JOIN {ROOM}")
                    await oper.sees(f"^:{name}!\\S+ JOIN ")
                    far.append(user)
                alice = spectrum.user("alice")
                await alice.log_in()
                await alice.join(ROOM)
                await far[0].sees(r"^:alice!\S+ JOIN ")
                for name in FAR:
                    await alice.sees(f'^PARTICIPANT_CHANGED room="{ROOM}" nickname="{name}" .*status=0')

                alice.forget()
                between.cut()
                for name in FAR:
                    await oper.sees(f"^:({'|'.join(FAR)})!\\S+ QUIT ")
                    await alice.sees(f'^PARTICIPANT_CHANGED room="{ROOM}" nickname="{name}" .*status=5')
                note = await alice.sees('^CONV_MESSAGE .*message="Netsplit: ')
                self.assertRegex(note, f'message="Netsplit: {inspircd.HUB} and {inspircd.LEAF} ')

                await far[0].sees(r"^:alice!\S+ QUIT ")  # the other server has noticed, too
                between.admit()
                await link(oper)
                for name in FAR:
                    await alice.sees(f'^PARTICIPANT_CHANGED room="{ROOM}" nickname="{name}" .*status=0')
                self.assertEqual(await alice.has_seen("(?i)netsplit"), [], "further notes")
                self.assertEqual(await alice.has_seen("^PARTICIPANT_CHANGED .*status=5"), [])


async def link(oper: IrcUser) -> None:
    oper.send(f"CONNECT {inspircd.LEAF}")
    await oper.sees(f"end of netburst from \\S*{inspircd.LEAF}")


if __name__ == "__main__":
    unittest.main(verbosity=2)
