"""A key that an endpoint echoes, and what the environment would send or print: none of it reaches a file or a stranger.

The endpoint writes the key in every way that it can; every file that a run leaves is searched, and the ledger's answers
as they were received. Headers and printed lines are those of the real client.
"""

import base64
import html
import itertools
import json
import os
import random
import re
import sqlite3
import string
import subprocess
import sys
import urllib.parse
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from conftest import Command
from helpers.fault_server import Asked, Reply, Writer, completion, fails, sends
from helpers.harness import findings, number_in, text_of
from helpers.scripted import serving
from memcon.errors import UsageError
from memcon.models import secrets
from memcon.models.secrets import Secret, _any_form
from memcon.models.spec import api_key, choose_spec

pytestmark = pytest.mark.hostile
KEY: Final = "sk-test/0123+abcdef~WXYZ"
Encoding = Callable[[str], str]


def each(form: str) -> Encoding:
    """Every character for itself, as a format of its number."""
    return lambda key: "".join(form.format(ord(char)) for char in key)


def shifted(before: str, encode: Callable[[bytes], bytes] = base64.b64encode) -> Encoding:
    return lambda key: encode(f"{before}{key} and more".encode()).decode()


def wrapped(text: str, end: str = "\n", width: int = 76, before: int = 60) -> str:
    """The text in lines, as it stands behind `before` characters of others; all of them where it is short."""
    cuts = range(width - before, len(text), width)
    return end.join(text[first:last] for first, last in itertools.pairwise((0, *cuts, len(text))))


def dumped(key: str, *, canonical: bool = False) -> str:
    """Rows of sixteen bytes with their place and their characters, as of xxd, or as of hexdump -C."""
    data = f"a {key} and more".encode()
    rows = [(at, data[at : at + 16]) for at in range(0, len(data), 16)]
    if canonical:
        return "\n".join(
            f"{at:08x}  {row[:8].hex(' '):23}  {row[8:].hex(' '):23}  |{row.decode()}|" for at, row in rows
        )
    return "\n".join(f"{at:08x}: {row.hex(' ', -2):39}  {row.decode()}" for at, row in rows)


ENCODINGS: Final[dict[str, Encoding]] = {
    "plain": str,
    "upper": str.upper,
    "json_escapes": each("\\u{:04x}"),
    "json_escapes_twice": each("\\\\u{:04X}"),
    "json_in_json_in_json": lambda key: json.dumps(json.dumps(key.replace("/", "\\/"))),
    "percent": lambda key: urllib.parse.quote(key, safe=""),
    "percent_all": each("%{:02x}"),
    "percent_twice": lambda key: urllib.parse.quote(urllib.parse.quote(key, safe=""), safe=""),
    "html_decimal": each("&#{};"),
    "html_hex": each("&#x{:X};"),
    "html_without_semicolon": each("&#00{}"),
    "html_names": lambda key: html.escape(f"<b>{key}</b>"),
    "string_hex": each("\\x{:02x}"),
    "string_octal": each("\\{:03o}"),
    "string_braces": each("\\u{{{:x}}}"),
    "quoted_printable": each("={:02X}"),
    "base64": shifted(""),
    "base64_of_a_header": shifted("Bearer "),
    "base64_of_a_user": shifted("user:"),
    "base64_of_something": shifted("x"),
    "base64_for_urls": shifted("xx", base64.urlsafe_b64encode),
    "hex": lambda key: key.encode().hex(),
    "hex_upper": lambda key: key.encode().hex().upper(),
    "hex_with_colons": lambda key: key.encode().hex(":"),
    "hex_with_case_reversed": lambda key: key.encode().hex().swapcase(),
    "hex_of_an_array": lambda key: ", ".join(f"0x{byte:02x}" for byte in key.encode()),
    "wrapped": wrapped,
    "wrapped_and_indented": lambda key: wrapped(key, "\r\n    ", 10, 5),
    "wrapped_and_escaped": lambda key: wrapped(key, "\\\\r\\\\n", 10, 5),
    "wrapped_and_joined": lambda key: wrapped(key, " "),
    "soft_breaks": lambda key: wrapped(key.replace("=", "=3D"), "=\n", 75),
    "soft_breaks_of_mail": lambda key: wrapped(key.replace("=", "=3D"), "=\r\n", 75),
    "mime": lambda key: wrapped(shifted("Bearer ")(key)),
    "mime_of_mail": lambda key: wrapped(shifted("user:")(key), "\r\n", before=57),
    "mime_joined": lambda key: wrapped(shifted("x")(key), " ", before=50),
    "mime_of_python": lambda key: base64.encodebytes(key.encode()).decode(),
    "hex_in_lines": lambda key: wrapped(key.encode().hex(), width=60, before=41),
    "hex_of_a_dump": dumped,
    "hex_of_a_dump_with_bars": lambda key: dumped(key, canonical=True),
    "a_mixture": lambda key: urllib.parse.quote(key[:8], safe="") + each("&#{};")(key[8:16]) + key[16:],
}


