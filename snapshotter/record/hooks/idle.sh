# Any POSIX shell, as the first process of a container: does nothing, ends at once on SIGTERM, and reaps orphaned
# processes (a shell in `wait` does; one in `read` does not, and start-stop-daemon then waits for a zombie).
# Its child waits for standard input, which stays open without data; if that is closed, in `sleep`; and if that is
# missing, for a new pseudo-terminal that no process writes to.
trap 'exit 0' TERM INT
exec 3<&0
while :; do
    { read -r _ <&3 || sleep 2147483647 || read -r _ </dev/ptmx; } 2>/dev/null &
    wait $!
done
