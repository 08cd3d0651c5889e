# Functions to install packages as root on Debian and Ubuntu; sourced by the other scripts.

die() { # die CODE WORDS...
  local code=$1; shift
  printf '%s\n' "$@" >&2
  exit "$code"
}

# Succeeds if this user can install packages on this system.
can_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

# Installs packages; prints the output only if that fails.
apt_install() {
  echo "installing $* with apt-get" >&2
  local log
  log=$(mktemp)
  if ! { apt-get update -q && apt-get install -q -y --no-install-recommends "$@"; } </dev/null >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
}

export DEBIAN_FRONTEND=noninteractive
