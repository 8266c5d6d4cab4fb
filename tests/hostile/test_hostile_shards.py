"""A corpus share by share: joined it is one run, also where every share dies on its way.

`make chaos-shards` does it with two thousand articles, which takes some minutes.
"""

import os
from pathlib import Path

import pytest

from conftest import Command
from helpers.sharding import joined_equals_one, killed_and_joined

pytestmark = pytest.mark.hostile
ARTICLES = int(os.environ.get("MEMCON_TEST_ARTICLES") or 240)


def test_sixteen_shares(folder: Path, memcon: Command) -> None:
    joined_equals_one(folder, memcon, ARTICLES, 16)


def test_thirty_two_kills(folder: Path, memcon: Command) -> None:
    killed_and_joined(folder, memcon, ARTICLES, 16, kills=2)
