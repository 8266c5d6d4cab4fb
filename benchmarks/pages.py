"""What a benchmark prints, also as a page beside it."""

import re
from pathlib import Path


def publish(title: str, command: str, lines: list[str], page: Path | None) -> None:
    """Print the lines, and write them to `page` under a title that says how they came about."""
    text = "\n".join(lines)
    print(text)
    if page:
        page.write_text(f"# {title}\n\nPrinted by `{command}`.\n\n```text\n{text}\n```\n", encoding="utf-8")


def first_tries(table: Path) -> list[str]:
    """Return what a table says of its lists: how many of their rows were right before the code was mended on them."""
    comments = [line.strip("# -\n") for line in table.read_text(encoding="utf-8").splitlines() if line[:1] == "#"]
    return ["", f"{table.name}, before:", *(f"  {one}" for one in comments if re.search(r"\d of \d|\d %", one))]
