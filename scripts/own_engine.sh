#!/usr/bin/env bash
# The part of own_engine.py that runs in the new process and mount namespace, as its first process:
#   own_engine.sh STORE ROOT PLACE network|no-network COMMAND...
# starts the engine and runs COMMAND. All that it mounts, starts and sets is gone when it ends. An engine that does not
# start is reported in PLACE/failed.
set -euo pipefail
store=$1 image=$2 place=$3 net=$4; shift 4
root=$place/root data=$place/e
socket=$data/engine.sock log=$place/log

# The engine's root file system: the image, which is not written to, with devices of its own.
mount_root() {
  local device
  mkdir -p "$root" "$place/upper" "$place/work" "$data"
  mount -t overlay -o "lowerdir=$image,upperdir=$place/upper,workdir=$place/work" overlay "$root"
  mount -t tmpfs -o mode=755 tmpfs "$root/dev"
  for device in 'null 1 3' 'zero 1 5' 'full 1 7' 'random 1 8' 'urandom 1 9' 'tty 5 0' 'fuse 10 229'; do
    set -- $device
    mknod -m 666 "$root/dev/$1" c "$2" "$3"
  done
  mkdir "$root/dev/pts" "$root/dev/shm" "$root/dev/mqueue" "$root/dev/net"
  mknod -m 666 "$root/dev/net/tun" c 10 200
  mount -t devpts -o newinstance,ptmxmode=666,mode=620 devpts "$root/dev/pts"
  ln -s pts/ptmx "$root/dev/ptmx"
  ln -s /proc/self/fd "$root/dev/fd"
  mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
  mount -t mqueue mqueue "$root/dev/mqueue"
  mount -t proc proc "$root/proc"
  mount -t tmpfs -o mode=755 tmpfs "$root/run"
  mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
  cat /etc/resolv.conf >"$place/resolv.conf"
  cp "$place/resolv.conf" "$root/etc/resolv.conf"
  echo '127.0.0.1 localhost' >"$root/etc/hosts"
  # what the engine mounts there is seen outside of its root file system at the same path
  mount --bind "$data" "$data"
  mount --make-private "$data"
  mount --make-shared "$data"
  mkdir -p "$root$data"
}

# A network namespace, kept by a process that sleeps. With `network`, a program of this namespace of processes carries
# its packets as ordinary connections of this machine: no interface, rule or route is added to the machine's own.
make_network() {
  local holder ready=$place/ready
  unshare --net sleep infinity &
  holder=$!
  until [ "$(readlink "/proc/$holder/ns/net")" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.01; done
  enter=(nsenter "--net=/proc/$holder/ns/net")
  "${enter[@]}" chroot "$root" ip link set lo up
  if [ "$net" = network ]; then
    chroot "$root" slirp4netns --configure --mtu=1500 --disable-host-loopback --ready-fd=3 --netns-type=path \
      "/proc/$holder/ns/net" tap0 3>"$ready" >"$log.network" 2>&1 &
    local pid=$!
    until [ -s "$ready" ]; do
      kill -0 "$pid" 2>/dev/null || fail "$log.network"
      sleep 0.02
    done
    echo 'nameserver 10.0.2.3' >"$place/resolv.conf"  # its own address for name servers
    cp "$place/resolv.conf" "$root/etc/resolv.conf"
    mount --bind "$place/resolv.conf" /etc/resolv.conf
  fi
}

fail() {
  tail -n 8 "$1" >"$place/failed"
  exit 3
}

write_configuration() {
  if [ "$store" = podman ]; then
    # limits above those of this process, and events in a journal that nobody keeps, are refused
    cat >"$data/containers.conf" <<EOF
[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
pids_limit = 0
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
runtime = "crun"
tmp_dir = "$data/tmp"
[network]
network_config_dir = "$data/networks"
EOF
    cat >"$data/storage.conf" <<EOF
[storage]
driver = "overlay"
graphroot = "$data/data"
runroot = "$data/run"
EOF
    daemon=(env "CONTAINERS_CONF=$data/containers.conf" "CONTAINERS_STORAGE_CONF=$data/storage.conf"
            podman system service --time=0 "unix://$socket")
    return
  fi
  local features='{"features": {"containerd-snapshotter": true}}'
  [ "$store" = containerd ] ||
    features='{"features": {"containerd-snapshotter": false}, "storage-driver": "overlay2"}'
  echo "$features" >"$data/daemon.json"
  daemon=(dockerd --config-file "$data/daemon.json" --data-root "$data/data" --exec-root "$data/run"
          --pidfile "$data/pid" --exec-opt native.cgroupdriver=cgroupfs -H "unix://$socket")
}

# In the daemon's own mount namespace: its root file system becomes /.
as_root() {
  mount --make-private "$root"
  mount -t sysfs sysfs "$root/sys"
  mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
  mount --bind "$data" "$root$data"
  cd "$root"
  pivot_root . .
  umount -l .
  cd /
  exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root "$@"
}

start_engine() {
  export -f as_root
  export root data
  "${enter[@]}" unshare --mount --propagation unchanged bash -euc 'as_root "$@"' as_root "${daemon[@]}" \
    </dev/null >"$log" 2>&1 &
  local pid=$! _
  for _ in $(seq 300); do
    if [ -S "$socket" ] && answers; then return; fi
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  fail "$log"
}

answers() { [ "$("$image/usr/bin/docker" --host "unix://$socket" version --format '{{.Server.Version}}' 2>/dev/null)" ]; }

# The clients of the engine's release, and its static busybox, come before the machine's.
client() {
  mkdir -p "$place/bin" "$place/docker"
  ln -s "$image/usr/bin/docker" "$image/usr/bin/busybox" "$place/bin"
  echo "{\"cliPluginsExtraDirs\": [\"$image/usr/libexec/docker/cli-plugins\"]}" >"$place/docker/config.json"
  export PATH="$place/bin:$PATH" DOCKER_CONFIG="$place/docker" DOCKER_HOST="unix://$socket"
  unset DOCKER_CONTEXT
}

mount_root
make_network
write_configuration
start_engine
client
status=0
"${enter[@]}" "$@" || status=$?
exit "$status"
