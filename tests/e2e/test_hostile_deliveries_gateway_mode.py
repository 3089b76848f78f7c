# SPDX-License-Identifier: MIT
"""Gateway mode with the probe: invalid events for one user harm no other user.

After each delivery the component's stream must still be open, and another user must get answers.
"""

import asyncio
import re
import unittest

from probe_gateway import COMPONENT, PROBE, ROOM, probe_gateway
from scenario import Scenario
from xmpp_muc import Left, Refused
from xmpp_vcard import Card

LARGE = 600_000  # bytes: above Prosody's limit for a component's stanza (512 KiB)
MOST_PIECES = 16
ROOMS = 20_000
CONTACTS = 350
REASON = "no shouting in here"


class HostileDeliveriesInGatewayMode(Scenario):

    async def test_a_large_text_comes_in_pieces(self) -> None:
        async with probe_gateway(self) as gateway:
            heard = await gateway.delivers(f"text {LARGE} x")
            self.assertLessEqual(len(heard), MOST_PIECES)
            self.assertEqual("".join(text for _, text in heard), "x" * LARGE)
            self.assertEqual({sender for sender, _ in heard}, {PROBE})

    async def test_a_text_that_is_far_too_large_ends_with_a_mark(self) -> None:
        async with probe_gateway(self) as gateway:
            heard = await gateway.delivers(f"text {LARGE} &")
            self.assertLessEqual(len(heard), MOST_PIECES + 1)
            self.assertRegex(heard[0][1], "^&{1000}")
            self.assertRegex(heard[-1][1], "[^&]+$")

    async def test_large_markup_is_left_out(self) -> None:
        async with probe_gateway(self) as gateway:
            self.assertEqual(await gateway.delivers(f"xhtml {LARGE}"), [(PROBE, "with markup")])

    async def test_large_fields_of_other_events_are_bounded(self) -> None:
        async with probe_gateway(self) as gateway:
            for what in (f"invitation {10 * LARGE}", f"alias {LARGE}", f"group {LARGE}", f"status {LARGE}",
                         f"attention {LARGE}", f"attachment {LARGE}"):
                with self.subTest(what):
                    await gateway.delivers(what)

    async def test_large_texts_of_rooms_are_bounded(self) -> None:
        async with probe_gateway(self) as gateway:
            await gateway.enters("anne")
            for what in (f"topic {LARGE}", f"participant-status {LARGE}", f"kick anne {'shout ' * 100}"):
                with self.subTest(what[:30]):
                    await gateway.delivers(what)

    async def test_images_become_attachments(self) -> None:
        for oob_split in (0, 1):
            async with probe_gateway(self, oob_split=oob_split) as gateway:
                heard = await gateway.delivers("images")
                self.assertIn((PROBE, "before and after"), heard, f"{oob_split=}")
                self.assertEqual(gateway.alice.attachments(), ["http://files.test/1.png", "http://files.test/2.png"])

    async def test_a_huge_room_list_is_cut_and_says_so(self) -> None:
        async with probe_gateway(self) as gateway:
            await gateway.delivers(f"rooms {ROOMS}")
            items = await gateway.alice.items_of(COMPONENT)
            await gateway.is_unharmed()
            self.assertGreater(len(items), 100)
            self.assertLess(len(items), ROOMS)
            # One item may stand for the missing rooms, or the title of a room may contain the number.
            numbers = {int(number) for _, title in items for number in re.findall(r"\d+", title.replace(",", ""))}
            self.assertTrue(numbers & {ROOMS - len(items), ROOMS - len(items) + 1}, f"{len(items)} items, {numbers}")

    async def test_a_kicked_user_sees_why_and_can_come_back(self) -> None:
        async with probe_gateway(self) as gateway:
            for _ in range(2):
                await gateway.enters("anne")
                await gateway.delivers(f"kick anne {REASON}")
                left, refused = await gateway.alice.sees_in_room(ROOM, 2)
                self.assertIsInstance(left, Left)
                self.assertEqual(left.nickname, "anne")
                self.assertIsInstance(refused, Refused)
                self.assertIn(REASON, refused.text)

    async def test_a_kicked_user_with_two_clients_can_come_back(self) -> None:
        async with probe_gateway(self) as gateway:
            await gateway.enters("anne")
            second = await gateway.log_in("alice")
            second.shows("online", to=COMPONENT)
            await second.sees(COMPONENT, "online")
            second.join(ROOM, "annie")
            await second.sees_in_room(ROOM)
            await gateway.delivers(f"kick anne {REASON}")
            gateway.alice.join(ROOM, "anne")
            await gateway.alice.receives_until(PROBE, "join lobby nickname=anne")

    async def test_names_that_no_jid_can_have_never_seem_to_be_the_gateway(self) -> None:
        async with probe_gateway(self) as gateway:
            await gateway.enters("anne")
            heard = await gateway.delivers("bad-names")
            self.assertEqual([(sender, text) for sender, text in heard if "@" not in sender], [])
            await gateway.alice.sees(COMPONENT, "online")
            events = gateway.alice.unread_room_events().get(ROOM, [])
            self.assertEqual([event for event in events if not event.nickname], [])

    async def test_a_large_picture_is_left_out_of_a_vcard(self) -> None:
        async with probe_gateway(self) as gateway:
            asking = asyncio.create_task(gateway.alice.card_of(f"bert@{COMPONENT}"))
            await gateway.alice.receives_until(PROBE, "vcard_wanted bert")
            gateway.alice.say(PROBE, "vcard bert 400000")
            self.assertEqual(await asking, Card("Bob B.", "", b""))
            await gateway.is_unharmed()

    async def test_contacts_of_all_sessions_fit_into_one_stanza(self) -> None:
        async with probe_gateway(self, exchanges=True) as gateway:
            heard, sizes = [], []
            for first in (0, CONTACTS):
                heard = await gateway.delivers(f"contacts {first} {CONTACTS}")
                sizes.append(await gateway.alice.is_suggested_a_roster())
                await gateway.is_unharmed()
                gateway.alice.shows("offline", to=COMPONENT)
                await gateway.alice.sees(COMPONENT, "offline")
                gateway.alice.shows("online", to=COMPONENT)
                await gateway.alice.sees(COMPONENT, "online")
            self.assertGreaterEqual(sizes[0], CONTACTS)
            self.assertLess(sizes[1], 2 * CONTACTS)
            self.assertTrue(any("more contacts" in text for _, text in heard), heard)

    async def test_raw_stanzas_that_spectrum_writes_wrongly_are_refused(self) -> None:
        async with probe_gateway(self) as gateway:
            for what in ("longer-jids", "long-prefix", "empty-errors", "form-lines", "form-layout", "correction"):
                with self.subTest(what):
                    await gateway.delivers(f"raw {what}")

    async def test_a_large_goodbye_is_bounded(self) -> None:
        async with probe_gateway(self) as gateway:
            gateway.alice.say(PROBE, f"deliver disconnect {LARGE}")
            await gateway.alice.sees(COMPONENT, "offline")
            await gateway.is_unharmed()


if __name__ == "__main__":
    unittest.main(verbosity=2)
