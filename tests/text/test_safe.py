"""What is printed cannot deceive: everything invisible is made visible, whatever the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memcon.text.safe import safe_line, safe_text

ANY_TEXT = st.text(st.characters(codec=None, categories=None))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Menlu bertemu", "Menlu bertemu"),
        ("“Siap”, kata Нuлaнд — 习近平, café", "“Siap”, kata Нuлaнд — 习近平, café"),
        ("a\tb\nc", "a\tb\nc"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\u2028b\u2029c\x85d", "a\nb\nc\nd"),
        ("\x1b]52;c;aGk=\x07", "\\x1b]52;c;aGk=\\x07"),
        ("\x9b31m\x7f\x00", "\\x9b31m\\x7f\\x00"),
        ("abc\u202ecod.exe", "abc\\u202ecod.exe"),
        ("did\u200b not", "did\\u200b not"),
        ("\ufeffJakarta", "\\ufeffJakarta"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
        ("Rp\xa01.000\u3000x", "Rp 1.000 x"),
        ("C:\\x1b", "C:\\x1b"),
    ],
)
def test_what_is_shown(text: str, shown: str) -> None:
    assert safe_text(text) == shown


@given(ANY_TEXT)
def test_what_is_shown_is_always_printable(text: str) -> None:
    assert all(char.isprintable() or char in "\n\t" for char in safe_text(text))
    assert safe_line(text).isprintable()
    safe_text(text).encode("utf-8")


@given(ANY_TEXT)
def test_safe_text_stays_as_it_is(text: str) -> None:
    assert safe_text(safe_text(text)) == safe_text(text)


@given(st.text(st.characters(categories=("L", "N", "P")), max_size=50))
def test_visible_text_is_untouched(text: str) -> None:
    visible = "".join(char for char in text if char.isprintable())
    assert safe_text(visible) == visible


def test_a_forged_status_line_stays_in_its_own() -> None:
    assert safe_line("x.txt\n100 % done\t[ok]") == "x.txt\\n100 % done\\t[ok]"
