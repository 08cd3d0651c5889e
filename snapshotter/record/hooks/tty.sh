# Any POSIX shell that is given the hooks at its prompt: exports the number of its terminal, field 7 of proc(5)'s stat.
# A shell that has the hooks from its environment is silent on any other terminal (see own.sh).
read -r __snap_tty </proc/self/stat && __snap_tty=${__snap_tty##*\) } && __snap_tty=${__snap_tty#* * * * } || __snap_tty=
export __SNAP_TTY="${__snap_tty%% *}"
unset __snap_tty
