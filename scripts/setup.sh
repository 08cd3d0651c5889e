#!/usr/bin/env bash
# Creates the virtual environment VENV with snap, and marks it as up to date; installs Python if possible.
# Usage: setup.sh VENV     PYTHON=… names another interpreter
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/debian.sh
venv=$1

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
  local candidate
  for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
    if command -v "$candidate" >/dev/null && new_enough "$candidate"; then python=$candidate; return; fi
  done
  return 1
}

if ! find_python; then
  { [ -z "${PYTHON:-}" ] && ! command -v python3 >/dev/null && can_install && apt_install python3 python3-venv &&
    find_python; } ||
    die 2 "snap needs Python 3.11 or newer; found: $("${PYTHON:-python3}" --version 2>/dev/null || echo none)" \
      "install it and name it: make setup PYTHON=/path/to/python3.12"
fi

if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
  version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  can_install && apt_install "python$version-venv" ||
    die 2 "Python's venv module is missing" "install it: sudo apt-get install python$version-venv"
fi

"$python" -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --editable '.[dev]' </dev/null
touch "$venv/up-to-date"
echo "$venv is ready: $("$venv/bin/python" --version), $("$venv/bin/snap" --version)"
