"""The pictures in docs/pictures/: `make pictures RUN=OUT` draws them anew; without it, they are only held to exist."""

import struct
from pathlib import Path

import pytest

from conftest import ROOT
from helpers.browsing import DESKTOP, PHONE, Opener

pytestmark = pytest.mark.browser
MOST_BYTES = 350_000
MOST = "memcon.go({ event: memcon.events().reduce((a, b) => (memcon.event(b).mentions.length > memcon.event(a).mentions.length ? b : a)) })"
PICTURES = {
    "report-events": (DESKTOP, False, MOST),
    "report-article": (DESKTOP, False, ""),
    "report-dark": (DESKTOP, True, ""),
    "report-pictures": (DESKTOP, False, "memcon.go({ tab: 'pictures' })"),
    "report-phone-events": (PHONE, False, ""),
    "report-phone-article": (PHONE, False, ""),
}
CHOOSE = """() => { const ids = memcon.events(); const best = ids.map((id) => memcon.event(id))
  .sort((a, b) => b.mentions.length - a.mentions.length)[0]; const proof = best.mentions[best.mentions.length > 1 ? 1 : 0];
  memcon.go({ event: best.id, article: proof.article, focus: [proof.quotes[0].start, proof.quotes[0].end], reading: true },
    { jump: true }); }"""


def test_the_pictures_are_there_and_small() -> None:
    for name, (size, _, _) in PICTURES.items():
        data = (ROOT / "docs" / "pictures" / f"{name}.png").read_bytes()
        assert struct.unpack(">II", data[16:24]) == size
        assert len(data) <= MOST_BYTES


def test_the_pictures_are_drawn(opened: Opener, pytestconfig: pytest.Config, tmp_path: Path) -> None:
    run = pytestconfig.getoption("--pictures-of")
    if not run:
        pytest.skip("make pictures RUN=OUT draws them")
    from memcon.pages.report import read_run, write_report  # noqa: PLC0415

    (path,) = write_report(read_run(Path(run)), tmp_path / "report.html", title="Five articles")
    for name, (size, dark, act) in PICTURES.items():
        page = opened(path, size=size, dark=dark).page
        if act:
            page.evaluate(act)
        elif name != "report-phone-events":
            page.evaluate(CHOOSE)
        page.wait_for_timeout(200)
        page.screenshot(path=str(ROOT / "docs" / "pictures" / f"{name}.png"))
