"""The tables of batches in a ledger, and the words that stand in their columns."""

from typing import Final

KIND: Final = "batch"
"""Of an attempt that a batch has answered: its tokens cost what batches do."""
STATES: Final = ("filling", "ready", "uploaded", "creating", "running", "ended", "done")
"""Of a batch, in their order: `creating` has left for the provider, or is about to; `ended` is over there, not here."""
LINES: Final = ("sent", "returned", "failed", "refused", "answered")
"""Of a line: `returned` was never worked on; `failed` may be put into another batch; `refused` is not."""
UNDER_WAY: Final = ("ready", "uploaded", "creating", "running", "ended")

TABLES: Final = (
    f"""CREATE TABLE IF NOT EXISTS batches(
    number INTEGER PRIMARY KEY,
    nonce TEXT NOT NULL UNIQUE,   -- names it at the provider: its file, and its metadata
    endpoint TEXT NOT NULL,
    model TEXT NOT NULL,
    base_url TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN {STATES}),
    made REAL NOT NULL,           -- seconds since the epoch
    moved REAL NOT NULL,          -- when its state changed last
    requests INTEGER,             -- how many questions it holds
    file TEXT,                    -- ids of the provider: of its questions,
    remote TEXT,                  -- of itself,
    output TEXT, errors TEXT,     -- of its results
    status TEXT,                  -- as the provider told last
    completed INTEGER,            -- requests that it says it has answered
    detail TEXT                   -- why it failed
)""",
    f"""CREATE TABLE IF NOT EXISTS batch_lines(
    id INTEGER PRIMARY KEY,
    batch INTEGER NOT NULL REFERENCES batches(number),
    key TEXT NOT NULL REFERENCES questions(key),
    state TEXT NOT NULL CHECK (state IN {LINES}),
    kind TEXT,                    -- of the failure
    detail TEXT
)""",
    """CREATE TABLE IF NOT EXISTS batch_bodies(
    id INTEGER PRIMARY KEY,       -- of the line; gone once the batch is made
    body BLOB NOT NULL            -- as it is sent, zlib
)""",
    "CREATE INDEX IF NOT EXISTS batch_lines_by_key ON batch_lines(key)",
    "CREATE INDEX IF NOT EXISTS batch_lines_by_batch ON batch_lines(batch, state)",
)
