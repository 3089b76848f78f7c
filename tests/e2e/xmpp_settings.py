# SPDX-License-Identifier: MIT
"""XMPP client steps for a registered user's settings at the gateway (ad-hoc commands, XEP-0050)."""

from xml.etree import ElementTree

from waiting import within
from xmpp_stream import SECONDS, XmppStream

COMMAND = "{http://jabber.org/protocol/commands}command"
FORM = "jabber:x:data"


class Settings(XmppStream):

    async def sets(self, gateway: str, setting: str, value: str) -> None:
        """Changes one setting of the gateway's form."""
        form = await self._command(gateway, {"action": "execute"})
        values = {field.attrib["var"]: field.findtext(f"{{{FORM}}}value", "")
                  for field in form.iterfind(f"{{{FORM}}}x/{{{FORM}}}field[@var]")}
        if setting not in values:
            raise AssertionError(f"{gateway} has the settings {sorted(values)}, and not {setting}")
        submitted = ElementTree.Element(f"{{{FORM}}}x", type="submit")
        for name, known in values.items():
            field = ElementTree.SubElement(submitted, f"{{{FORM}}}field", var=name)
            ElementTree.SubElement(field, f"{{{FORM}}}value").text = value if name == setting else known
        done = await self._command(
            gateway, {"action": "complete", "sessionid": form.attrib["sessionid"]}, submitted)
        if done.get("status") != "completed":
            raise AssertionError(f"{gateway} does not take the settings: {done.get('status')}")

    async def _command(self, gateway: str, attributes: dict[str, str],
                       *form: ElementTree.Element) -> ElementTree.Element:
        iq = self._xmpp.make_iq_set(ito=gateway)
        command = ElementTree.Element(COMMAND, {"node": "settings", **attributes})
        command.extend(form)
        iq.append(command)
        answer = (await within(SECONDS, f"the settings of {gateway}", iq.send())).xml.find(COMMAND)
        if answer is None:
            raise AssertionError(f"{gateway} answers without its settings")
        return answer
