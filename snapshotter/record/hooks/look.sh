# Any POSIX shell, as root, beside a session: tells what runs on the container's terminals.
# "T NUMBER MODES" for each terminal, then "P PID UID:GID STAT CMDLINE" for each process, STAT as in proc(5), words apart
# by tabs in CMDLINE.  It writes nothing but its output.
for tty in /dev/pts/[0-9]*; do
    printf 'T %s %s\n' "${tty##*/}" "$(stty -a <"$tty" 2>/dev/null | tr '\n' ' ')"
done
for folder in /proc/[0-9]*; do
    { read -r stat <"$folder/stat"; } 2>/dev/null || continue
    uid= gid=
    while read -r key _ real _; do
        case $key in
            Uid:) uid=$real ;;
            Gid:) gid=$real; break ;;
        esac
    done 2>/dev/null <"$folder/status"
    set -- ${stat##*) }
    [ "${5:-0}" != 0 ] || [ "${4:-0}" != 0 ] || continue
    printf 'P %s %s %s\t%s\n' "${folder##*/}" "$uid:$gid" "$stat" "$(head -c 4000 "$folder/cmdline" 2>/dev/null | tr '\0\n\r' '\t  ')"
done
