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

# the program alone: the package would start a service
registry() {
  local place
  place=$(mktemp -d)
  (cd "$place" && chmod 755 . && apt-get download -q docker-registry && dpkg-deb -x docker-registry_*.deb . &&
    install -m 755 usr/bin/docker-registry /usr/local/bin/) >/dev/null 2>&1 || missing+=(docker-registry)
  rm -rf "$place"
}

if ! can_install; then
  command -v docker-registry >/dev/null || missing+=(docker-registry)
elif [ ${#missing[@]} = 0 ] || apt_install "${missing[@]}"; then
  missing=()
  command -v docker-registry >/dev/null || registry
fi
[ ${#missing[@]} = 0 ] && exit 0
echo "tests that run these programs are skipped, since they are not installed: ${missing[*]}" >&2
