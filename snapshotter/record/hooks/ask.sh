# Any POSIX shell: the function `snap`, which has the command run on the session's host and prints its output, as the
# program `snap` would.  It is inserted into the hooks for @ASK@.  A program, function or alias with that name in the
# image is not replaced, and one that is installed later is used instead.
#
# The function body is a subshell, so that Ctrl-C ends it like a program and no variables remain in the shell.  The
# subshell reads from an unnamed pipe of its own, descriptor 9, to which the host writes from outside: lines that begin
# with 1 (stdout), 2 (stderr) or 0 (the exit status).  Only the command goes through the terminal: what is typed in the
# meantime is for the shell.  A terminal multiplexer inside the container would not pass the command on.
command -v snap >/dev/null 2>&1 || snap() (
    { set +eux; } 2>/dev/null
    unset -f snap
    unalias snap 2>/dev/null
    if command -v snap >/dev/null 2>&1; then
        exec snap "$@"
    fi
    if [ -n "${TMUX-}${STY-}" ]; then
        printf '%s\n' 'snap: cannot be used inside tmux or screen' >&2
        exit 7
    fi
    : | {
        exec 9<>/proc/self/fd/0 </dev/null || exit 7
        read -r __snap_pid __snap_rest </proc/self/stat
        while read -r __snap_key __snap_rest __snap_id __snap_rest; do
            case $__snap_key in
                Uid:) __snap_uid=$__snap_id ;;
                Gid:) __snap_gid=$__snap_id ;;
            esac
        done </proc/self/status
        __snap_mark="ask;${__snap_shell:-$$};$__snap_pid;$__snap_uid;$__snap_gid"
        for __snap_word; do
            __snap_mark="$__snap_mark;@NONCE@;$__snap_word"
        done
        printf '\033]8671;@NONCE@;%s;@NONCE@\007' "$__snap_mark" >/dev/tty || exit 7
        while IFS= read -r __snap_line <&9; do
            case $__snap_line in
                1*) printf '%s\n' "${__snap_line#1}" ;;
                2*) printf '%s\n' "${__snap_line#2}" >&2 ;;
                0*) exit "${__snap_line#0}" ;;
            esac
        done
    }
)
