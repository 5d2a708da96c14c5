#!/usr/bin/env bash
# Install what the tests look at our output with, unless it is there already: Chromium for the report pages, and from
# npm the readers of SARIF and Web Annotations in tests/readers.
# Where that cannot be done their tests skip themselves, and pytest says so; in CI it is a failure.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/readers"

log=$(mktemp)
trap 'rm -f "$log"' EXIT

quietly() {
  "$@" </dev/null >"$log" 2>&1 || { tail -n 5 "$log" >&2; return 1; }
}

give_up() {
  echo "tests: $1; install it yourself to run the tests that need it: they will be skipped." >&2
  [ -n "${CI:-}" ] && exit 1
  return 1
}

have() {
  local name
  for name in "$@"; do command -v "$name" >/dev/null && return; done
  return 1
}

# Debian's packages of these names.
install() {
  have apt-get || { give_up "$1 is not there, and this system has no apt-get"; return; }
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    have sudo || { give_up "$1 is not there, and installing it needs root or sudo"; return; }
    as_root=(sudo -n)
  fi
  echo "tests: installing $* (once)" >&2
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Acquire::Retries=3)
  if ! quietly "${apt[@]}" update || ! quietly "${apt[@]}" install --yes --no-install-recommends "$@"; then
    give_up "apt-get could not install $1 (above)"
  fi
}

have chromium chromium-browser google-chrome || install chromium
have npm || install npm
if have npm && ! cmp -s package-lock.json node_modules/.installed; then
  echo "tests: installing the packages of tests/readers (once)" >&2
  # Packages run nothing of their own here; the multitool's script would only do this.
  if quietly npm ci --ignore-scripts --no-audit --no-fund &&
    chmod u+x node_modules/@microsoft/sarif-multitool-*/Sarif.Multitool; then
    cp package-lock.json node_modules/.installed
  else
    give_up "npm could not install the packages of tests/readers (above)"
  fi
fi
exit 0
