#!/usr/bin/env bash
# sarif-tools 3.0.5 on a valid SARIF 2.1.0 log: a message that is given by its id in the rule (messageStrings, section 3.11.7 of the standard)
# is shown as that id, and a region that is given by charOffset alone (section 3.30) is line 1, wherever it is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install -qq --disable-pip-version-check sarif-tools==3.0.5
cd "$work"
venv/bin/python - <<'PYTHON'
import json
from pathlib import Path

from sarif import loader

region = {"charOffset": 400, "charLength": 5}
rule = {"id": "R1", "messageStrings": {"m": {"text": "a number differs"}}, "defaultConfiguration": {"level": "error"}}
place = {"physicalLocation": {"artifactLocation": {"uri": "a.md"}, "region": region}}
result = {"ruleId": "R1", "ruleIndex": 0, "message": {"id": "m"}, "locations": [place]}
log = {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "T", "rules": [rule]}}, "results": [result]}]}
Path("log.sarif").write_text(json.dumps(log))
(record,) = loader.load_sarif_file("log.sarif").get_records()
print(record)
assert (record["Description"], record["Line"], record["Severity"]) == ("m", "1", "error"), "changed"
PYTHON
