"""Write the held values anew: `PYTHONPATH=src:tests python -m golden.record [--outputs FOLDER]`.

That is legitimate when memcon is meant to write or print other bytes, and CHANGELOG.md tells users so. It is not where
modules move, names change or code becomes shorter: then a difference is a fault of that change. `--outputs FOLDER` only
writes all that the hashes are of into FOLDER, so that two commits can be compared: `diff -r`.
"""

import argparse
import shutil
from pathlib import Path
from typing import Any

from golden import held
from golden.running import folder


def record(to: Path | None) -> None:
    """Make everything that is held, and write it here or, with all outputs, to the folder `to`."""
    texts = (to or held.HERE) / "texts"
    texts.mkdir(parents=True, exist_ok=True)
    values: dict[str, Any] = {"asking": held.asking(), "schemas": held.schemas()}
    written = {"public.txt": held.public(), "help.txt": held.helps()}
    with folder() as made:
        for name, case in held.CASES.items():
            (made / name).mkdir()
            values[name] = held.run(made / name, held.extract(case, made / name))
        values["reasons"] = held.reasons(made / "rules" / "out")
        values["report"] = held.report(made / "rules")
        notes = held.notes(made)
        values["diff"] = {form: held.sha256(note) for form, note in notes.items()}
        written |= {"diff.txt": notes["text"], "diff.md": notes["markdown"]}
        if to:
            for name in held.CASES:
                shutil.copytree(made / name / "out", to / name, dirs_exist_ok=True)
            shutil.copy(made / "rules" / "report.html", to)
            written |= {f"diff-{form}": note for form, note in notes.items()}
        values["wheel"] = held.wheel(made)
    for name, text in written.items():
        (texts / name).write_text(text, "utf-8")
    ((to or held.HERE) / "golden.json").write_text(held.dump(values), "utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--outputs", type=Path, metavar="FOLDER")
    record(parser.parse_args().outputs)
