# SPDX-License-Identifier: MIT
"""Backends on a machine that Slurm chooses."""

import unittest

import environment
from scale_out_scenario import Fleet, ScaleOutScenario, named_host, write_worker_configuration
from scene import scene
from slurm import slurm


class Slurm(ScaleOutScenario):

    async def test_forty_users_live_through_disasters(self) -> None:
        with scene() as stage:
            directory = stage.directory / "workers"
            directory.mkdir()
            config = write_worker_configuration(directory)
            async with slurm(directory) as (node, srun):
                backend = [str(environment.launcher()), *srun, str(named_host(directory)), f"--prism.config={config}"]
                await self.lives_through_disasters(stage, Fleet(directory, [node], backend))


if __name__ == "__main__":
    unittest.main(verbosity=2)
