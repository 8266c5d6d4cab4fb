"""A corpus of the size of the issue, share by share: joined it is one run, also where every share dies on its way."""

from pathlib import Path

import pytest

from conftest import Command
from helpers.sharding import joined_equals_one, killed_and_joined

pytestmark = pytest.mark.hostile


def test_sixteen_shares_of_two_thousand_articles(folder: Path, memcon: Command) -> None:
    joined_equals_one(folder, memcon, 2_000, 16)


def test_thirty_two_kills(folder: Path, memcon: Command) -> None:
    killed_and_joined(folder, memcon, 2_000, 16, kills=2)
