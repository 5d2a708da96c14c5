#!/usr/bin/env bash
# Look up the pinned packages among known vulnerabilities (OSV). Fails where there is one; where the database or
# pip-audit cannot be reached, it says so and is no failure.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
bin=.venv/audit/bin
report=$(mktemp)
trap 'rm -f "$report"' EXIT

not_done() {
  echo "audit: $1; nothing was looked up" >&2
  exit 0
}

if [ ! -x $bin/pip-audit ]; then
  .venv/bin/python -m venv .venv/audit && $bin/pip install -qq --disable-pip-version-check pip-audit==2.9.0 ||
    not_done "pip-audit cannot be installed"
fi
$bin/pip-audit --requirement requirements.lock --no-deps --disable-pip --vulnerability-service osv --timeout 10 \
  --format json --output "$report" 2>/dev/null
[ -s "$report" ] || not_done "the database of vulnerabilities cannot be reached"
$bin/python - "$report" <<'END'
import json, sys

found = json.load(open(sys.argv[1]))["dependencies"]
bad = [(each, hole) for each in found for hole in each.get("vulns", ())]
for each, hole in bad:
    fixed = ", ".join(hole["fix_versions"]) or "no version"
    print(f"{each['name']} {each['version']}: {hole['id']}, mended in {fixed}")
print(f"audit: {len(found)} packages, {len(bad)} known vulnerabilities", file=sys.stderr)
sys.exit(bool(bad))
END
