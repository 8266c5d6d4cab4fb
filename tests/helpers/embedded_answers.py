"""The embedded model's recorded answers as a ledger: what it would say, with no model and no network."""

from pathlib import Path

from helpers.cassettes import Readable
from memcon.models.ledger.store import canonical, open_ledger, question_key
from memcon.models.response import read_tokens
from memcon.models.spec import EMBEDDED_MODEL, EMBEDDED_SHA256

CASSETTES = Path(__file__).parents[2] / "cassettes"


def ledger_of(cassette: str, path: Path) -> None:
    """Write the answers of `cassettes/<cassette>.yaml` into a new ledger at `path`, as of the embedded model."""
    label = f"sha256:{EMBEDDED_SHA256}"
    played = Readable.deserialize((CASSETTES / f"{cassette}.yaml").read_text("utf-8"))
    with open_ledger(path) as ledger:
        for one in played["interactions"]:
            asked = canonical(one["request"]["body"].encode())
            answer = one["response"]["body"]["string"].encode()
            number = ledger.send(question_key(label, asked), label, EMBEDDED_MODEL, asked)
            ledger.keep(number, answer, read_tokens(answer))
