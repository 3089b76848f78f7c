# SPDX-License-Identifier: MIT
"""XMPP client steps for service discovery (XEP-0030)."""

from waiting import within
from xmpp_stream import SECONDS, XmppStream


class Disco(XmppStream):

    def __init__(self, jid: str, password: str, **options: bool) -> None:
        super().__init__(jid, password, **options)
        self._xmpp.register_plugin("xep_0030")

    async def items_of(self, service: str) -> list[tuple[str, str]]:
        """Returns JID and name of each item of the service."""
        iq = await within(SECONDS, f"the items of {service}", self._xmpp["xep_0030"].get_items(jid=service))
        return sorted((str(jid), name) for jid, _, name in iq["disco_items"]["items"])
