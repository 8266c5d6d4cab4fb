"""What a user may write of an endpoint and of prices: what cannot be is wrong use, and told in a line."""

import math
import time
from pathlib import Path

import pytest

from conftest import Command
from memcon.errors import UsageError
from memcon.models.endpoints import file as endpoint_file
from memcon.models.limits import LEAST, Limits
from memcon.models.patterns import MOST_TEXT, checked, found
from memcon.models.prices import load_prices
from memcon.models.spec import checked_url

pytestmark = pytest.mark.hostile

NO_ADDRESS = {
    "zero width space": "http://api.exa\u200bmple.invalid/v1",
    "in the path": "http://127.0.0.1:9/v1\u200b",
    "emoji": "http://\U0001f600.invalid/v1",
    "control": "http://127.0.0.1:9/\x01v1",
    "line": "http://127.0.0.1:9/v1\nx",
    "snowman": "http://\u2603\uff0e\u200d/v1",
    "long label": "http://" + "\u00e9" * 80 + ".invalid/v1",
    "long label of ASCII": "http://" + "a" * 80 + ".invalid/v1",
    "empty label": "http://a..b/v1",
    "long path": "http://127.0.0.1:9/" + "a" * 80_000,
}


@pytest.mark.parametrize("name", NO_ADDRESS)
def test_an_address_that_nothing_can_be_sent_to_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="base URL"):
        checked_url(NO_ADDRESS[name])


def test_the_command_says_so_in_a_line(memcon: Command, folder: Path) -> None:
    (folder / "a.txt").write_text("Words.", "utf-8")
    ran = memcon("extract", "a.txt", "-o", "out", "--model", "m", "--base-url", NO_ADDRESS["emoji"])
    assert (ran.code, "Traceback" in ran.err) == (2, False)


@pytest.mark.parametrize("url", ["http://ex\u00e4mple.org/v1", "http://[::1]:9/v1", "http://my_host:9/v1"])
def test_an_address_beyond_the_common_is_taken(url: str) -> None:
    assert checked_url(url) == url


@pytest.mark.parametrize("opening", ["[", "{a="])
def test_toml_that_is_nested_too_deep_is_refused(folder: Path, opening: str) -> None:
    path = folder / "deep.toml"
    path.write_text("a = " + opening * 3000, "utf-8")
    with pytest.raises(UsageError, match="nested too deep"):
        load_prices(path)
    with pytest.raises(UsageError, match="nested too deep"):
        endpoint_file.read_file(path)


ENDLESS = [
    "(a+)+$", "(a|a)*$", "(a?){30}a{30}", "a*a*a*$", ".*a.*b", "(?:a|ab)(?:a|ab)*$", "(a*){5}$", "a?" * 30 + "a" * 30,
    "(?=(a+)+$)b", "(?:(?:){60000}){60000}", "(" * 500 + ")" * 500 + "(", "a" * 3000, r"(a*)\1*$", "(?:a{0,99}){9}$",
]  # fmt: skip


@pytest.mark.parametrize("pattern", ENDLESS)
def test_a_pattern_that_may_take_without_end_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        checked(pattern)


@pytest.mark.parametrize(
    "pattern",
    ["", r"^api\.openai\.com$", r"^gpt-5(\.1)?(-\d{4}-\d\d-\d\d)?$", ".*b$", "a+$", r"(^|\.)host\.org$", r"\w+-x$",
     "(?:ab)+$", "(x|y|z)[a-z]*(1|2)$", "(?i)large$"],
)  # fmt: skip
def test_a_pattern_that_is_taken_is_soon_matched(pattern: str) -> None:
    start = time.process_time()
    for text in ("a" * 100_000, "ab" * 50_000, "-" * MOST_TEXT):
        found(checked(pattern), text, any_case=True)
    assert time.process_time() - start < 2


