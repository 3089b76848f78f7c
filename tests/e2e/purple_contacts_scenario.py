# SPDX-License-Identifier: MIT
"""Steps with one contact of XMPP: Alice is behind the gateway, Bob and another client of Alice's are on the network."""

from peers import differs
from purple_scenario import PurpleScenario
from purple_transport import Transport
from xmpp_carbons import Carbon
from xmpp_client import XmppClient
from xmpp_vcard import Card

PNG = b"\x89PNG\r\n\x1a\n"
FIRST = Card("Bob B.", "Bobby", PNG + b"Bob")
SECOND = Card("Robert B.", "Rob", PNG + b"Bob, older")
ALICE = Card("Alice Liddell", "Al", PNG + b"Alice")


class PurpleContactsScenario(PurpleScenario):

    async def avatars_are_seen(self, transport: Transport) -> None:
        async with transport.directly("bob") as bob, transport.behind("alice") as alice:
            await bob.publish_card(FIRST, "image/png")
            bob.requests_subscription(transport.jid("alice"))
            await alice.sees(transport.contact("bob"), "online")
            await bob.sees(transport.jid("alice"), "online")
            for card in (FIRST, SECOND):
                await bob.publish_card(card, "image/png")
                bob.announces_photo(card.photo)
                self.assertEqual(await alice.card_of(transport.contact("bob")), card)
            await transport.publish_card(alice, ALICE)
            await bob.sees_photo_announced(transport.jid("alice"), ALICE.photo)
            name = differs(prism=ALICE.nickname, libpurple="")  # Spectrum tells backends no other name
            await bob.sees_card(transport.jid("alice"), Card(name, name, ALICE.photo))
            self.nothing_else_happened(alice, bob)
            await alice.log_out()
            await bob.sees(transport.jid("alice"), "offline")

    async def copies_go_to_another_client_of_the_account(self, transport: Transport) -> None:
        """The XMPP server makes them: what goes through the gateway is in its copies once."""
        contact = transport.contact("bob")
        async with (transport.directly("bob") as bob, transport.directly("alice") as other,
                    transport.behind("alice") as alice):
            await other.enables_carbons()
            for text in ("hello", "again", "again"):
                bob.say(transport.jid("alice"), text)
                self.assertEqual(await alice.receives(contact), [text])
                self.assertEqual(await other.gets_carbons(), [Carbon(transport.jid("bob"), text, sent=False)])
                alice.say(contact, text)
                self.assertEqual(await bob.receives(transport.jid("alice")), [text])
                self.assertEqual(await other.gets_carbons(), [Carbon(transport.jid("bob"), text, sent=True)])
            await self.writes_elsewhere(transport, alice, other, bob)
            self.nothing_else_happened(alice, other, bob)
            await alice.log_out()

    async def writes_elsewhere(self, transport: Transport, alice: XmppClient, other: XmppClient,
                               bob: XmppClient) -> None:
        """Without a module of libpurple's for it, users do not see what they write in another client."""
        other.say(transport.jid("bob"), "from elsewhere")
        self.assertEqual(await bob.receives(transport.jid("alice")), ["from elsewhere"])
        bob.say(transport.jid("alice"), "I see")
        self.assertEqual(await alice.receives(transport.contact("bob")), ["I see"])
        await other.gets_carbons()

    async def what_is_written_elsewhere_is_seen(self, transport: Transport) -> None:
        """The transport has libpurple's module for carbons."""
        contact = transport.contact("bob")
        async with (transport.directly("bob") as bob, transport.directly("alice") as other,
                    transport.behind("alice") as alice):
            await other.enables_carbons()
            for text in ("from elsewhere", "again", "again"):
                other.say(transport.jid("bob"), text)
                self.assertEqual(await bob.receives(transport.jid("alice")), [text])
                self.assertEqual(await alice.gets_carbons(), [Carbon(contact, text, sent=True)])
            alice.say(contact, "from here")
            self.assertEqual(await bob.receives(transport.jid("alice")), ["from here"])
            self.assertEqual(await other.gets_carbons(), [Carbon(transport.jid("bob"), "from here", sent=True)])
            bob.say(transport.jid("alice"), "I see")
            self.assertEqual(await alice.receives(contact), ["I see"])
            await other.gets_carbons()
            self.nothing_else_happened(alice, other, bob)
            await alice.log_out()
