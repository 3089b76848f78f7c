"""What a user of the echo plugin does once the contact is there, however the user got there."""

import unittest

from spectrum2 import Spectrum2
from xmpp_client import XmppClient

MESSAGES = [f"message {number} of 50: Grüße & <ok/> 👋" for number in range(1, 51)]

# Spectrum looks for backends without users every 20 s.
SECONDS_TO_DROP = 60


class EchoScenario(unittest.IsolatedAsyncioTestCase):
    """The steps that both modes share."""

    maxDiff = None

    async def hears_everything_back_in_order(self, client: XmppClient, contact: str) -> None:
        for text in MESSAGES:
            client.say(contact, text)
        self.assertEqual(await client.hears(contact, len(MESSAGES)), MESSAGES)

    async def gets_receipt_if_it_asks_for_one(self, client: XmppClient, contact: str) -> None:
        message_id = client.say(contact, "did you get this?", want_receipt=True)
        await client.gets_receipt(message_id)
        self.assertEqual(await client.hears(contact), ["did you get this?"])
        self.assertEqual(client.heard_more(), [], "messages that nobody sent")

    async def backends_leave_cleanly_when_dropped(self, spectrum: Spectrum2) -> None:
        """To be called with no user logged in: Spectrum then has no use for a backend, and tells it so."""
        await spectrum.logs(r"Disconnecting backend .* There are no users\.", SECONDS_TO_DROP)
        await spectrum.backends.all_exited(SECONDS_TO_DROP)
        codes = spectrum.backends.exit_codes()
        self.assertTrue(codes, "Spectrum launched no backend")
        self.assertEqual(codes, dict.fromkeys(codes, 0), "exit codes, by pid")
