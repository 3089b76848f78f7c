# SPDX-License-Identifier: MIT
"""Steps of a user of the echo plugin, once the contact is online."""

from scenario import Scenario
from xmpp_client import XmppClient

MESSAGES = [f"message {number} of 50: Grüße & <ok/> 👋" for number in range(1, 51)]


class EchoScenario(Scenario):
    """Steps for both modes of Spectrum."""

    async def receives_echoes_in_order(self, client: XmppClient, contact: str) -> None:
        for text in MESSAGES:
            client.say(contact, text)
        self.assertEqual(await client.receives(contact, len(MESSAGES)), MESSAGES)

    async def gets_receipt_if_it_asks_for_one(self, client: XmppClient, contact: str) -> None:
        message_id = client.say(contact, "did you get this?", want_receipt=True)
        await client.gets_receipt(message_id)
        self.assertEqual(await client.receives(contact), ["did you get this?"])
        self.assertEqual(client.unread_messages(), [], "messages that nobody sent")
