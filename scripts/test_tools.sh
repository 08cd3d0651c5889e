#!/usr/bin/env bash
# Installs the programs that tests run on this machine, where it may; names those that are missing where it may not.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/debian.sh

missing=()
for program in zsh fish mksh openssl strace; do
  command -v "$program" >/dev/null || missing+=("$program")
done
# the browser in which pages are tested: Ubuntu's package of it is no program
if [ -r /etc/debian_version ] && ! grep -qs '^ID=ubuntu' /etc/os-release; then
  command -v chromium >/dev/null || missing+=(chromium)
fi
[ ${#missing[@]} = 0 ] && exit 0
if can_install && apt_install "${missing[@]}"; then exit 0; fi
echo "tests that run these programs are skipped, since they are not installed: ${missing[*]}" >&2
