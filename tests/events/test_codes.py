"""The coding table covers every kind, status and variant once, with codes that the schemes have."""

import csv
from importlib.resources import files
from itertools import product
from typing import Any, get_args

import pytest

from memcon.events.codes import code_table, codes_of
from memcon.records import Act, Channel, Codes, Form, Kind, Status

VARIANTS: dict[Kind, tuple[Any, ...]] = {"meeting": get_args(Form), "call": get_args(Channel), "dispute": get_args(Act)}
COMBINATIONS: list[tuple[Kind, Status, Any]] = [
    (k, s, v) for k, variants in VARIANTS.items() for s, v in product(get_args(Status), variants)
]

# PLOVER manual, draft 2.0 of 2024-02-04: the events we use, each with all of its modes
PLOVER = {
    "AGREE": set(),
    "CONSULT": {"visit", "third-party", "multilateral", "phone"},
    "CONCEDE": set(),
    "REQUEST": {"assist", "change", "yield", "meet"},
    "ACCUSE": {"disapprove", "investigate", "allege"},
    "REJECT": {"assist", "change", "yield", "meet"},
    "THREATEN": {"restrict", "arrest", "relations", "expel", "territory", "violence"},
    "SANCTION": {"convict", "expel", "withdraw", "discontinue"},
    "MOBILIZE": {"troops", "weapons", "police", "militia"},
    "COERCE": {
        "seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold", "misinformation",
        "cyber",
    },
    "ASSAULT": {
        "abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms", "explosives",
        "suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control", "unconventional",
    },
}  # fmt: skip
# CAMEO codes of the categories that we use (andybega/icews cameo-codes.csv), without their two-digit heads
CAMEO = {
    "030", "031", "032", "033", "034", "035", "036", "037", "038", "039", "040", "041", "042", "043", "044", "045",
    "046", "080", "081", "082", "083", "084", "085", "086", "087", "100", "101", "1011", "1012", "1013", "1014",
    "102", "103", "1031", "1032", "1033", "1034", "104", "1041", "1042", "1043", "1044", "105", "106", "107", "108",
    "110", "111", "112", "1121", "1122", "1123", "1124", "1125", "113", "114", "115", "116", "120", "121", "1211",
    "1212", "1213", "122", "1221", "1222", "1223", "1224", "123", "1231", "1232", "1233", "1234", "124", "1241",
    "1242", "1243", "1244", "1245", "1246", "125", "126", "127", "128", "129", "130", "131", "1311", "1312", "1313",
    "132", "1321", "1322", "1323", "1324", "133", "134", "135", "136", "137", "138", "1381", "1382", "1383", "1384",
    "1385", "139", "150", "151", "152", "153", "154", "160", "161", "162", "1621", "1622", "1623", "163", "164",
    "165", "166", "1661", "1662", "1663", "170", "171", "1711", "1712", "172", "1721", "1722", "1723", "1724", "173",
    "174", "175", "190", "191", "192", "193", "194", "195", "196",
}  # fmt: skip
ACE = {"Contact.Meet", "Contact.Phone-Write", "Conflict.Attack", "Conflict.Demonstrate"}


def test_every_combination_has_exactly_one_row() -> None:
    text = files("memcon").joinpath("data", "codes.csv").read_text(encoding="utf-8")
    rows = [(row["kind"], row["status"], row["variant"]) for row in csv.DictReader(text.splitlines())]
    assert sorted(rows) == sorted(COMBINATIONS)


def test_every_code_exists_in_its_scheme() -> None:
    for key, row in code_table().items():
        assert row.codes.plover in PLOVER, key
        assert row.codes.plover_mode is None or row.codes.plover_mode in PLOVER[row.codes.plover], key
        assert row.codes.cameo in CAMEO, key
        assert row.codes.ace is None or row.codes.ace in ACE, key


@pytest.mark.parametrize(
    ("kind", "status", "variant", "expected"),
    [
        ("call", "occurred", "video", ("CONSULT", "phone", "041", "Contact.Phone-Write")),
        ("meeting", "occurred", "talks", ("CONSULT", None, "046", "Contact.Meet")),
        ("meeting", "occurred", "visit", ("CONSULT", "visit", "042", "Contact.Meet")),
        ("meeting", "occurred", "third_country", ("CONSULT", "third-party", "044", "Contact.Meet")),
        ("dispute", "occurred", "summon", ("ACCUSE", "disapprove", "114", None)),
        ("dispute", "occurred", "accuse", ("ACCUSE", "allege", "112", None)),
        ("dispute", "occurred", "sanction", ("SANCTION", "discontinue", "163", None)),
        ("dispute", "occurred", "expel", ("SANCTION", "expel", "161", None)),
        ("dispute", "occurred", "bar", ("REJECT", None, "120", None)),
        ("dispute", "planned", "attack", ("THREATEN", "violence", "138", "Conflict.Attack")),
        ("dispute", "planned", "sanction", ("THREATEN", "restrict", "1312", None)),
    ],
)
def test_codes_follow_the_manual(
    kind: Kind, status: Status, variant: Channel | Form | Act, expected: tuple[str | None, ...]
) -> None:
    plover, mode, cameo, ace = expected
    assert codes_of(kind, status, variant) == Codes(plover=plover, plover_mode=mode, cameo=cameo, ace=ace)


@pytest.mark.parametrize(
    ("status", "plover", "mode", "cameo"),
    [
        ("planned", "AGREE", None, "036"),
        ("requested", "REQUEST", "meet", "106"),
        ("refused", "REJECT", "meet", "125"),
        ("cancelled", "REJECT", "meet", "161"),
    ],
)
def test_contact_that_did_not_happen_is_never_consult(
    status: Status, plover: str, mode: str | None, cameo: str
) -> None:
    for kind, _, variant in (c for c in COMBINATIONS if c[0] != "dispute" and c[1] == status):
        codes = codes_of(kind, status, variant)
        assert (codes.plover, codes.plover_mode, codes.cameo) == (plover, mode, cameo)


def test_where_sources_disagree_the_note_says_so() -> None:
    for act in ("sanction", "protest"):
        assert "CONFLICT" in code_table()["dispute", "occurred", act].note


def test_a_variant_of_another_kind_is_an_error() -> None:
    with pytest.raises(ValueError, match="'summon' is no variant"):
        codes_of("call", "occurred", "summon")
