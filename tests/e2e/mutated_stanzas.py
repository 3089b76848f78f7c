# SPDX-License-Identifier: MIT
"""Stanzas of modern chat (edits, reactions, replies, retractions, markers, files, rooms), each with a few mutations.

The same seed gives the same stanzas.
"""

import random
from collections.abc import Callable, Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

# What a client or a plugin may send. {to}, {sender} and {id} are filled in.
SHAPES = [
    "<body>hello</body><active xmlns='http://jabber.org/protocol/chatstates'/>"
    "<request xmlns='urn:xmpp:receipts'/><markable xmlns='urn:xmpp:chat-markers:0'/>",
    "<body>hello again</body><replace xmlns='urn:xmpp:message-correct:0' id='{id}'/>",
    "<body>&#128077;</body><reactions xmlns='urn:xmpp:reactions:0' id='{id}'><reaction>&#128077;</reaction>"
    "<reaction>&#10084;</reaction></reactions><store xmlns='urn:xmpp:hints'/>",
    "<body>&gt; hello\nyes</body><reply xmlns='urn:xmpp:reply:0' to='{to}' id='{id}'/>"
    "<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'><body start='0' end='8'/></fallback>",
    "<body>This message was retracted.</body><retract xmlns='urn:xmpp:message-retract:1' id='{id}'/>"
    "<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:message-retract:1'/>",
    "<body>moderated</body><retract xmlns='urn:xmpp:message-retract:1' id='{id}'>"
    "<moderated xmlns='urn:xmpp:message-moderate:1' by='{sender}'/><reason>spam</reason></retract>",
    "<active xmlns='http://jabber.org/protocol/chatstates'/><displayed xmlns='urn:xmpp:chat-markers:0' id='{id}'/>",
    "<active xmlns='http://jabber.org/protocol/chatstates'/><received xmlns='urn:xmpp:receipts' id='{id}'/>",
    "<body>http://files.test/1.png</body><x xmlns='jabber:x:oob'><url>http://files.test/1.png</url></x>",
    "<body>in a thread</body><thread parent='a'>b</thread><subject>a subject</subject>",
    "<body>delayed</body><delay xmlns='urn:xmpp:delay' from='{to}' stamp='2001-09-09T01:46:40Z'/>"
    "<stanza-id xmlns='urn:xmpp:sid:0' by='{to}' id='{id}'/><occupant-id xmlns='urn:xmpp:occupant-id:0' id='o'/>",
    "<sent xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client'"
    " from='{sender}' to='{to}' type='chat'><body>carbon</body></message></forwarded></sent>",
    "<body>a form</body><x xmlns='jabber:x:data' type='form'><field var='a' type='list-single'><option>"
    "<value>b</value></option></field></x>",
    "<body>/react &#128077;</body>",
    "<body>&gt; hello\n/edit good evening</body>",
    "<body>/retract</body><request xmlns='urn:xmpp:receipts'/>",
    "<error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>",
]
TYPES = ["chat", "chat", "chat", "groupchat", "normal", "headline", "error", "", "no such type"]
ODD_TEXTS = ["", " ", "0", "-1", "18446744073709551616", "x" * 20_000, "\u202eleft", "\U0001f600" * 300, "a\tb\nc", "&<>'\"",
             "%s%n", "../../etc/passwd", "e\u0301" * 200, "\u0085\u2028", "#lobby", "a@b@c/d/e", "prism", "\ufffd"]
DEEPEST = 200
LARGEST = 200_000  # bytes: an XMPP server ends the stream of a client that sends more than 262,144


