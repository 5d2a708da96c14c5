#!/usr/bin/env bash
# sarif-junit 1.1.4 on a valid SARIF 2.1.0 log: a result without a level of its own has that of its rule (defaultConfiguration, section 3.27.10
# of the standard). It is written as a test that passed; only a level in the result makes a failure. A build that shows the JUnit file is green.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-fund --no-audit sarif-junit@1.1.4
cat > log.sarif <<'LOG'
{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "T", "rules": [
  {"id": "R1", "defaultConfiguration": {"level": "error"}}, {"id": "R2"}]}},
 "results": [
  {"ruleId": "R1", "ruleIndex": 0, "message": {"text": "a number differs"},
   "locations": [{"physicalLocation": {"artifactLocation": {"uri": "a.md"}, "region": {"startLine": 3}}}]},
  {"ruleId": "R2", "ruleIndex": 1, "level": "error", "message": {"text": "a name differs"},
   "locations": [{"physicalLocation": {"artifactLocation": {"uri": "a.md"}, "region": {"startLine": 4}}}]}]}]}
LOG
node_modules/.bin/sarif-junit -i log.sarif -o junit.xml > /dev/null
python3 - <<'PYTHON'
from xml.etree import ElementTree

cases = {case.get("classname"): case.find("failure") is not None for case in ElementTree.parse("junit.xml").iter("testcase")}
print("failed:", cases)
assert cases == {"R1": False, "R2": True}, "changed"
PYTHON
