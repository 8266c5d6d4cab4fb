"""Quad classes and intensities: every code that an event can have weighs something, and some are pinned."""

import pytest

from memcon.events.codes import code_table
from memcon.outputs.tables.scales import QUADS, Scale, cameo_scale, plover_scale


def test_every_code_of_the_table_weighs_something() -> None:
    for row in code_table().values():
        plover, cameo = plover_scale(row.codes.plover, row.codes.plover_mode), cameo_scale(row.codes.cameo)
        assert plover
        assert plover.quad in QUADS
        assert cameo
        assert cameo.quad in QUADS
        assert cameo.name


@pytest.mark.parametrize(
    ("event", "mode", "quad", "score"),
    [
        ("CONSULT", "phone", 1, 1.5),
        ("CONSULT", None, 1, 2.5),
        ("SANCTION", "expel", 4, -5.5),
        ("REJECT", "meet", 3, -2),
    ],
)
def test_plover(event: str, mode: str | None, quad: int, score: float) -> None:
    assert plover_scale(event, mode) == Scale(quad, score, "")


@pytest.mark.parametrize(
    ("code", "scale"),
    [
        ("040", Scale(1, 1, "Consult")), ("080", Scale(2, 5, "Yield")), ("112", Scale(3, -2, "Accuse")),
        ("161", Scale(4, -4, "Reduce or break diplomatic relations")),
    ],
)  # fmt: skip
def test_cameo(code: str, scale: Scale) -> None:
    assert cameo_scale(code) == scale


def test_a_code_of_another_table_weighs_nothing() -> None:
    assert plover_scale("PROTEST") is None
    assert plover_scale(None) is None
    assert cameo_scale("023") is None
