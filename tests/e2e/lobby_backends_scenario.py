# SPDX-License-Identifier: MIT
"""Two users of the lobby plugin whom Spectrum has put on two backends, in either mode of Spectrum."""

import os
import signal
from dataclasses import dataclass

from lobby_scenario import LobbyScenario, Person
from spectrum2 import Spectrum2
from xmpp_later import Displayed, Edited, Reacted, Retracted, Written
from xmpp_muc import KICKED, SELF, Here, Left

SECONDS_TO_RETURN = 90


@dataclass(frozen=True)
class Sent:
    text: str
    own_id: str  # of the author's client
    id: str  # for the reader


class LobbyBackendsScenario(LobbyScenario):

    async def live_on_two_backends(self, spectrum: Spectrum2, alice: Person, bob: Person, room: str) -> None:
        self.assertEqual(len(spectrum.backends.running()), 2)
        await self.see_each_other_online(alice, bob)
        await self.write_to_each_other(alice, bob)
        await self.write_as_clients_do(alice, bob)
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

    async def write_as_clients_do(self, alice: Person, bob: Person) -> None:
        """Corrects, replies and reacts with the stanzas of clients, which Spectrum passes on as texts, or not at all."""
        own_id = alice.client.say(bob.contact, "teh", want_receipt=True)
        teh = await bob.client.is_told(alice.contact, Written)
        self.assertEqual(teh, Written("teh"))
        alice.client.corrects(bob.contact, own_id, "the")
        the = await bob.client.is_told(alice.contact, Written)  # another message, not an edit
        self.assertEqual(the, Written("the"))
        self.assertNotEqual(the.id, teh.id)

        bob.client.reacts(alice.contact, the.id, "🎉")  # is dropped
        bob.client.replies(alice.contact, teh.id, "teh", "what?")  # the quote tells the message
        reply = await alice.client.is_told(bob.contact, Written)
        self.assertEqual(reply, Written("> teh\nwhat?", reply_to=own_id))
        bob.client.say(alice.contact, "> teh\n/react 👍")
        self.assertEqual(await alice.client.is_told(bob.contact, Reacted), Reacted(own_id, ("👍",)))

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
        old = await self.writes(alice, bob, "an old message")
        gone = await self.writes(alice, bob, "an old secret")
        answer = await self.writes(bob, alice, "an old answer")
        os.kill(backend, signal.SIGKILL)
        await spectrum.backends.has_exited(backend, SECONDS_TO_RETURN)
        message_id = alice.client.say(bob.contact, "are you there?", want_receipt=True)
        await bob.client.receives_until(alice.contact, "are you there?", SECONDS_TO_RETURN)
        await alice.client.gets_receipt(message_id, SECONDS_TO_RETURN)
        bob.client.say(alice.contact, "yes")
        await alice.client.receives_until(bob.contact, "yes")
        await self.go_on_with(old, gone, answer, alice, bob)
        bob.client.join(room, "bert")
        await alice.client.sees_in_room_until(room, Here("bert"), SECONDS_TO_RETURN)
        await self.kicks(room, alice, bob)

    async def writes(self, writer: Person, reader: Person, text: str) -> Sent:
        own_id = writer.client.say(reader.contact, text, want_receipt=True)
        while (written := await reader.client.is_told(writer.contact, Written)).text != text:
            pass
        await writer.client.gets_receipt(own_id)
        return Sent(text, own_id, written.id)

    async def go_on_with(self, old: Sent, gone: Sent, answer: Sent, alice: Person, bob: Person) -> None:
        """Edits, reacts to, replies to and retracts messages that were sent before the crash."""
        alice.client.say(bob.contact, f"> {old.text}\n/edit a new message")
        self.assertEqual(await bob.client.is_told(alice.contact, Edited), Edited(old.id, "a new message"))
        alice.client.say(bob.contact, f"> {gone.text}\n/retract")
        self.assertEqual(await bob.client.is_told(alice.contact, Retracted), Retracted(gone.id))
        alice.client.say(bob.contact, f"> {answer.text}\n/react 👍")
        # The ids of Bob's client were known to the dead backend only.
        self.assertEqual(await bob.client.is_told(alice.contact, Written),
                         Written('(reacts with 👍 to your message: "an old answer")'))
        alice.client.say(bob.contact, f"> {answer.text}\nnew words")
        self.assertEqual(await bob.client.is_told(alice.contact, Written), Written(f"> {answer.text}\nnew words"))

        # Bob's new backend knows the messages of others after /history, and none of his own.
        bob.client.say(alice.contact, "/history 50")
        while await bob.client.is_told(alice.contact, Written) != Written("There are no earlier messages."):
            pass
        bob.client.say(alice.contact, "> a new message\n/react 👍")
        self.assertEqual(await alice.client.is_told(bob.contact, Reacted), Reacted(old.own_id, ("👍",)))
        bob.client.say(alice.contact, "> a new message\nindeed")
        self.assertEqual(await alice.client.is_told(bob.contact, Written),
                         Written("> a new message\nindeed", reply_to=old.own_id))
        bob.client.say(alice.contact, f"> {answer.text}\n/retract")
        self.assertEqual(await bob.client.is_told(alice.contact, Written),
                         Written("There is no message of yours here that is known well enough to be retracted."))
