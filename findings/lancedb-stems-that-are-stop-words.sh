#!/usr/bin/env bash
# LanceDB 0.40.0, full-text index as it comes: words are stemmed before stop words are dropped, so a word whose stem is a stop word is in
# no index: "downed" (down), "owned" (own) and "willing" (will) are never found, "grounded" is. News are full of planes that were downed.
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
found = {}
for word in ("downed", "owned", "willing", "grounded"):
    table = lancedb.connect(tempfile.mkdtemp()).create_table("t", [{"text": f"the plane was {word} there"}, {"text": "a ferry"}])
    table.create_fts_index("text")
    found[word] = len(table.search(word, query_type="fts").to_list())
print(found)
assert found == {"downed": 0, "owned": 0, "willing": 0, "grounded": 1}, "changed"
PYTHON
