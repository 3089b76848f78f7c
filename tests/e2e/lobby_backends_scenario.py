# SPDX-License-Identifier: MIT
"""Two users of the lobby plugin whom Spectrum has put on two backends, in either mode of Spectrum."""

import os
import signal

from lobby_scenario import LobbyScenario, Person
from spectrum2 import Spectrum2
from xmpp_later import Displayed, Edited, Reacted, Retracted, Written
from xmpp_muc import KICKED, SELF, Here, Left

SECONDS_TO_RETURN = 90


class LobbyBackendsScenario(LobbyScenario):

    async def live_on_two_backends(self, spectrum: Spectrum2, alice: Person, bob: Person, room: str) -> None:
        self.assertEqual(len(spectrum.backends.running()), 2)
        await self.see_each_other_online(alice, bob)
        await self.write_to_each_other(alice, bob)
        await self.meet_and_write_in(room, alice, bob)
        await self.misses_nothing_in(room, alice, bob)

    async def write_to_each_other(self, alice: Person, bob: Person) -> None:
        own_id = alice.client.say(bob.contact, "hello", want_receipt=True)
        hello = await bob.client.is_told(alice.contact, Written)
        self.assertEqual(hello, Written("hello"))
        self.assertNotEqual(hello.id, "")
        await alice.client.gets_receipt(own_id)

        bob.client.types(alice.contact, "composing")
        self.assertEqual(await alice.client.sees_chat_states(bob.contact), ["composing"])
        self.assertEqual(await alice.client.is_told(bob.contact, Displayed), Displayed(own_id))

        alice.client.say(bob.contact, "/edit hello there")
        self.assertEqual(await bob.client.is_told(alice.contact, Edited), Edited(hello.id, "hello there"))

        bob.client.say(alice.contact, "/react 👍")
        self.assertEqual(await alice.client.is_told(bob.contact, Reacted), Reacted(own_id, ("👍",)))

        bob.client.say(alice.contact, "> hello there\nhello yourself")
        reply = await alice.client.is_told(bob.contact, Written)
        self.assertEqual(reply, Written("> hello there\nhello yourself", reply_to=own_id))

        alice.client.say(bob.contact, "/retract")
        self.assertEqual(await bob.client.is_told(alice.contact, Retracted), Retracted(hello.id))

    async def meet_and_write_in(self, room: str, alice: Person, bob: Person) -> None:
        await self.meet_in(room, alice, bob)
        alice.client.say_in_room(room, "tea?")
        tea = await bob.client.is_told(f"{room}/anne", Written)
        self.assertEqual(tea, Written("tea?"))
        self.assertEqual((await alice.client.is_told(f"{room}/anne", Written)).id, tea.id)

        bob.client.say_in_room(room, "/react 🎉")
        self.assertEqual(await alice.client.is_told(f"{room}/bert", Reacted), Reacted(tea.id, ("🎉",)))

        bob.client.say_in_room(room, "> tea?\nyes")
        for person in (alice, bob):
            self.assertEqual(await person.client.is_told(f"{room}/bert", Written),
                             Written("> tea?\nyes", reply_to=tea.id))

        alice.client.say_in_room(room, "/retract")
        for person in (alice, bob):
            self.assertEqual(await person.client.is_told(f"{room}/anne", Retracted), Retracted(tea.id))

    async def misses_nothing_in(self, room: str, alice: Person, bob: Person) -> None:
        bob.client.leave(room, "bert")
        await alice.client.sees_in_room_until(room, Left("bert"))
        alice.client.say_in_room(room, "cake!")
        cake = await alice.client.is_told(f"{room}/anne", Written)
        bob.client.join(room, "bert")
        missed = await bob.client.is_told(f"{room}/anne", Written)
        self.assertEqual((missed, missed.id), (Written("cake!"), cake.id))
        await alice.client.sees_in_room_until(room, Here("bert"))

        alice.client.say(bob.contact, "/history")
        self.assertEqual(await alice.client.is_told(bob.contact, Written), Written("hello yourself"))

    async def kicks(self, room: str, alice: Person, bob: Person) -> None:
        """Alice is a moderator by the configuration."""
        bob.client.say_in_room(room, "/kick anne")
        alice.client.say_in_room(room, "/kick bert too loud")
        await bob.client.sees_in_room_until(room, Left("bert", SELF | KICKED))
        await alice.client.sees_in_room_until(room, Left("bert"))

    async def comes_back_from_a_crash(self, spectrum: Spectrum2, backend: int, room: str, bob: Person,
                                      alice: Person) -> None:
        """Kills Bob's backend. Spectrum logs him in on another one, and he misses nothing."""
        os.kill(backend, signal.SIGKILL)
        await spectrum.backends.has_exited(backend, SECONDS_TO_RETURN)
        message_id = alice.client.say(bob.contact, "are you there?", want_receipt=True)
        await bob.client.receives_until(alice.contact, "are you there?", SECONDS_TO_RETURN)
        await alice.client.gets_receipt(message_id, SECONDS_TO_RETURN)
        bob.client.say(alice.contact, "yes")
        await alice.client.receives_until(bob.contact, "yes")
        bob.client.join(room, "bert")
        await alice.client.sees_in_room_until(room, Here("bert"), SECONDS_TO_RETURN)
        await self.kicks(room, alice, bob)
