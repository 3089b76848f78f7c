#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Measures for how long the loop of the host is held while a channel of 20,000 members is joined, split and joined again.

    irc_netsplit.py [--members N] HOST PLUGIN_DIR

HOST is the backend host of the release preset, and PLUGIN_DIR contains irc.so. The IRC server is a script on loopback
that writes as fast as the plugin reads. Spectrum's PINGs show the loop: each is answered in the next turn.
"""

import argparse
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path

from spectrum import CONNECTED, LOGIN, LOOPBACK, PING, PONG, SECONDS, frame, launched, listener, resident, text_field

JOIN_ROOM = 11
PARTICIPANT_CHANGED = 13
ROOM = "#crowd"
PER_LINE = 25  # names in a line of NAMES


class Server:
    """An IRC server for one client, on one connection."""

    def __init__(self, listening: socket.socket, members: int) -> None:
        self._members = [f"member{number}" for number in range(members)]
        self._connection, _ = listening.accept()
        self._lines = self._connection.makefile("r", encoding="utf-8")
        self.nickname = "*"

    def say(self, lines: list[str]) -> None:
        self._connection.sendall("".join(line + "\r\n" for line in lines).encode())

    def serve(self, joined: threading.Event) -> None:
        for line in self._lines:
            word, _, rest = line.strip().partition(" ")
            if word == "NICK":
                self.nickname = rest
            elif word == "USER":
                self.say([f":irc.test 001 {self.nickname} :Welcome", f":irc.test 422 {self.nickname} :No MOTD"])
            elif word == "PING":
                self.say([f":irc.test PONG irc.test {rest}"])
            elif word == "JOIN":
                self._greet()
                joined.set()

    def _greet(self) -> None:
        lines = [f":{self.nickname}!u@h JOIN {ROOM}"]
        for first in range(0, len(self._members), PER_LINE):
            lines.append(f":irc.test 353 {self.nickname} = {ROOM} :" + " ".join(self._members[first:first + PER_LINE]))
        lines.append(f":irc.test 353 {self.nickname} = {ROOM} :{self.nickname}")
        lines.append(f":irc.test 366 {self.nickname} {ROOM} :End of NAMES")
        self.say(lines)

    def split(self) -> None:
        self.say([f":{name}!u@h QUIT :hub.irc.test leaf.irc.test" for name in self._members])

    def join(self) -> None:
        self.say([f":{name}!u@h JOIN {ROOM}" for name in self._members])


class Observer:
    """Counts participants, and keeps the longest time that a PING has waited for its PONG."""

    def __init__(self, spectrum) -> None:
        self._spectrum = spectrum

    def await_changes(self, count: int) -> tuple[float, float]:
        """Returns the longest wait for a PONG, and the time until so many participants have come or gone."""
        longest, begun = 0.0, time.monotonic()
        while count > 0:
            sent = time.monotonic()
            self._spectrum.send(frame(PING))
            while (kind := self._spectrum.next_type()) != PONG:
                count -= kind == PARTICIPANT_CHANGED
            longest = max(longest, time.monotonic() - sent)
        return longest, time.monotonic() - begun


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--members", type=int, default=20_000)
    parser.add_argument("host")
    parser.add_argument("plugin_dir")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="prism-bench-") as name, listener() as listening:
        directory = Path(name)
        listening.listen()
        config = directory / "irc.cfg"
        config.write_text(f"[service]\njid = irc.prism.test\nirc_server = {LOOPBACK}:{listening.getsockname()[1]}\n"
                          f"[prism]\nplugin = irc\nplugin_dir = {options.plugin_dir}\n[irc]\nroom_list = 0\n")
        with launched([options.host], config, directory / "host.log") as launch:
            user = "alice@example.org"
            launch.spectrum.send(frame(LOGIN, text_field(1, user) + text_field(2, user) + text_field(3, "")))
            server = Server(listening, options.members)
            joined = threading.Event()
            threading.Thread(target=server.serve, args=(joined,), daemon=True).start()
            launch.spectrum.wait_for(CONNECTED)
            observer = Observer(launch.spectrum)
            launch.spectrum.send(frame(JOIN_ROOM, text_field(1, user) + text_field(2, "alice") + text_field(3, ROOM)))
            if not joined.wait(SECONDS):
                raise SystemExit("the plugin does not join")
            print("| | the longest wait for a PONG, ms | all, s | resident, MB |\n|---|---|---|---|")
            for what, begin in (("joined", None), ("netsplit", server.split), ("netjoin", server.join)):
                if begin:
                    threading.Thread(target=begin, daemon=True).start()
                longest, taken = observer.await_changes(options.members)
                print(f"| {what} | {longest * 1000:.1f} | {taken:.2f} | {resident(launch.pid) / 1024:.1f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
