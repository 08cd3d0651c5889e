#!/usr/bin/env bash
# engine.sh start   makes a container engine available: uses one that answers, else installs and starts Debian's
# engine.sh stop    stops the engine that `start` started, and no other
# Exit status 3 if no engine is available, with a message on what to install.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/debian.sh
state=${XDG_STATE_HOME:-$HOME/.local/state}/snapshotter/engine
pid_file=$state/dockerd.pid
log=$state/dockerd.log
answer=

# Asks which engine answers and stores the output in $answer. Status 3: none does; 4: the one that the user named does
# not; 5: only the program podman is installed, which is used if no other engine can be installed.
ask() {
  local status=0
  answer=$(.venv/bin/python scripts/ask_engine.py 2>&1) || status=$?
  case $status in
    0 | 3 | 4 | 5) return $status ;;
    *) die 2 "cannot find out whether an engine answers, so none is started:" "$answer" ;;
  esac
}

# Prints the process ids of all running dockerd processes.
dockerds() {
  local comm
  for comm in /proc/[0-9]*/comm; do
    if grep -qx dockerd "$comm" 2>/dev/null; then comm=${comm#/proc/}; echo "${comm%/comm}"; fi
  done
}

# Succeeds if the process that `start` started still runs.
running() { [ -s "$pid_file" ] && grep -qx dockerd "/proc/$(<"$pid_file")/comm" 2>/dev/null; }

start_dockerd() {
  # a second dockerd removes the socket of the first before it notices it
  local others
  others=$(dockerds)
  [ -z "$others" ] || die 3 "$answer" "dockerd runs (process ${others//$'\n'/, }) but cannot be reached; no other is started"
  if [ -d /run/systemd/system ]; then
    systemctl start docker
    return
  fi
  grep -q ' cgroup2\? ' /proc/mounts || mount -t cgroup2 none /sys/fs/cgroup
  mkdir -p "$state"
  rm -f "$pid_file"
  # in a session of its own without a terminal, so that it keeps running after make
  setsid nohup dockerd --pidfile "$pid_file" </dev/null >"$log" 2>&1 &
  local started=$!
  for _ in $(seq 120); do
    ask && return
    kill -0 "$started" 2>/dev/null || break
    sleep 0.5
  done
  die 3 "dockerd was started but does not answer; the end of its log, $log:" "$(tail -n 15 "$log")"
}

start() {
  local status=0
  ask || status=$?
  if [ $status = 5 ] && ! can_install; then status=0; fi
  if [ $status != 0 ]; then
    if [ $status = 4 ] || ! can_install; then die 3 "$answer"; fi
    command -v dockerd >/dev/null || apt_install docker.io containerd iptables ||
      die 3 "Debian's engine packages cannot be installed: see above"
    ask || start_dockerd  # with a service manager, installing has started it
    ask || die 3 "$answer"
  fi
  echo "$answer"
}

stop() {
  running || { echo "no engine that this script started runs"; return; }
  local pid
  pid=$(<"$pid_file")
  kill "$pid"
  for _ in $(seq 60); do
    running || { echo "engine $pid stopped"; return; }
    sleep 0.5
  done
  die 3 "the engine (process $pid) does not stop; its log: $log"
}

case ${1:-} in
  start) start ;;
  stop) stop ;;
  *) die 2 "usage: engine.sh start | stop" ;;
esac
