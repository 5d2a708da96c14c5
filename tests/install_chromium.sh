#!/usr/bin/env bash
# Install Debian's Chromium for the tests of the report page, unless a browser is there already.
# Where that cannot be done the page tests skip themselves, and pytest says so; in CI it is a failure.
set -uo pipefail

for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null && exit 0
done

give_up() {
  echo "Chromium: $1; the tests of the report page will be skipped." >&2
  echo "Chromium: install it yourself (on Debian: apt-get install chromium) to run them." >&2
  [ -n "${CI:-}" ] && exit 1
  exit 0
}

command -v apt-get >/dev/null || give_up "not found, and this system has no apt-get"
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || give_up "not found, and installing it needs root or sudo"
  as_root=(sudo -n)
fi

echo "Chromium: installing it for the tests of the report page" >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Acquire::Retries=3 "$@" </dev/null >"$log" 2>&1
}
if ! apt update || ! apt install --yes --no-install-recommends chromium; then
  tail -n 5 "$log" >&2
  give_up "apt-get could not install it (above)"
fi
command -v chromium >/dev/null || give_up "the package chromium has no command chromium here"
