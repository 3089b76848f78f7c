# SPDX-License-Identifier: MIT
"""Many users log in at once at InspIRCd, each with many bookmarked rooms."""

import asyncio
import unittest

import inspircd
from ngircd import IrcUser
from scene import scene
from simulated_spectrum import User, launched

USERS = 300
ROOMS = 60
USERS_IN_A_ROOM = 10
SECONDS = 240


class ManyUsers(unittest.IsolatedAsyncioTestCase):

    async def test_all_enter_all_of_their_rooms(self) -> None:
        asyncio.get_running_loop().set_debug(False)  # unittest sets it, and it takes most of the time
        with scene() as stage:
            async with (inspircd.inspircd(stage.directory / "inspircd") as (_, ports),
                        launched(stage.directory / "host", ports.users) as spectrum,
                        IrcUser.at(ports.users, "watcher") as watcher):
                users = [spectrum.user(f"user{number}") for number in range(USERS)]
                await asyncio.gather(*(enters(user, rooms_of(number)) for number, user in enumerate(users)))
                await spectrum.ping()
                refused = [frame for user in users
                           for frame in user.unread(f'^PARTICIPANT_CHANGED .*nickname="{user.name}" .*status=5')]
                self.assertEqual(refused, [])
                for number in (0, USERS // 2, USERS - 1):
                    watcher.send(f"NAMES {rooms_of(number)[-1]}")
                    names = (await watcher.sees(" 353 ")).split(":")[-1].split()
                    self.assertEqual(len(names), USERS_IN_A_ROOM)


def rooms_of(number: int) -> list[str]:
    return [f"#room{number // USERS_IN_A_ROOM}-{room}" for room in range(ROOMS)]


async def enters(user: User, rooms: list[str]) -> None:
    await user.log_in(seconds=SECONDS)
    for room in rooms:
        user.start_join(room)
    for room in rooms:
        await user.enters(room, SECONDS)


if __name__ == "__main__":
    unittest.main(verbosity=2)
