# Any POSIX shell, as a container's first process: does nothing, ends at once on SIGTERM, and reaps what others
# leave behind (a shell that waits does; one that reads does not, and start-stop-daemon then waits for a zombie).
# Its child waits on the standard input, which stays open and silent; where it is closed, on sleep, or in the end
# on a new pseudo-terminal that nobody writes to.
trap 'exit 0' TERM INT
exec 3<&0
while :; do
    { read -r _ <&3 || sleep 2147483647 || read -r _ </dev/ptmx; } 2>/dev/null &
    wait $!
done
