"""What a caller gives of an article, and what is no such thing."""

import pytest

from memcon.records.given import read_zone


@pytest.mark.parametrize("name", ["Asia/Jakarta", " UTC ", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "EST5EDT"])
def test_a_zone_by_its_name(name: str) -> None:
    assert str(read_zone(name)) == name.strip()


@pytest.mark.parametrize("name", ["", "Atlantis/City", "a/" * 5_000 + "b", "Asia.Jakarta", "x" * 500])
def test_what_is_no_zone_is_told_whatever_its_length(name: str) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        read_zone(name)
