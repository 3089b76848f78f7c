#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What an IRC session costs: resident memory of the host for each, and how long many logins take.

    irc_sessions.py [--sessions N] HOST PLUGIN_DIR

HOST is the backend host, of the release preset, and PLUGIN_DIR holds irc.so. A real ngIRCd (Debian: ngircd) is started
on the loopback interface, and each figure is taken twice: over plain TCP and over TLS. The time of the logins stands
beside the time that as many bare clients, which negotiate capabilities as the plugin does, need at the same server.
"""

import argparse
import contextlib
import os
import selectors
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from spectrum import CONNECTED, LOGIN, LOOPBACK, PING, PONG, SECONDS, Spectrum, frame, launched, listener, resident, text_field

WIDTH = 8  # bare clients that connect at once, as many as the plugin lets


@contextlib.contextmanager
def ngircd(directory: Path) -> Iterator[tuple[int, int]]:
    """Yields its ports: plain, TLS."""
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-keyout", directory / "key.pem", "-out", directory / "cert.pem", "-days", "2", "-subj", "/CN=irc"],
                   check=True, capture_output=True)
    with listener() as plain, listener() as tls:
        ports = plain.getsockname()[1], tls.getsockname()[1]
    config = directory / "ngircd.conf"
    config.write_text(f"[Global]\nName = irc.prism.test\nInfo = bench\nListen = {LOOPBACK}\nPorts = {ports[0]}\n"
                      "ServerUID = nobody\nServerGID = nogroup\nMotdPhrase = hello\n"
                      "[Limits]\nMaxConnectionsIP = 0\nMaxConnections = 0\nMaxNickLength = 20\nMaxPenaltyTime = 0\n"
                      "[Options]\nDNS = no\nIdent = no\nPAM = no\n"
                      f"[SSL]\nCertFile = {directory}/cert.pem\nKeyFile = {directory}/key.pem\nPorts = {ports[1]}\n")
    for name in ("ngircd.conf", "key.pem"):
        (directory / name).chmod(0o644)
    command = ["/usr/sbin/ngircd", "-n", "-f", str(config)]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as server:
        try:
            if not any(b" ready." in line for line in server.stdout):
                raise SystemExit("ngIRCd does not start")
            threading.Thread(target=server.stdout.read, daemon=True).start()  # nobody else reads its log
            yield ports
        finally:
            server.terminate()


@contextlib.contextmanager
def host(program: str, plugins: str, server: str, directory: Path) -> Iterator[tuple[Spectrum, int]]:
    """Yields the connection, and the host's pid."""
    config = directory / "irc.cfg"
    config.write_text(f"[service]\njid = irc.prism.test\nirc_server = {server}\n[prism]\nplugin = irc\nplugin_dir = {plugins}\n"
                      "[irc]\ntls_verify = off\nroom_list = 0\n")
    with launched([program], config, directory / "host.log") as launch:
        yield launch.spectrum, launch.pid


def measure(program: str, plugins: str, server: str, sessions: int, directory: Path) -> tuple[float, float]:
    """kB for each session, and seconds for all logins."""
    with host(program, plugins, server, directory) as (spectrum, pid):
        before = resident(pid)
        begun = time.monotonic()
        for number in range(sessions):
            name = f"user{number}@example.org"
            spectrum.send(frame(LOGIN, text_field(1, name) + text_field(2, name) + text_field(3, "")))
        spectrum.wait_for(CONNECTED, sessions)
        taken = time.monotonic() - begun
        spectrum.send(frame(PING))  # the rest of what the server says is in when this is answered, or soon after
        spectrum.wait_for(PONG)
        return (resident(pid) - before) / sessions, taken


def bare_logins(port: int, count: int) -> float:
    """Seconds for as many clients without any gateway."""
    begun = time.monotonic()
    waiting = list(range(count))
    done = 0
    open_sockets = []
    with selectors.DefaultSelector() as selector:
        going = 0
        while done < count:
            while waiting and going < WIDTH:
                number = waiting.pop()
                client = socket.create_connection((LOOPBACK, port))
                client.sendall(f"CAP LS 302\r\nNICK bare{number}\r\nUSER bare 0 * :bare\r\n".encode())
                selector.register(client, selectors.EVENT_READ, bytearray())
                open_sockets.append(client)
                going += 1
            for key, _ in selector.select(SECONDS):
                data = key.fileobj.recv(1 << 16)
                key.data.extend(data)
                if b" LS :" in data:
                    key.fileobj.sendall(b"CAP REQ :multi-prefix\r\n")
                elif b" ACK :" in data:
                    key.fileobj.sendall(b"CAP END\r\n")
                if b" 376 " in key.data or b" 422 " in key.data:
                    selector.unregister(key.fileobj)
                    going -= 1
                    done += 1
    taken = time.monotonic() - begun
    for client in open_sockets:
        client.close()
    return taken


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sessions", type=int, default=500)
    parser.add_argument("host")
    parser.add_argument("plugin_dir")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="prism-bench-") as name:
        directory = Path(name)
        os.chmod(name, 0o755)
        with ngircd(directory) as (plain, tls):
            bare = bare_logins(plain, options.sessions)
            print(f"{options.sessions} sessions at ngIRCd; as many bare clients log in within {bare:.2f} s\n")
            print("| | kB for each session | logins, s | beside bare clients |\n|---|---|---|---|")
            for label, server in (("plain TCP", f"{LOOPBACK}:{plain}"), ("TLS", f"{LOOPBACK}:+{tls}")):
                each, taken = measure(options.host, options.plugin_dir, server, options.sessions, directory)
                print(f"| {label} | {each:.1f} | {taken:.2f} | {taken / bare:.2f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
