# SPDX-License-Identifier: MIT
"""What a user of the lobby plugin has missed, and asks for by /history, in either mode of Spectrum."""

from lobby_scenario import LobbyScenario, Person
from xmpp_later import Edited, Reacted, Retracted, Written
from xmpp_muc import Here, Left

REMOVED = "(This message has been removed.)"


class LobbyHistoryScenario(LobbyScenario):

    async def misses_messages(self, room: str, alice: Person, bob: Person) -> None:
        """Bob leaves after the first message, and gets the others in their last state when he comes back."""
        await self.meet_in(room, alice, bob)
        alice.client.say_in_room(room, "tea?")
        tea = await bob.client.is_told(f"{room}/anne", Written)
        bob.client.say_in_room(room, "/react 🎉")
        self.assertEqual(await alice.client.is_told(f"{room}/bert", Reacted), Reacted(tea.id, ("🎉",)))
        bob.client.leave(room, "bert")
        await alice.client.sees_in_room_until(room, Left("bert"))

        alice.client.say_in_room(room, "teh cake")
        cake = await self.hears_herself(room, alice, "teh cake")
        alice.client.say_in_room(room, "/edit the cake")
        self.assertEqual(await alice.client.is_told(f"{room}/anne", Edited), Edited(cake.id, "the cake"))
        alice.client.say_in_room(room, "a secret")
        secret = await self.hears_herself(room, alice, "a secret")
        alice.client.say_in_room(room, "/retract")
        self.assertEqual(await alice.client.is_told(f"{room}/anne", Retracted), Retracted(secret.id))
        alice.client.say_in_room(room, "where are you?")
        where = await self.hears_herself(room, alice, "where are you?")

        bob.client.join(room, "bert")
        await alice.client.sees_in_room_until(room, Here("bert"))
        missed = await self.reads(bob, f"{room}/anne", 3)
        self.assertEqual([each.text for each in missed], ["the cake", REMOVED, "where are you?"])
        self.assertEqual([missed[0].id, missed[2].id], [cake.id, where.id])

    async def asks_for_history(self, room: str, bob: Person) -> None:
        """The archive has all that was said, with the reactions, and says where it ends."""
        bob.client.say_in_room(room, "/history")
        shown = await self.reads(bob, f"{room}/anne", 4)
        self.assertEqual([each.text for each in shown], ["tea?", "the cake", REMOVED, "where are you?"])
        self.assertEqual(await bob.client.is_told(f"{room}/bert", Reacted), Reacted(shown[0].id, ("🎉",)))

    async def asks_page_by_page(self, alice: Person, bob: Person) -> None:
        """In a chat, where the messages of the asking user are among them."""
        for text in ("one", "two", "three"):
            bob.client.say(alice.contact, text)
            self.assertEqual(await alice.client.is_told(bob.contact, Written), Written(text))
        for command, text in (("/history 1", "three"), ("/history before 1", "two"), ("/history before 1", "one")):
            alice.client.say(bob.contact, command)
            self.assertEqual(await alice.client.is_told(bob.contact, Written), Written(text))
            self.assertEqual(await alice.client.is_told(bob.contact, Written),
                             Written("/history before shows the messages before these."))
        alice.client.say(bob.contact, "/history before 1")
        self.assertEqual(await alice.client.is_told(bob.contact, Written), Written("There are no earlier messages."))

    async def hears_herself(self, room: str, alice: Person, text: str) -> Written:
        """Returns her own message, with the id that the room has given to it."""
        while (own := await alice.client.is_told(f"{room}/anne", Written)).text != text:
            pass
        return own

    async def reads(self, person: Person, conversation: str, count: int) -> list[Written]:
        return [await person.client.is_told(conversation, Written) for _ in range(count)]
