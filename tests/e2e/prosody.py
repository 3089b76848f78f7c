# SPDX-License-Identifier: MIT
"""A real Prosody with one domain of users, rooms and one component: the XMPP server of a gateway."""

import contextlib
import re
import shutil
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ports import LOOPBACK, free_ports
from processes import running
from waiting import GrowingFile

USER = "prosody"
DOMAIN = "example.test"
ROOMS = f"rooms.{DOMAIN}"
SECONDS_TO_START = 30


@dataclass(frozen=True)
class Prosody:
    """A running Prosody, and the ports for its clients and components."""

    config: Path
    client_port: int
    component_port: int
    log: Path

    def add_user(self, name: str, password: str) -> None:
        """Writes the account's file as prosodyctl does (internal_plain), which needs a second per user."""
        accounts = self.config.parent / "data" / DOMAIN.replace(".", "%2e") / "accounts"
        accounts.mkdir(parents=True, exist_ok=True)
        account = accounts / f"{name}.dat"
        account.write_text(f'return {{ ["password"] = "{password}"; }};\n')
        for owned in (accounts.parent.parent, accounts.parent, accounts, account):
            shutil.chown(owned, USER, USER)

    def component_streams(self) -> tuple[int, list[str]]:
        """Returns the number of component streams that were opened, and a log line for each that ended."""
        lines = self.log.read_text(errors="replace").splitlines()
        return (sum("External component successfully authenticated" in line for line in lines),
                [line for line in lines if re.search(r"component disconnected|Disconnecting component|"
                                                     r"Error processing component|XML parse error", line)])


def as_prosody() -> list[str]:
    """Runs a command as the user of Debian's package: Prosody refuses to run as root."""
    return ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--init-groups", "--pdeathsig", "KILL"]


@contextlib.asynccontextmanager
async def prosody(directory: Path, component: str, component_secret: str, log_level: str = "debug",
                  modules: Sequence[str] = ()) -> AsyncIterator[Prosody]:
    """Starts Prosody with one component and these further modules. Creates `directory`, and gives it to Prosody's user.
    """
    directory.mkdir()
    config, log = directory / "prosody.cfg.lua", directory / "prosody.log"
    log.touch()
    for owned in (directory, log):
        shutil.chown(owned, USER, USER)
    with free_ports(2) as [client_port, component_port]:
        config.write_text(configuration(
            directory, log, log_level, client_port, component, component_port, component_secret, modules))
        command = [*as_prosody(), "prosody", "--config", str(config), "-F"]
        async with (running(command, directory, directory / "prosody-output.log"),
                    GrowingFile.follow(log) as followed):
            for _ in ("c2s", "component"):  # one line per host: a Lua table lists them in any order
                await followed.line(r"Activated service '(c2s|component)' on ", SECONDS_TO_START)
            yield Prosody(config, client_port, component_port, log)


def configuration(directory: Path, log: Path, log_level: str, client_port: int, component: str, component_port: int,
                  secret: str, modules: Sequence[str]) -> str:
    enabled = ", ".join(f'"{module}"' for module in ("roster", "saslauth", "disco", *modules))
    return f"""\
pidfile = "{directory}/prosody.pid"
data_path = "{directory}/data"
log = {{ {{ levels = {{ min = "{log_level}" }}, to = "file", filename = "{log}" }} }}
interfaces = {{ "{LOOPBACK}" }}
c2s_ports = {{ {client_port} }}
c2s_direct_tls_ports = {{}}
component_interfaces = {{ "{LOOPBACK}" }}
component_ports = {{ {component_port} }}
modules_enabled = {{ {enabled} }}
modules_disabled = {{ "s2s", "tls" }}
authentication = "internal_plain"
c2s_require_encryption = false
allow_unencrypted_plain_auth = true

VirtualHost "{DOMAIN}"

Component "{ROOMS}" "muc"
    muc_room_locking = false

Component "{component}"
    component_secret = "{secret}"
"""
