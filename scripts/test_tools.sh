#!/usr/bin/env bash
# Installs the programs that tests run on this machine, where it may; names those that are missing where it may not.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/debian.sh

missing=()
for program in zsh fish mksh openssl strace; do
  command -v "$program" >/dev/null || missing+=("$program")
done
[ ${#missing[@]} = 0 ] && exit 0
if can_install && apt_install "${missing[@]}"; then exit 0; fi
echo "tests that run these programs are skipped, since they are not installed: ${missing[*]}" >&2
