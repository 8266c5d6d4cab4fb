"""`memcon schema`: the JSON Schemas of what is written."""

from pathlib import Path
from typing import Annotated, Literal

import typer


def schema(
    name: Annotated[
        Literal["event", "mention", "rejected", "article", "imported", "decision", "sample", "confidence", "run"],
        typer.Argument(help="Whose lines to describe; of run, sample and confidence, the whole file."),
    ] = "event",
    write: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Write all schemas into FOLDER instead of printing one.")
    ] = None,
) -> None:
    """Print the JSON Schema of a line of events, mentions, rejected, articles or review.jsonl, or of run.json.

    imported is a line of what `memcon import` writes, sample is coding/sample.json of `memcon sample`,
    confidence is what `memcon calibrate` writes.
    """
    import json

    from memcon.outputs import atomic
    from memcon.outputs.folder import check_name, check_no_part, check_replaceable
    from memcon.outputs.schemas import WRITTEN
    from memcon.outputs.schemas import schema as schema_of

    if write is None:
        print(json.dumps(schema_of(name), indent=2, ensure_ascii=False))
        return
    check_name(write)
    check_no_part(write)
    files = {each: write / f"{each}.json" for each in WRITTEN}
    for path in files.values():  # all are looked at before the first is written
        check_replaceable(path)
    atomic.make_folder(write)
    for each, path in files.items():
        atomic.write_json(path, schema_of(each))