def test_files_with_such_a_pattern_are_refused(folder: Path) -> None:
    path = folder / "own.toml"
    path.write_text("[match]\nmodel = '(a+)+$'\n", "utf-8")
    with pytest.raises(UsageError, match=r"match\.model: no regular expression: it may take without end"):
        endpoint_file.read_file(path)
    path.write_text("[errors]\ntoo_long_words = ['(a+)+$']\n", "utf-8")
    with pytest.raises(UsageError, match="it may take without end"):
        endpoint_file.read_file(path)
    path.write_text("[[price]]\nmodel = '(a+)+$'\ninput = 1\noutput = 1\nas_of = 2026-01-01\n", "utf-8")
    with pytest.raises(UsageError, match="it may take without end"):
        load_prices(path)


UNCOUNTABLE = ["inf", "-inf", "nan", "1e300", "0x" + "f" * 9000, "1_000_000_000_001"]
PRICE = "[[price]]\nmodel = 'm'\noutput = 1\nas_of = 2026-01-01\ninput = "
IN_PROFILES = {
    "profile.deadline": "[profile]\ndeadline = ", "profile.concurrency": "[profile]\nconcurrency = ",
    "profile.temperature": "[profile]\ntemperature = ", "profile.seed": "[profile]\nseed = ",
    "takes.most_output_tokens": "[takes]\nmost_output_tokens = ", "template.depth": "[template]\ndepth = ",
    "match.order": "[match]\norder = ", "errors.rate.2": "[errors]\nrate = [429,\n",
}  # fmt: skip


@pytest.mark.parametrize("number", UNCOUNTABLE, ids=lambda number: number[:6])
@pytest.mark.parametrize("field", IN_PROFILES)
def test_a_profile_with_a_number_that_counts_nothing_is_refused_by_its_field(
    folder: Path, field: str, number: str
) -> None:
    path = folder / "own.toml"
    path.write_text(IN_PROFILES[field] + number + ("]" if "[429" in IN_PROFILES[field] else ""), "utf-8")
    with pytest.raises(UsageError, match=rf"own\.toml'.*{field}: must be a finite number") as refused:
        endpoint_file.read_file(path)
    assert len(str(refused.value)) < 4_500  # the folder's own name is in it


@pytest.mark.parametrize("number", UNCOUNTABLE, ids=lambda number: number[:6])
def test_a_price_that_counts_nothing_is_refused_by_its_field(folder: Path, number: str) -> None:
    path = folder / "own.toml"
    path.write_text(f"{PRICE}1\n{PRICE}{number}\n", "utf-8")
    with pytest.raises(UsageError, match=r"own\.toml'.*price\.2\.input: must be a finite number"):
        load_prices(path)


@pytest.mark.parametrize("limit", LEAST)
@pytest.mark.parametrize(
    "number",
    [math.inf, -math.inf, math.nan, 10**5000, 10**12 + 1, -1, True, "7"],
    ids=["inf", "-inf", "nan", "vast", "beyond", "negative", "true", "text"],
)
def test_a_limit_of_the_library_that_counts_nothing_is_refused_by_name(limit: str, number: object) -> None:
    with pytest.raises(UsageError, match=f"limits: {limit} must be a"):
        Limits(**{limit: number})  # type: ignore[arg-type]


@pytest.mark.parametrize("limit", LEAST)
def test_the_least_of_a_limit_is_that_of_its_option(memcon: Command, limit: str) -> None:
    assert getattr(Limits(**{limit: LEAST[limit]}), limit) == LEAST[limit]  # type: ignore[arg-type]
    below = LEAST[limit] - (0.001 if isinstance(LEAST[limit], float) else 1)
    ran = memcon("extract", "a.txt", "-o", "out", f"--{limit.replace('_', '-')}={below}")
    assert (ran.code, f"should be greater than or equal to {LEAST[limit]}" in ran.err) == (2, True)


def test_calls_in_flight_are_a_thousand_at_most(memcon: Command, folder: Path) -> None:
    path = folder / "own.toml"
    path.write_text("[profile]\nconcurrency = 1001\n", "utf-8")
    with pytest.raises(UsageError, match=r"own\.toml'.*profile\.concurrency: .* 1000, not 1001"):
        endpoint_file.read_file(path)
    with pytest.raises(UsageError, match="limits: concurrency must be a whole number from 1 to 1,000"):
        Limits(concurrency=1001)
    assert memcon("extract", "a.txt", "-o", "out", "--concurrency=1001").code == 2