def mutated_stanzas(seed: int, count: int, *, sender: str, to: list[str]) -> Iterator[str]:
    """Yields well-formed messages. An empty `sender` gives stanzas without 'from'."""
    chance = random.Random(seed)
    number = 0
    while number < count:
        recipient = chance.choice(to)
        content = chance.choice(SHAPES).format(to=recipient, sender=sender or recipient,
                                               id=chance.choice([str(number), str(number - 1), "never-given"]))
        stanza = ElementTree.fromstring(f"<message xmlns='jabber:client'>{content}</message>")
        stanza.set("id", f"m{number}")
        stanza.set("type", chance.choice(TYPES))
        for _ in range(chance.randint(1, 4)):
            chance.choice(MUTATIONS)(chance, stanza)
        if chance.random() < 0.9:  # else the mutations' own addresses stay
            stanza.set("to", recipient)
            if sender:
                stanza.set("from", sender)
        xml = ElementTree.tostring(stanza, encoding="unicode")
        if len(xml.encode()) <= LARGEST:
            number += 1
            # ElementTree gives each namespace a prefix, but many readers expect a stanza's to be the default.
            yield xml.replace("<ns0:", "<").replace("</ns0:", "</").replace("xmlns:ns0=", "xmlns=")


def broken(seed: int, stanza: str) -> str:
    """Returns the stanza with a few characters lost, doubled, or replaced by markup."""
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(stanza) + 1)
        end = min(len(stanza), start + chance.randint(0, 12))
        stanza = stanza[:start] + chance.choice(["", "<", ">", "&", "'", "&#0;", "<!--", "]]>", "<?x?>",
                                                 stanza[start:end] * 2]) + stanza[end:]
    return stanza


def _any_element(chance: random.Random, stanza: Element) -> Element:
    return chance.choice(list(stanza.iter()))


def _loses_an_attribute(chance: random.Random, stanza: Element) -> None:
    element = _any_element(chance, stanza)
    if element.attrib:
        del element.attrib[chance.choice(sorted(element.attrib))]


def _changes_an_attribute(chance: random.Random, stanza: Element) -> None:
    element = _any_element(chance, stanza)
    element.set(chance.choice([*sorted(element.attrib), "id", "to", "by", "start"]), chance.choice(ODD_TEXTS))


def _changes_a_text(chance: random.Random, stanza: Element) -> None:
    _any_element(chance, stanza).text = chance.choice(ODD_TEXTS)


def _loses_an_element(chance: random.Random, stanza: Element) -> None:
    parent = _any_element(chance, stanza)
    if len(parent):
        parent.remove(chance.choice(list(parent)))


def _doubles_an_element(chance: random.Random, stanza: Element) -> None:
    parent = _any_element(chance, stanza)
    if len(parent):
        parent.extend([chance.choice(list(parent))] * chance.randint(1, 30))


def _moves_an_element(chance: random.Random, stanza: Element) -> None:
    _any_element(chance, stanza).append(ElementTree.fromstring(ElementTree.tostring(_any_element(chance, stanza))))


def _changes_a_name(chance: random.Random, stanza: Element) -> None:
    element = chance.choice(list(stanza.iter())[1:] or [Element("unused")])
    namespace, _, name = element.tag.rpartition("}")
    element.tag = chance.choice([name, f"{namespace}}}x" if namespace else "x", f"{{urn:xmpp:unknown}}{name}"])


def _takes_elements_of_another(chance: random.Random, stanza: Element) -> None:
    content = chance.choice(SHAPES).format(to="a@b", sender="c@d", id="e")
    stanza.extend(ElementTree.fromstring(f"<m xmlns='jabber:client'>{content}</m>"))


def _goes_deep(chance: random.Random, stanza: Element) -> None:
    element = _any_element(chance, stanza)
    for _ in range(chance.randint(1, DEEPEST)):
        element = ElementTree.SubElement(element, "{urn:xmpp:deep}d")


MUTATIONS: list[Callable[[random.Random, Element], None]] = [
    _loses_an_attribute, _changes_an_attribute, _changes_a_text, _loses_an_element, _doubles_an_element,
    _moves_an_element, _changes_a_name, _takes_elements_of_another, _goes_deep,
]
