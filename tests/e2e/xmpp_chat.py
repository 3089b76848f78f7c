# SPDX-License-Identifier: MIT
"""XMPP client steps with one contact: messages, receipts, typing, attention."""

import slixmpp
from slixmpp.xmlstream.handler import Callback
from slixmpp.xmlstream.matcher import StanzaPath

from xmpp_stream import SECONDS, XmppStream


class Chat(XmppStream):
    """Sends no receipts of its own accord, since the gateway carries the messages of both sides."""

    def __init__(self, jid: str, password: str, **options: bool) -> None:
        super().__init__(jid, password, **options)
        self._xmpp.register_plugin("xep_0085")
        self._xmpp.register_plugin("xep_0184", {"auto_ack": False})
        self._xmpp.register_plugin("xep_0224")
        self._receipts: set[str] = set()
        self._messages: list[tuple[str, str]] = []
        self._attachments: list[str] = []
        self._typing: list[tuple[str, str]] = []
        self._calls: list[str] = []
        self._xmpp.register_handler(Callback("of one contact", StanzaPath("message"), self._on_message))
        self._xmpp.add_event_handler("attention", self._on_attention)
        self._xmpp.add_event_handler("receipt_received", self._on_receipt)

    def say(self, contact: str, text: str, want_receipt: bool = False) -> str:
        """Sends a message, and returns its id."""
        message = self._xmpp.make_message(mto=contact, mbody=text, mtype="chat")
        message["id"] = self._xmpp.new_id()
        if want_receipt:
            message["request_receipt"] = True
        message.send()
        return message["id"]

    async def receives(self, contact: str, count: int = 1, seconds: float = SECONDS) -> list[str]:
        """Waits for the next `count` messages, in order. All must be from the contact."""
        await self._changes.until(lambda: len(self._messages) >= count, seconds,
                                  lambda: f"{count} messages from {contact}: {len(self._messages)}")
        heard, self._messages = self._messages[:count], self._messages[count:]
        strangers = {sender for sender, _ in heard} - {contact}
        if strangers:
            raise AssertionError(f"messages from {sorted(strangers)} beside those from {contact}")
        return [text for _, text in heard]

    async def receives_until(self, contact: str, text: str, seconds: float = SECONDS) -> list[tuple[str, str]]:
        """Waits for this message. Returns sender and text of all messages before it, whoever sent them."""
        await self._changes.until(lambda: (contact, text) in self._messages, seconds,
                                  lambda: f"{text!r} from {contact}, after {len(self._messages)} others")
        place = self._messages.index((contact, text))
        heard, self._messages = self._messages[:place], self._messages[place + 1:]
        return heard

    def unread_messages(self) -> list[tuple[str, str]]:
        """Sender and text of the received messages that no call has returned yet."""
        return list(self._messages)

    def attachments(self) -> list[str]:
        """Addresses of attachments (XEP-0066) in received messages."""
        return list(self._attachments)

    async def gets_receipt(self, message_id: str, seconds: float = SECONDS) -> None:
        """Waits for the message's receipt (XEP-0184)."""
        await self._changes.until(lambda: message_id in self._receipts, seconds,
                                  lambda: f"the receipt of a message: {len(self._receipts)} others")

    def types(self, contact: str, state: str) -> None:
        """Sends a chat state (XEP-0085): active, composing, paused."""
        message = self._xmpp.make_message(mto=contact, mtype="chat")
        message["chat_state"] = state
        message.send()

    async def sees_chat_states(self, contact: str, count: int = 1, seconds: float = SECONDS) -> list[str]:
        """Waits for the next `count` chat states of the contact, in order."""
        await self._changes.until(lambda: len(self._typing) >= count, seconds,
                                  lambda: f"{count} chat states of {contact}: {self._typing}")
        seen, self._typing = self._typing[:count], self._typing[count:]
        strangers = {sender for sender, _ in seen} - {contact}
        if strangers:
            raise AssertionError(f"chat states of {sorted(strangers)} beside those of {contact}")
        return [state for _, state in seen]

    def requests_attention(self, contact: str, text: str) -> None:
        """Requests the contact's attention (XEP-0224). The message has a text, since Spectrum drops messages without
        one.
        """
        message = self._xmpp.make_message(mto=contact, mbody=text, mtype="headline")
        message["attention"] = True
        message.send()

    async def gets_attention_request(self, contact: str, seconds: float = SECONDS) -> None:
        """Waits until the contact requests the user's attention."""
        await self._changes.until(lambda: contact in self._calls, seconds,
                                  lambda: f"{contact} to want attention: {self._calls}")
        self._calls.remove(contact)

    def _on_message(self, message: slixmpp.Message) -> None:
        sender = message["from"].bare
        if sender in self._rooms:
            return
        self._attachments += [url.text for url in message.xml.iterfind("{jabber:x:oob}x/{jabber:x:oob}url")]
        if message["body"]:
            self._messages.append((sender, message["body"]))  # its <active/> is implied
        elif message["chat_state"]:
            self._typing.append((sender, message["chat_state"]))
        self._changes.notify()

    def _on_attention(self, message: slixmpp.Message) -> None:
        self._calls.append(message["from"].bare)
        self._changes.notify()

    def _on_receipt(self, message: slixmpp.Message) -> None:
        self._receipts.add(message["receipt"])
        self._changes.notify()
