"""How wide standard output is, and whether it shows colour."""

import pytest

from memcon.cli.terminal.screen import screen


@pytest.mark.parametrize(
    ("env", "colour", "expected"),
    [
        ({}, "auto", (100, False)),
        ({"COLUMNS": "72"}, "auto", (72, False)),
        ({"COLUMNS": "wide"}, "never", (100, False)),
        ({"FORCE_COLOR": "1"}, "auto", (100, True)),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, "auto", (100, False)),
        ({"NO_COLOR": "1"}, "always", (100, True)),
    ],
)
def test_a_pipe_is_no_screen(
    monkeypatch: pytest.MonkeyPatch, env: dict[str, str], colour: str, expected: tuple[int, bool]
) -> None:
    for name in ("COLUMNS", "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert screen(colour) == expected
