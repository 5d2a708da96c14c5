#!/usr/bin/env bash
# LanceDB 0.40.0: rows that were deleted go on counting in the statistics of BM25, also after optimize(). Four rows, one of them with the
# word; fifty more with the word are added and deleted again. The same four rows, the same query: the score falls from 1.24 to 0.07.
# Only an index that is made anew gives the first score, so the score of a passage depends on what the table once held.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install -qq --disable-pip-version-check lancedb==0.40.0
cd "$work"
venv/bin/python - <<'PYTHON'
import tempfile
import warnings

import lancedb

warnings.simplefilter("ignore")
texts = ["the mayor closed the old school", "the council met on monday", "a storm closed the harbour", "ferries lay at anchor"]
table = lancedb.connect(tempfile.mkdtemp()).create_table("passages", [{"id": i, "text": t} for i, t in enumerate(texts)])


def score() -> float:
    (row,) = table.search("harbour", query_type="fts").to_list()
    return round(row["_score"], 2)


table.create_fts_index("text", replace=True)
first = score()
table.add([{"id": 100 + i, "text": f"harbour note {i}"} for i in range(50)])
table.optimize()
table.delete("id >= 100")
table.optimize()
after, rows = score(), table.count_rows()
table.create_fts_index("text", replace=True)
again = score()
print(f"{rows} rows; score at first {first}, after 50 rows came and went {after}, with a new index {again}")
assert (rows, first, after, again) == (4, 1.24, 0.07, 1.24), "changed"
PYTHON
