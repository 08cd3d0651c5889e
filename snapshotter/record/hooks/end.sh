# Any POSIX shell, beside a session, called as  sh -c THIS end SIGNAL NONCE PID… : sends the signal to those of the
# processes, and their groups, that the session started: they or a process above them have its nonce in what they were
# started with.  The numbers come out of the container, where anybody can forge them.
signal=$1 nonce=$2
shift 2
started() {
    pid=$1
    while [ "${pid:-0}" -gt 0 ]; do
        case $(cat "/proc/$pid/environ" "/proc/$pid/cmdline" 2>/dev/null | tr -d '\0') in *"$nonce"*) return 0 ;; esac
        read -r stat <"/proc/$pid/stat" || return 1
        stat=${stat##*\) } stat=${stat#* }
        pid=${stat%% *}
    done 2>/dev/null
    return 1
}
for process; do
    started "$process" && kill "-$signal" "-$process" "$process" 2>/dev/null
done
exit 0
