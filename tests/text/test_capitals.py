"""Capitals come from Unicode, so that names of every alphabet are whole."""

import re
import unicodedata

import pytest

from memcon.text.capitals import CAPITALISED, LOWER, UPPER

NAMES = [
    "Zuzana Čaputová", "Mehmet Şimşek", "Đỗ Mười", "İsmail Yılmaz", "Łukasz Żak", "Ólafur Ragnar Grímsson",
    "Ђорђе Љубић",
    "Єгор Ґалаґан", "Γιώργος Παπανδρέου", "Şükrü Ğ", "Njegoš Ǆ", "O’Brien", "Lê Đức Thọ", "Տիգրան Սարգսյան",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_name_is_whole(name: str, form: str) -> None:
    given = unicodedata.normalize(form, name)  # type: ignore[arg-type]
    assert re.findall(CAPITALISED, f"ujar {given} kepada pers", re.UNICODE) == given.split()


def test_capitals_and_small_letters_are_apart() -> None:
    letters = [chr(code) for code in range(0x2D00) if chr(code).isalpha()]
    upper = re.compile(f"[{UPPER}]")
    lower = re.compile(f"[{LOWER}]")
    assert [one for one in letters if upper.match(one) and lower.match(one)] == []
    assert all(upper.match(one) for one in letters if one.isupper())
    assert all(lower.match(one) for one in letters if one.islower())
    assert not any(upper.match(one) for one in "中अاกー1_")