def cores_of(form: str) -> Iterator[str]:
    """Yield what must stand nowhere: the form, and its middle, which no neighbour changes in base64."""
    yield form
    yield form[len(form) // 4 : len(form) // 2 + 4]


def left(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield every file that a run has left, and every answer and message in its ledger, with a name each."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.name, path.read_bytes().decode("latin-1")
    with sqlite3.connect(folder / "ledger.sqlite") as ledger:
        for detail, body in ledger.execute("SELECT detail, body FROM attempts"):
            yield "detail", detail or ""
            yield "answer", zlib.decompress(body).decode("latin-1") if body else ""


@pytest.mark.parametrize("name", ENCODINGS)
def test_an_echoed_key_is_in_no_file(name: str, memcon: Command, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    form = ENCODINGS[name](KEY)
    asked: Counter[int] = Counter()

    def reply(question: Asked) -> Reply:
        number = number_in(question)
        asked[number] += 1
        if number == 0 and asked[0] == 1:
            return fails(503, f"<html>busy: {form} was refused</html>".encode())
        if number == 1:
            return fails(400, {"error": {"message": f"bad request with {form}", form: form}})
        answer = json.dumps(findings(number, summary=f"He said {form} twice."))
        return sends(completion(answer) | {"model": f"served {form}", "echo": {form: [form]}})

    lines = [json.dumps({"id": f"a{n}", "text": text_of(n), "language": "id"}) for n in range(2)]
    (folder / "news.jsonl").write_text("\n".join(lines), "utf-8")
    monkeypatch.setenv("MEMCON_API_KEY", KEY)
    with serving(reply) as server:
        arguments = ["news.jsonl", "-o", "out", "--ledger", "ledger.sqlite", "--strategy", "whole"]
        ran = memcon("extract", *arguments, "--model", "scripted", "--base-url", server.url)
        assert {one.headers["authorization"] for one in server.asked} == {f"Bearer {KEY}"}, ran.err
    assert ran.code == 3, ran.err
    texts = [*left(folder), ("stdout", ran.out), ("stderr", ran.err)]
    told = json.dumps(form)[1:-1]
    assert [where for where, text in texts for core in (*cores_of(form), *cores_of(told)) if core in text] == []
    assert sum("[key]" in text for _, text in texts) >= 3
    assert (folder / "out" / "events.jsonl").read_text("utf-8").count("\n") == 1


def test_a_key_in_a_header_that_is_none_is_in_no_message(
    memcon: Command, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error of the HTTP library quotes the line."""

    async def reply(writer: Writer) -> None:
        writer.write(f"HTTP/1.1 200 OK\r\n{'x' * 250} {KEY}\r\n\r\n".encode())
        await writer.drain()
        writer.close()

    (folder / "a.txt").write_text(text_of(0), "utf-8")
    monkeypatch.setenv("MEMCON_API_KEY", KEY)
    with serving(lambda _: reply) as server:
        arguments = ["a.txt", "-o", "out", "--ledger", "ledger.sqlite", "--strategy", "whole", "--max-wait", "0"]
        ran = memcon("extract", *arguments, "--model", "scripted", "--base-url", server.url)
    assert ran.code in {3, 4}
    assert [where for where, text in [*left(folder), ("stderr", ran.err)] if KEY[:10] in text] == []


@pytest.mark.parametrize("name", [name for name in ENCODINGS if "\n" not in ENCODINGS[name](KEY)])
def test_a_key_in_the_encoding_of_an_answer_is_in_no_message(
    name: str, memcon: Command, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = ENCODINGS[name](KEY)
    (folder / "a.txt").write_text(text_of(0), "utf-8")
    monkeypatch.setenv("MEMCON_API_KEY", KEY)
    with serving(lambda _: sends(b"{}", headers={"content-encoding": f"{form}, {'x' * 400}"})) as server:
        arguments = ["a.txt", "-o", "out", "--ledger", "ledger.sqlite", "--strategy", "whole"]
        ran = memcon("extract", *arguments, "--model", "scripted", "--base-url", server.url)
    assert ran.code == 3, ran.err
    told = dict(left(folder))["detail"]
    assert "[key]" in told
    assert len(told) == 300
    texts = [*left(folder), ("stdout", ran.out), ("stderr", ran.err)]
    cores = {core.lower() for core in cores_of(form)}
    assert [where for where, text in texts for core in cores if core in text.lower()] == []


def test_what_was_json_is_json_and_what_is_no_key_stays_as_it_is() -> None:
    secret = Secret(KEY)
    for name, encode in ENCODINGS.items():
        document = json.loads(secret.blotted(json.dumps({"a": [1.5, None, encode(KEY)], encode(KEY): "é"}).encode()))
        assert "[key]" in document["a"][2], name
        assert document["a"][:2] == [1.5, None]
    for body in (b'{"a": "\\nk-test/0123+abcdef~WXYZ"}', KEY[:-1].encode(), b"\xff\x00" + KEY[1:].encode(), b""):
        assert secret.blotted(body) is body
    assert KEY not in repr(secret)
    assert Secret("EMPTY").blotted(b"EMPTY") == b"EMPTY"
    assert KEY.encode() not in secret.blotted(f"<p>{KEY}</p>".encode("utf-16")).replace(b"\0", b"")


@pytest.mark.parametrize("deep", [0, 2_000])
def test_a_key_that_stands_beside_what_is_decoded_is_blotted(deep: int) -> None:
    """In a member that another of its name hides, as a number, in numbers beside one another."""
    for key, body in (
        (KEY, f'{{"echo":"Bearer {KEY}","echo":"fine","x":0}}'),
        (KEY, f'{{"{KEY}":1,"{KEY}":2,"x":0}}'),
        ("4012345678901234", '{"told":4012345678901234,"x":0}'),
        ("4012345678901234", '{"told":-40123456789.01234e5,"code":4012345678901234.5,"x":0}'),
        ("12345678", f'{{"bytes":[{",".join(format(ord(digit), "x") for digit in "12345678")}],"x":0}}'),
    ):
        secret = Secret(key)
        data = body.replace(":0}", ":" + "[" * deep + "]" * deep + "}" if deep else ":0}").encode()
        clean = secret.blotted(data)
        assert clean != data, body
        assert secret.blotted_text(clean.decode()) == clean.decode(), body
        if not deep and "bytes" not in body:
            assert json.loads(clean)["x"] == 0


def test_a_body_of_a_million_values_is_searched_as_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Decoded, 30 MB of lists take gigabytes."""
    monkeypatch.setattr(json, "loads", pytest.fail)
    body = b'{"e":"' + KEY.encode() + b'","x":[' + b"[" * 1_000_000 + b"]}"
    assert KEY.encode() not in Secret(KEY).blotted(body)


def test_a_key_of_eight_characters_is_one_and_a_stand_in_is_none() -> None:
    for key in ("hunter2-abc", "abc-1234", "12345678", "abcdefghijkl"):
        assert Secret(key).blotted_text(f"Bearer {key}.") == "Bearer [key]."
    for key in ("", "x", "none", "EMPTY", "ollama", "abc-123", "whatever", "placeholder"):
        assert Secret(key).blotted_text(f"Bearer {key}.") == f"Bearer {key}."


def test_a_long_token_costs_nothing_until_an_endpoint_echoes_it() -> None:
    """A token of 2,000 characters took seconds at each start of a run, and one of 100,000 gigabytes."""
    token = base64.b64encode(bytes(number * number % 251 for number in range(121))).decode()
    assert (len(token), token[-2:]) == (164, "==")
    secret = Secret(token)
    body = b'{"a": "' + token[1:].encode() + b'"}'
    assert secret.blotted(body) is body
    assert "_forms" not in vars(secret)
    for name, encode in ENCODINGS.items():
        clean = secret.blotted_text(encode(token))
        assert "[key]" in clean, name
        assert not {token[at : at + 8] for at in range(len(token) - 7)} & set(re.findall(r"(?=(.{8}))", clean)), name
    spec = choose_spec("x", "http://127.0.0.1:1/v1", env={})
    with pytest.raises(UsageError, match="has 8,193 characters, more than servers take") as caught:
        api_key(spec, {"MEMCON_API_KEY": "k" * 8_193})
    assert "kk" not in str(caught.value)


def written(key: str, chance: random.Random) -> str:
    """Return each character in a way of its own, with what may stand between two, or must not."""
    forms = ["{1}", "{1}", "%{0:02x}", "%25{0:02X}", "={0:02x}", "&#{0};", "&#{0}", "&#x{0:x};", "&#x{0:x}"]
    forms += ["\\x{0:x}", "\\u{{{0:x}}}", "\\u{0:04x}", "\\{0:o}", "\\{1}"]
    between = [""] * 40 + ["\n", "=\n", " ", ";", "}", "25", "\\n"]
    return "".join(chance.choice(forms).format(ord(char), char) + chance.choice(between) for char in key)


NEIGHBOURS: Final = "%=&\\;}{#/+ax0125u3d"
"""Characters of which one may be the end or the beginning of another, as it is written."""


@pytest.mark.parametrize("seed", range(12))
def test_a_key_is_found_by_its_characters_where_one_pattern_of_all_of_it_would(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(seed)
    monkeypatch.setattr("memcon.models.secrets.BEGINNING", 4)
    fixed = [KEY, "%2525a%25=3D%", "&#59;;;a&#38;b;", "=3D=3D=ab==c", "\\\\x5c\\u{5c}}}x", "a" * 13, "a;b}c;d}e;;f}}"]
    key = fixed[seed] if seed < len(fixed) else "".join(chance.choices(NEIGHBOURS, k=12))
    whole, secret = _any_form([key]), Secret(key)
    texts = [f"{encode(key)}{end}{encode(key)}" for encode in ENCODINGS.values() for end in ("", "~", "\n")]
    texts += [encode(key)[:-1] + "~" for encode in ENCODINGS.values()]
    texts += [written(key, chance) + chance.choice(["", "x", ";"]) + written(key, chance) for _ in range(100)]
    found = [secret.blotted_text(text) for text in texts]
    assert found == [whole.sub("[key]", text) for text in texts]
    assert sum("[key]" in text for text in found) > 100


def test_no_pattern_is_made_of_all_of_a_long_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """One of 8,000 characters that an endpoint echoed took 34 seconds and a gigabyte, while a run did nothing else."""
    made = [0]
    compiled = re.compile

    def watched(pattern: str, flags: int = 0) -> re.Pattern[str]:
        made.append(len(pattern))
        return compiled(pattern, flags)

    monkeypatch.setattr("memcon.models.secrets.re.compile", watched)
    longest = set()
    for size in (1_000, 8_000):
        token = "".join(random.Random(0).choices(string.ascii_letters + string.digits + "+/", k=size))
        secret = Secret(token)
        for name in ("plain", "hex", "mime", "html_hex", "hex_of_a_dump"):
            assert len(secret.blotted_text(ENCODINGS[name](token))) < 100, name
        near = (token[:-1] + "~") * (200_000 // size)
        assert secret.blotted_text(near) is near
        longest.add(max(made))
    assert len(longest) == 1


@pytest.mark.parametrize(
    "unit",
    [
        "\\",
        "%25",
        "&#",
        "73 ",
        "=",
        "a",
        KEY[:-1],
        each("\\u{:04x}")(KEY[:-1]),
        "\\u00",
        '"',
        "[",
        "0x73,",
        " ",
        "=\n",
        "s \n",
        "73" + " " * 12,
        "73  aaaa\n0000: ",
        "=\\n",
    ],
)
def test_looking_for_a_key_takes_time_that_grows_as_the_bytes_do(unit: str) -> None:
    """Half a million bytes at a time; what grows as their square would take hours."""
    body = (unit * (500_000 // len(unit))).encode()
    assert Secret(KEY).blotted(body) is body


def test_what_is_almost_a_key_is_not_looked_at_character_by_character(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two megabytes of it held a run, and Ctrl-C, for a minute."""
    steps = [0]

    def counted(step: secrets._Step) -> re.Pattern[str]:
        steps[0] += 1
        return one_of(step)

    one_of = secrets._pattern
    monkeypatch.setattr(secrets, "_pattern", counted)
    key = "".join(random.Random(0).choices(string.ascii_letters + string.digits, k=200))
    for form in (key, base64.b64encode(key.encode()).decode()):
        steps[0] = 0
        body = (form[:-5] + "~").encode() * 100
        assert Secret(key).blotted(body) is body
        assert 0 < steps[0] <= 100 * 10


WANTED: Final = {"accept", "accept-encoding", "authorization", "content-length", "content-type", "host", "user-agent"}
ENVIRONMENT: Final = {
    "OPENAI_ORG_ID": "org-private", "OPENAI_PROJECT_ID": "proj-private", "OPENAI_ADMIN_KEY": "admin-private",
    "OPENAI_CUSTOM_HEADERS": "X-Private: private\nAuthorization: Bearer private\nUser-Agent: private",
    "OPENAI_WEBHOOK_SECRET": "hook-private", "OPENAI_API_VERSION": "private", "AZURE_OPENAI_API_KEY": "azure-private",
    "AZURE_OPENAI_AD_TOKEN": "ad-private", "OPENAI_LOG": "debug",
}  # fmt: skip
"""What the client's library reads, of its variables."""


def test_no_variable_of_the_clients_library_reaches_an_endpoint_or_prints_an_article(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a process of its own: the library reads its variables when it is imported."""
    (folder / "a.txt").write_text(text_of(0), "utf-8")
    environment = os.environ | ENVIRONMENT | {"MEMCON_API_KEY": KEY}
    with serving(lambda asked: sends(completion(json.dumps(findings(number_in(asked)))))) as server:
        arguments = ["extract", "a.txt", "-o", "out", "--ledger", "ledger.sqlite", "--strategy", "whole"]
        command = [sys.executable, "-m", "memcon", *arguments, "--model", "scripted", "--base-url", server.url]
        ran = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=500, check=False)
        (asked,) = server.asked
    assert ran.returncode == 0, ran.stderr
    assert asked.headers.keys() - {"connection"} == WANTED
    assert "private" not in str(asked.headers) + asked.raw.decode()
    assert asked.headers["authorization"] == f"Bearer {KEY}"
    told = ran.stdout + ran.stderr + "".join(text for _, text in left(folder))
    assert "Harga beras" not in ran.stdout + ran.stderr
    assert "private" not in told
    assert KEY not in told


@pytest.mark.parametrize("form", [
    lambda key: json.dumps({"type": "Buffer", "data": list(key.encode())}),
    lambda key: json.dumps({"type": "Buffer", "data": list(key.encode())}, indent=1),
    lambda key: json.dumps(json.dumps(list(key.encode()), indent=1)),
    lambda key: f"bytes: {','.join(map(str, key.encode()))}.",
    lambda key: " ".join(map(str, key.encode())),
    lambda key: key.replace("-", "&hyphen;").replace("_", "&lowbar;"),
    lambda key: json.dumps({"page": key.replace("-", "&dash;").replace("_", "&UnderBar;")}),
], ids=["buffer", "lines", "escaped", "commas", "spaces", "entities", "entities in JSON"])  # fmt: skip
@pytest.mark.parametrize("key", ["sk-proj-Zq7_Xk29bTnW4vLpR8sYdF3hJm6c", "k-9_f-31x"])
def test_a_key_in_numbers_or_named_entities_is_blotted(form: Callable[[str], str], key: str) -> None:
    blotted = Secret(key).blotted(form(key).encode())
    assert b"[key]" in blotted
    assert b"95" not in blotted
    assert b"bar" not in blotted
    near = form(key[:-1] + "~").encode()
    assert Secret(key).blotted(near) == near
