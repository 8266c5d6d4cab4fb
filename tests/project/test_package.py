"""The built wheel: whole, and in need of nothing that only developers have."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from conftest import ROOT
from memcon.extraction.strategies import whole


def test_prompts_and_seeds_are_in_the_wheel_which_runs_without_the_checkout(tmp_path: Path) -> None:
    """Built offline, unpacked alone, and run without anything of the development groups on the path."""
    built = tmp_path / "built"
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--no-index", "-q"]
    subprocess.run([*command, "--wheel-dir", str(built), str(ROOT)], check=True, cwd=tmp_path)
    (wheel,) = built.iterdir()
    site = tmp_path / "site"
    shutil.unpack_archive(wheel, site, "zip")
    (tmp_path / "blocked.py").write_text(BLOCKED, "utf-8")
    script = "import blocked, json, memcon, memcon.extraction.prompts as p\n" + LOADS
    ran = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONPATH": f"{site}:{tmp_path}"}, cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    told = json.loads(ran.stdout)
    assert Path(told["memcon"]).is_relative_to(site)
    assert Path(told["folder"]).is_relative_to(site)
    assert told["version"] == whole.template().version
    assert told["seeds"] == len(list((ROOT / "seeds").iterdir()))
    scripts = (next(site.glob("*.dist-info")) / "entry_points.txt").read_text("utf-8")
    assert "memcon = memcon.__main__:command" in scripts


BLOCKED = """
import sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name.partition('.')[0] in {'pytest', 'vcr', 'hypothesis', 'mypy', 'coverage', 'yaml'}:
            raise ModuleNotFoundError(f'{name} is a development package', name=name)
sys.meta_path.insert(0, Finder())
"""
LOADS = """
from pathlib import Path
import memcon.cli.extract, memcon.extraction.run, memcon.models.client, memcon.compare.verify
import memcon.extraction.strategies as s
from memcon import _data
import instructor, openai
print(json.dumps({
    'memcon': memcon.__file__, 'folder': str(_data.folder('prompts')), 'version': s.whole.template().version,
    'seeds': len(list((Path(memcon.__file__).parent / 'seeds').iterdir())),
}))
"""
