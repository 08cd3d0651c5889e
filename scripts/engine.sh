#!/usr/bin/env bash
# engine.sh start   sees to it that a container engine answers: the one that does, else Debian's, installed and started
# engine.sh stop    stops the engine that `start` started, and no other
# Exit status 3 where none can be had, with a word on what to install.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/debian.sh
state=${XDG_STATE_HOME:-$HOME/.local/state}/snapshotter/engine
pid_file=$state/dockerd.pid
log=$state/dockerd.log
answer=

# Asks which engine answers and keeps what is said in $answer. Status 3: none does; 4: the one named by the user does not;
# 5: none does, but the program podman is there, which will do where no other engine can be had.
ask() {
  local status=0
  answer=$(.venv/bin/python scripts/ask_engine.py 2>&1) || status=$?
  case $status in
    0 | 3 | 4 | 5) return $status ;;
    *) die 2 "It cannot be asked whether an engine answers, so none is started:" "$answer" ;;
  esac
}

# Prints the process id of every dockerd, whoever started it.
dockerds() {
  local comm
  for comm in /proc/[0-9]*/comm; do
    if grep -qx dockerd "$comm" 2>/dev/null; then comm=${comm#/proc/}; echo "${comm%/comm}"; fi
  done
}

# True where the process that we started still runs.
running() { [ -s "$pid_file" ] && grep -qx dockerd "/proc/$(<"$pid_file")/comm" 2>/dev/null; }

start_dockerd() {
  # a second dockerd takes the first one's socket away before it notices the first
  local others
  others=$(dockerds)
  [ -z "$others" ] || die 3 "$answer" "dockerd runs (process ${others//$'\n'/, }) but cannot be reached; no other is started."
  if [ -d /run/systemd/system ]; then
    systemctl start docker
    return
  fi
  grep -q ' cgroup2\? ' /proc/mounts || mount -t cgroup2 none /sys/fs/cgroup
  mkdir -p "$state"
  rm -f "$pid_file"
  # a session of its own, no terminal: it goes on when make has ended
  setsid nohup dockerd --pidfile "$pid_file" </dev/null >"$log" 2>&1 &
  local started=$!
  for _ in $(seq 120); do
    ask && return
    kill -0 "$started" 2>/dev/null || break
    sleep 0.5
  done
  die 3 "dockerd was started but does not answer. The end of its log, $log:" "$(tail -n 15 "$log")"
}

start() {
  local status=0
  ask || status=$?
  if [ $status = 5 ] && ! can_install; then status=0; fi
  if [ $status != 0 ]; then
    if [ $status = 4 ] || ! can_install; then die 3 "$answer"; fi
    command -v dockerd >/dev/null || apt_install docker.io containerd iptables ||
      die 3 "Debian's engine packages cannot be installed: see above."
    ask || start_dockerd  # where a service manager runs, installing has started it
    ask || die 3 "$answer"
  fi
  echo "$answer"
}

stop() {
  running || { echo "no engine of ours runs"; return; }
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
