#!/usr/bin/env bash
# label-studio-sdk 2.1.2: LabelInterface.validate_task raises TypeError for every task that has annotations or predictions, valid ones too,
# because it calls validate_annotation and validate_prediction without them. Each by itself finds nothing wrong with the same task.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install -qq --disable-pip-version-check label-studio-sdk==2.1.2
cd "$work"
venv/bin/python - <<'PYTHON'
from label_studio_sdk.label_interface import LabelInterface

config = '<View><Labels name="l" toName="t"><Label value="claim"/></Labels><Text name="t" value="$text"/></View>'
value = {"start": 0, "end": 4, "text": "Rain", "labels": ["claim"]}
region = {"id": "r1", "from_name": "l", "to_name": "t", "type": "labels", "value": value}
interface = LabelInterface(config)
interface.validate()
data = {"data": {"text": "Rain fell."}}
assert interface.validate_task(data) and interface.validate_annotation({"result": [region]}), "changed"
for key in ("annotations", "predictions"):
    try:
        print(key, interface.validate_task(data | {key: [{"result": [region]}]}))
    except TypeError as error:
        print(f"{key}: {error}")
    else:
        raise SystemExit("changed")
PYTHON
