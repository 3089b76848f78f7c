# SPDX-License-Identifier: MIT
"""XMPP client steps for files: in-band transfer (XEP-0096 over XEP-0047)."""

from xml.etree import ElementTree

from waiting import within
from xmpp_stream import SECONDS, XmppStream

# slixmpp's own offer (xep_0095) cannot handle its own forms.
OFFER = """\
<si xmlns="http://jabber.org/protocol/si" id="{stream}"
    profile="http://jabber.org/protocol/si/profile/file-transfer">
  <file xmlns="http://jabber.org/protocol/si/profile/file-transfer" name="{name}" size="{size}"/>
  <feature xmlns="http://jabber.org/protocol/feature-neg">
    <x xmlns="jabber:x:data" type="form">
      <field var="stream-method" type="list-single">
        <option><value>http://jabber.org/protocol/ibb</value></option>
      </field>
    </x>
  </feature>
</si>
"""


class Files(XmppStream):

    def __init__(self, jid: str, password: str, **options: bool) -> None:
        super().__init__(jid, password, **options)
        self._xmpp.register_plugin("xep_0047")

    async def sends_file(self, contact: str, name: str, content: bytes) -> None:
        """Offers the file to the contact's online client, and sends it."""
        await within(SECONDS, f"{contact} to take the file {name}", self._send_file(contact, name, content))

    async def _send_file(self, contact: str, name: str, content: bytes) -> None:
        [resource] = self._xmpp.client_roster.presence(contact)
        receiver, stream = f"{contact}/{resource}", self._xmpp.new_id()
        offer = self._xmpp.make_iq_set(ito=receiver)
        offer.append(ElementTree.fromstring(OFFER.format(stream=stream, name=name, size=len(content))))
        await offer.send()
        opened = await self._xmpp["xep_0047"].open_stream(receiver, sid=stream)
        await opened.sendall(content)
        close = self._xmpp.make_iq_set(ito=receiver)
        close["ibb_close"]["sid"] = stream
        self._xmpp.send(close)  # libpurple answers every request but this one
