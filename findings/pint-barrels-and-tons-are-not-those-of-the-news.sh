#!/usr/bin/env bash
# Pint 0.25.3: the units that news count in have other sizes there. A "barrel" is one of 31.5 gallons (119.2 l), the barrel of oil
# (159 l) is "oil_bbl"; a "ton" is the short ton (907 kg), though "t" is the tonne; "kt" is a knot, though "Mt" is a megatonne; "b",
# which headlines write for a billion, is a barn. None of them is refused.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install -qq --disable-pip-version-check pint==0.25.3
cd "$work"
venv/bin/python - <<'PYTHON'
import pint

units = pint.UnitRegistry()
litres = {name: round(units(f"1 {name}").to("litre").magnitude, 1) for name in ("barrel", "oil_bbl")}
kilograms = {name: round(units(f"1 {name}").to("kilogram").magnitude, 1) for name in ("ton", "tonne", "t", "Mt")}
others = {name: str(units(f"1 {name}").units) for name in ("kt", "b")}
print(litres, kilograms, others)
assert litres == {"barrel": 119.2, "oil_bbl": 159.0}, "changed"
assert kilograms == {"ton": 907.2, "tonne": 1000.0, "t": 1000.0, "Mt": 1e9}, "changed"
assert others == {"kt": "knot", "b": "barn"}, "changed"
PYTHON
