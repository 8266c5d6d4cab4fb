#!/usr/bin/env bash
# fastparquet 2026.9.0 reads every list of structs as None, without an error or a warning.
# Version: fastparquet 2026.9.0, file written by pyarrow 26.0.1 (pandas and pyarrow read it rightly).
# Who is hurt: whoever keeps events with their participants in one Parquet file and loads it with the engine "fastparquet":
# every event has lost its participants, and a count of participants is 0.
# Output seen: fastparquet: [None, None] · pyarrow: 1 and 2 participants
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check fastparquet==2026.9.0 pyarrow==26.0.1 pandas==3.1.1
cd "$folder"
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
import fastparquet, pyarrow as pa, pyarrow.parquet as pq
events = [[{"name": "Anna Berg", "country": "NOR"}],
          [{"name": "Omar Haddad", "country": "SDN"}, {"name": "Ilse Vik", "country": "NOR"}]]
pq.write_table(pa.table({"id": ["a", "b"], "participants": events}), "events.parquet")
seen = list(fastparquet.ParquetFile("events.parquet").to_pandas()["participants"])
right = pq.read_table("events.parquet")["participants"].to_pylist()
print("fastparquet", fastparquet.__version__, ":", seen, "· pyarrow:", [len(row) for row in right])
assert right == events
assert seen == [None, None], "fastparquet reads lists of structs now"
PYTHON
