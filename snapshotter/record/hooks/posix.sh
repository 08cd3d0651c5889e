# dash, mksh and ksh93: the environment variables that make them report every command.
# See bash.sh for how this file is read; @PROMPT@ becomes the prompt without the hooks, @DEFAULT@ is not empty if that
# is the default of the shell.
#
# The only hook of these shells is their prompt.  mksh and ksh93 report the last command of their history there, one
# entry for each command however many lines it has; mksh leaves out commands that begin with a space or equal the one
# before.  dash has no history: what was typed is read from the terminal (see typed/keys.py), for which the mark behind
# dash's prompts says where typing begins.  A shell that edits lines has no such mark, because it would count it as
# columns of the prompt.

# For root, mksh replaces a prompt without a "#".
#@ PS1
@PROMPT@$({ __snap_status=$?; set +x; } 2>/dev/null; eval "${__SNAP_SH-#}")

# `fc` skips the newest entry, which usually is the `fc` itself, so one more entry is added in this child process.  If
# a history file is in use, the child would write to it: then the history is not read.
# On another terminal than the session's (see own.sh) nothing is reported.
#@ __SNAP_SH
{
@OWN@
__snap_kind= __snap_line=
! __snap_own || case ${KSH_VERSION-} in
    *MIRBSD* | *LEGACY*) __snap_kind=mksh; [ -n "${HISTFILE-}" ] || __snap_line=$(print -s x; fc -l -1) ;;
    Version*) __snap_kind=ksh __snap_line=$(fc -l -0) ;;
    '') [ -n "${BASH_VERSION-}${ZSH_VERSION-}${FISH_VERSION-}" ] || __snap_kind=dash ;;
esac
__snap_user=$(id -un) || __snap_user=$(id -u)
__snap_open() { printf '\033]8671;@NONCE@;state;%s;%s;%s;@NONCE@;' "$__snap_kind" "$$" "$1"; }
__snap_close() { printf ';@NONCE@\007'; }
[ -z "$__snap_kind" ] || {
    unset PS1 PS2
    __snap_open variables; set; __snap_close
    __snap_open exports; export -p; __snap_close
    __snap_open aliases; alias; __snap_close
    __snap_open umask; umask; __snap_close
    __snap_open traps; trap; __snap_close
    printf '\033]8671;@NONCE@;prompt;%s;%s;%s;%s;%s;@NONCE@;%s;@NONCE@;%s;@NONCE@\007' \
        "$__snap_kind" "$__snap_status" "$$" "$__snap_user" "${EPOCHREALTIME-}" "$PWD" "$__snap_line"
} >/dev/tty
if [ '@DEFAULT@' ]; then
    case $(id -u) in 0) printf '# ' ;; *) printf '$ ' ;; esac
fi
[ "$__snap_kind" != dash ] || printf '\033]8671;@NONCE@;input;dash;;@NONCE@\007'
} 2>/dev/null

# Only dash reports it: mksh and ksh93 do not run commands for this prompt.
#@ PS2
> @PS2@

#@ __SNAP_MORE
{
@OWN@
! __snap_own || printf '\033]8671;@NONCE@;more;dash;;;@NONCE@\007'
} 2>/dev/null

#@ HISTFILE
@HISTFILE@
