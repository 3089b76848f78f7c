# SPDX-License-Identifier: MIT
"""An XMPP client with the steps of a user."""

from xmpp_carbons import Carbons
from xmpp_chat import Chat
from xmpp_disco import Disco
from xmpp_files import Files
from xmpp_later import Later
from xmpp_muc import Rooms
from xmpp_roster import Roster
from xmpp_settings import Settings
from xmpp_vcard import VCards


class XmppClient(Chat, Later, Carbons, Rooms, VCards, Disco, Files, Settings, Roster):
    """The client of one user."""
