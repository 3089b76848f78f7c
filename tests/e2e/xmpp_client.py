"""An XMPP client with the verbs that a user knows."""

import asyncio
import logging
from types import TracebackType

# slixmpp warns at every import that Debian's build of it has no faster stringprep.
logging.getLogger("slixmpp.stringprep").setLevel(logging.ERROR)

import slixmpp  # noqa: E402
from slixmpp.plugins.xep_0077.stanza import Register  # noqa: E402
from slixmpp.xmlstream import register_stanza_plugin  # noqa: E402

from ports import LOOPBACK  # noqa: E402
from waiting import Changes, within  # noqa: E402

SECONDS = 30

register_stanza_plugin(slixmpp.Iq, Register)


class XmppClient:
    """One user's client. It grants whatever subscription a contact asks for, and asks for one in return."""

    def __init__(self, jid: str, password: str) -> None:
        self._xmpp = slixmpp.ClientXMPP(jid, password)
        self._xmpp["feature_mechanisms"].unencrypted_plain = True  # there is no certificate, hence no TLS
        self._xmpp.register_plugin("xep_0184", {"auto_ack": False})
        self._xmpp.roster.auto_authorize = None
        self._changes = Changes()
        self._logged_in: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._roster: set[str] = set()
        self._online: set[str] = set()
        self._receipts: set[str] = set()
        self._messages: list[tuple[str, str]] = []
        for event, handler in {
            "session_start": self._on_session_start,
            "failed_all_auth": self._on_failed_login,
            "presence_available": self._on_available,
            "presence_unavailable": self._on_unavailable,
            "presence_subscribe": self._on_subscription_request,
            "roster_update": self._on_roster,
            "message": self._on_message,
            "receipt_received": self._on_receipt,
        }.items():
            self._xmpp.add_event_handler(event, handler)

    async def __aenter__(self) -> "XmppClient":
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None,
                        trace: TracebackType | None) -> None:
        self._xmpp.abort()

    async def log_in(self, port: int, seconds: float = SECONDS) -> None:
        """Until the user is online: authenticated, roster fetched, initial presence sent."""
        self._xmpp.connect((LOOPBACK, port), force_starttls=False, disable_starttls=True)
        await within(seconds, f"the login of {self._xmpp.boundjid.bare}", self._logged_in)
        await within(seconds, "the roster", self._xmpp.get_roster())
        self._xmpp.send_presence()

    async def register(self, gateway: str, username: str, password: str) -> None:
        """Gives the gateway the user's account of the network behind it (XEP-0077)."""
        iq = self._xmpp.make_iq_set(ito=gateway)
        iq["register"]["username"] = username
        iq["register"]["password"] = password
        await within(SECONDS, f"{gateway} to register {username}", iq.send())

    async def sees_online(self, contact: str, seconds: float = SECONDS) -> None:
        """Until the contact is in the roster and available."""
        await self._changes.until(lambda: contact in self._roster & self._online, seconds,
                                  f"{contact} in the roster and online")

    def say(self, contact: str, text: str, want_receipt: bool = False) -> str:
        """Sends a message; its id."""
        message = self._xmpp.make_message(mto=contact, mbody=text, mtype="chat")
        message["id"] = self._xmpp.new_id()
        if want_receipt:
            message["request_receipt"] = True
        message.send()
        return message["id"]

    async def hears(self, contact: str, count: int = 1, seconds: float = SECONDS) -> list[str]:
        """The next `count` messages, in the order in which they came, all of which must be the contact's."""
        await self._changes.until(lambda: len(self._messages) >= count, seconds,
                                  f"{count} messages from {contact}")
        heard, self._messages = self._messages[:count], self._messages[count:]
        strangers = {sender for sender, _ in heard} - {contact}
        if strangers:
            raise AssertionError(f"messages from {sorted(strangers)} beside those from {contact}")
        return [text for _, text in heard]

    def heard_more(self) -> list[tuple[str, str]]:
        """Messages that came and that nobody has asked for yet: sender, text."""
        return list(self._messages)

    async def gets_receipt(self, message_id: str, seconds: float = SECONDS) -> None:
        """Until the message's receipt (XEP-0184) has come."""
        await self._changes.until(lambda: message_id in self._receipts, seconds, "the receipt of a message")

    async def log_out(self) -> None:
        await within(SECONDS, "the end of the stream", self._xmpp.disconnect())

    def _on_session_start(self, _: object) -> None:
        if not self._logged_in.done():
            self._logged_in.set_result(None)

    def _on_failed_login(self, _: object) -> None:
        if not self._logged_in.done():
            self._logged_in.set_exception(AssertionError("the server refused the login"))

    def _on_available(self, presence: slixmpp.Presence) -> None:
        self._online.add(presence["from"].bare)
        self._changes.notify()

    def _on_unavailable(self, presence: slixmpp.Presence) -> None:
        self._online.discard(presence["from"].bare)
        self._changes.notify()

    def _on_subscription_request(self, presence: slixmpp.Presence) -> None:
        contact = presence["from"].bare
        self._xmpp.send_presence_subscription(pto=contact, ptype="subscribed")
        self._xmpp.send_presence_subscription(pto=contact, ptype="subscribe")

    def _on_roster(self, iq: slixmpp.Iq) -> None:
        for jid, item in iq["roster"]["items"].items():
            if item["subscription"] == "remove":
                self._roster.discard(jid.bare)
            else:
                self._roster.add(jid.bare)
        self._changes.notify()

    def _on_message(self, message: slixmpp.Message) -> None:
        if message["body"]:
            self._messages.append((message["from"].bare, message["body"]))
            self._changes.notify()

    def _on_receipt(self, message: slixmpp.Message) -> None:
        self._receipts.add(message["receipt"])
        self._changes.notify()
