"""The JSON Schemas of everything that is written, generated from the records. Knows no files."""

from typing import Any, Final

from pydantic import TypeAdapter

from memcon.outputs.run_report import RunReport
from memcon.records import SCHEMA_VERSION, ArticleState, Event, ImportedArticle, Mention, Rejected
from memcon.records.calibration import ConfidenceFit
from memcon.records.decision import Decision
from memcon.records.sample import Sample

WRITTEN: Final[dict[str, Any]] = {
    "event": Event,
    "mention": Mention,
    "rejected": Rejected,
    "article": ArticleState,
    "imported": ImportedArticle,
    "decision": Decision,
    "sample": Sample,
    "confidence": ConfidenceFit,
    "run": RunReport,
}
"""A record type for each format: of a line, or of the file for `run`, `sample`, `confidence`. `schemas/` holds each."""


def schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of `name`, a key of `WRITTEN`."""
    body = TypeAdapter(WRITTEN[name]).json_schema(mode="serialization")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **body,
        "title": f"memcon {name}, version {SCHEMA_VERSION}",
    }
