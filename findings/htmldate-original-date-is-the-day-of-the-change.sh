#!/usr/bin/env bash
# htmldate 1.11.0: asked for the original date of a page, it answers with article:modified_time where the page has that, though the JSON-LD of
# the same page says datePublished. Without the meta element it finds the published date. What was last changed in May is then dated to May,
# and "last month" in it is April.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install -qq --disable-pip-version-check htmldate==1.11.0
cd "$work"
venv/bin/python - <<'PYTHON'
from htmldate import find_date

META = '<meta property="article:modified_time" content="2024-05-20T10:00:00Z">'
PAGE = """<html><head><title>Harbour closes</title>{meta}
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Harbour closes",
"datePublished": "2024-03-08T08:00:00Z", "dateModified": "2024-05-20T10:00:00Z"}}</script></head>
<body><article><h1>Harbour closes</h1><p>The harbour closed after the storm.</p></article></body></html>"""

found = [find_date(PAGE.format(meta=meta), original_date=True) for meta in (META, "")]
print(f"original date with the meta element {found[0]}, without it {found[1]}")
assert found == ["2024-05-20", "2024-03-08"], "changed"
PYTHON
