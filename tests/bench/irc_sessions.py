#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Measures IRC sessions: resident memory of the host per session, and the time of many logins.

    irc_sessions.py [--sessions N] [--idle SECONDS] HOST PLUGIN_DIR

With --idle, measures the processor time and the wake-ups of sessions that do nothing for so long.

HOST is the backend host of the release preset, and PLUGIN_DIR contains irc.so. Starts a real ngIRCd (Debian: ngircd)
on loopback, and measures over TCP and over TLS. For comparison it measures as many bare clients on the same server,
which negotiate capabilities like the plugin.
"""

import argparse
import contextlib
import os
import resource
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

WIDTH = 8  # bare clients that connect at the same time, as many as the plugin allows


@contextlib.contextmanager
def ngircd(directory: Path) -> Iterator[tuple[int, int]]:
    """Yields the ports: TCP, TLS."""
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
            threading.Thread(target=server.stdout.read, daemon=True).start()  # drains the server's log
            yield ports
        finally:
            server.terminate()


@contextlib.contextmanager
def host(program: str, plugins: str, server: str, directory: Path) -> Iterator[tuple[Spectrum, int]]:
    """Yields the connection to the host, and the host's pid."""
    config = directory / "irc.cfg"
    config.write_text(f"[service]\njid = irc.prism.test\nirc_server = {server}\n[prism]\nplugin = irc\nplugin_dir = {plugins}\n"
                      "[irc]\ntls_verify = off\nroom_list = 0\n")
    with launched([program], config, directory / "host.log") as launch:
        yield launch.spectrum, launch.pid


def wake_ups(pid: int) -> int:
    """Returns how often the process's threads have gone to sleep, and thus been woken."""
    texts = [status.read_text() for status in Path(f"/proc/{pid}/task").glob("*/status")]
    return sum(int(text.split("\nvoluntary_ctxt_switches:")[1].split()[0]) for text in texts)


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def log_in(spectrum: Spectrum, sessions: int) -> None:
    for number in range(sessions):
        name = f"user{number}@example.org"
        spectrum.send(frame(LOGIN, text_field(1, name) + text_field(2, name) + text_field(3, "")))
    spectrum.wait_for(CONNECTED, sessions)


def measure_idle(program: str, plugins: str, server: str, sessions: int, seconds: int, directory: Path) -> None:
    with host(program, plugins, server, directory) as (spectrum, pid):
        log_in(spectrum, sessions)
        spread = time.monotonic() + 120  # a ping's interval and its timeout: the rhythm of each session has begun
        while time.monotonic() < spread:
            ping(spectrum)
        woken, cpu, begun = wake_ups(pid), cpu_seconds(pid), time.monotonic()
        while time.monotonic() < begun + seconds:
            ping(spectrum)
        taken = time.monotonic() - begun
        print(f"{sessions} idle sessions for {taken:.0f} s: {(cpu_seconds(pid) - cpu) / taken:.3%} of a core, "
              f"{(wake_ups(pid) - woken) / taken:.1f} wake-ups a second")


def ping(spectrum: Spectrum) -> None:
    """As Spectrum does, each 20 s."""
    spectrum.send(frame(PING))
    spectrum.wait_for(PONG)
    time.sleep(20)


def measure(program: str, plugins: str, server: str, sessions: int, directory: Path) -> tuple[float, float]:
    """Returns kB per session, and seconds for all logins."""
    with host(program, plugins, server, directory) as (spectrum, pid):
        before = resident(pid)
        begun = time.monotonic()
        log_in(spectrum, sessions)
        taken = time.monotonic() - begun
        spectrum.send(frame(PING))  # PONG comes after nearly all that the server has sent
        spectrum.wait_for(PONG)
        return (resident(pid) - before) / sessions, taken


def bare_logins(port: int, count: int) -> float:
    """Returns the seconds that as many clients need without a gateway."""
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
    parser.add_argument("--idle", type=int, metavar="SECONDS")
    parser.add_argument("host")
    parser.add_argument("plugin_dir")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="prism-bench-") as name:
        directory = Path(name)
        os.chmod(name, 0o755)
        resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
        with ngircd(directory) as (plain, tls):
            if options.idle:
                measure_idle(options.host, options.plugin_dir, f"{LOOPBACK}:{plain}", options.sessions, options.idle,
                             directory)
                return 0
            bare = bare_logins(plain, options.sessions)
            print(f"{options.sessions} sessions at ngIRCd; as many bare clients log in within {bare:.2f} s\n")
            print("| | kB for each session | logins, s | beside bare clients |\n|---|---|---|---|")
            for label, server in (("plain TCP", f"{LOOPBACK}:{plain}"), ("TLS", f"{LOOPBACK}:+{tls}")):
                each, taken = measure(options.host, options.plugin_dir, server, options.sessions, directory)
                print(f"| {label} | {each:.1f} | {taken:.2f} | {taken / bare:.2f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
