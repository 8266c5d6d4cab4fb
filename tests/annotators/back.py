"""What the tools gave back is taken: every event is the one that was written, none is refused, nothing is shifted.

`python -m annotators.back FOLDER`, after `run.py`. Ends with 1 where one of them is not accepted as it was.
"""

import sys
from pathlib import Path

from annotators.files import EVENTS
from memcon.outputs.folder import RunFolder
from memcon.pages.annotation import find_format
from memcon.pages.annotation.taking import take
from memcon.pages.review import open_session


def main(folder: Path) -> int:
    """Take every file that a tool gave back, each as another coder's."""
    wrong = 0
    for path in sorted((folder / "back").iterdir()):
        with open_session(folder / "out", who=path.stem, blind=True) as session:
            taken = take(session, RunFolder(folder / "out"), find_format(path.stem), path, name=path.stem, accept=True)
        sound = (dict(taken.made), taken.refused, taken.moved) == ({"accept": EVENTS}, [], 0)
        wrong += not sound
        print(f"{path.stem:14} {dict(taken.made)}, {len(taken.refused)} refused, {taken.moved} moved")
        for one in taken.refused[:5]:
            print(f"    {one}")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
