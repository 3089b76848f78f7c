# SPDX-License-Identifier: MIT
"""ZNC: logins, the nickname, and playback."""

import unittest

from znc_place import NICKNAME, ROOM, place


class Znc(unittest.IsolatedAsyncioTestCase):

    maxDiff = None

    async def test_the_nickname_at_the_bouncer_is_left_alone(self) -> None:
        async with place() as here:
            await here.alice.log_in(here.account.server_password)
            await here.alice.join(ROOM)
            self.assertEqual(await here.alice.has_seen("NICKNAME_CHANGED"),
                             [f'ROOM_NICKNAME_CHANGED nickname="{NICKNAME}" room="{ROOM}"'])
            here.alice.say(ROOM, "hello")
            await here.bob.sees(f"^:{NICKNAME}!\\S+ PRIVMSG {ROOM} :hello$")
            self.assertEqual(here.client.sent_since_connecting("^(NICK|JOIN) "), ["NICK alice"])

    async def test_a_wrong_password_is_refused(self) -> None:
        async with place() as here:
            here.alice.start_login("alice/tea:wrong")
            await here.alice.sees("^DISCONNECTED error=2 ")

    async def test_playback_is_shown_on_entering_and_once(self) -> None:
        async with place() as here:
            alice, bob = here.alice, here.bob
            bob.send(f"PRIVMSG {ROOM} :said before")
            bob.send(f"PRIVMSG {NICKNAME} :said in private")
            await alice.log_in(here.account.server_password)
            await alice.sees('^CONV_MESSAGE buddyName="bob" message="said in private"')
            self.assertEqual(await alice.has_seen("said before"), [], "shown before she entered")
            await alice.join(ROOM)
            await alice.sees(f'^CONV_MESSAGE buddyName="{ROOM}" message="said before" nickname="bob" timestamp="')

            # Detached, she leaves the room. She attaches by entering again.
            alice.say("*status", f"Detach {ROOM}")
            await alice.sees(f'^PARTICIPANT_CHANGED room="{ROOM}" nickname="{NICKNAME}" .*status=5')
            bob.send(f"PRIVMSG {ROOM} :said while she was detached")
            await alice.join(ROOM)
            await alice.sees(f'^CONV_MESSAGE buddyName="{ROOM}" message="said while she was detached" nickname="bob"')
            bob.send(f"PRIVMSG {ROOM} :said now")
            await alice.sees(f'^CONV_MESSAGE buddyName="{ROOM}" message="said now" nickname="bob"')
            self.assertEqual(await alice.has_seen('message="said '), [], "shown again")

    async def test_the_bouncer_is_heard_at_the_login(self) -> None:
        async with place(motd="hello from the bouncer") as here:
            await here.alice.log_in(here.account.server_password)
            await here.alice.sees(r'^CONV_MESSAGE buddyName="\*status" message="hello from the bouncer"')


if __name__ == "__main__":
    unittest.main(verbosity=2)
