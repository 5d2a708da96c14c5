#!/usr/bin/env bash
# trafilatura 2.3.1 with pip 23.2.1, the one that Python 3.11.7 brings: jusText 3.0.2 asks for lxml[html_clean], lxml 6.1.3 names that extra
# html-clean, and this pip does not take the two for one. It only warns, and the import fails. pip 25.2 installs what is asked for.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for pip in 23.2.1 25.2; do
  python3 -m venv "$work/$pip"
  "$work/$pip/bin/python" -m pip install -qq --disable-pip-version-check "pip==$pip"
  "$work/$pip/bin/python" -m pip install -qq --disable-pip-version-check trafilatura==2.3.1 justext==3.0.2 lxml==6.1.3 2> /dev/null
  if "$work/$pip/bin/python" -c 'import trafilatura' 2> "$work/error"; then seen=imports; else seen=$(tail -n 2 "$work/error" | head -n 1); fi
  echo "pip $pip: $seen"
  case "$pip:$seen" in
    23.2.1:*"separate project lxml_html_clean"* | 25.2:imports) ;;
    *) echo changed >&2; exit 1 ;;
  esac
done
