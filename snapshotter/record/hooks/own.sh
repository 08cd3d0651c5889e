# Any POSIX shell, in a child of its own: true on the terminal that the session shows; inserted into the hooks for @OWN@.
# There the leader of the terminal's processes is what the engine started, whose parent is outside the container; or the
# shell that was given the hooks at its prompt said that it is this one (see tty.sh).  Programs such as `script` and `tmux`
# start shells on a terminal of their own, and would get the reports into their files.
# ksh93's `read` spoils the prompt that is being expanded.
__snap_read() {
    case ${KSH_VERSION-} in
        '') read -r __snap_stat <"/proc/$1/stat" ;;
        *) __snap_stat=$(<"/proc/$1/stat") ;;
    esac
}
__snap_own() {
    IFS=' '
    __snap_read self || return 0
    set -- ${__snap_stat##*\) }
    [ -z "${__SNAP_TTY-}" ] || { [ "$5" = "$__SNAP_TTY" ]; return; }
    __snap_read "$4" || return 0
    set -- ${__snap_stat##*\) }
    [ "$2" = 0 ]
}
