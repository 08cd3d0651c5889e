# dash, mksh and ksh93: what they are given through their environment so that they report every command.
# See bash.sh for how this file is read; @PROMPT@ is the prompt as it would be without us, @OWN@ says that it is the shells' own.
#
# These shells have no hook but their prompt.  mksh and ksh93 tell the last command of their history there, one entry
# for each command however many lines it has; mksh leaves out what begins with a space or equals the one before.
# dash has no history: what was typed is known from the terminal (see typed/keys.py), for which the mark behind its prompts
# says where typing begins.  A shell that edits lines has no such mark, for it counts the prompt's columns.

# mksh does not take a prompt for root in which there is no "#".
#@ PS1
@PROMPT@$({ __snap_status=$?; set +x; } 2>/dev/null; eval "${__SNAP_SH-#}")

# `fc` passes over the newest entry, which is mostly itself: so one more is put behind it, in this child alone.
# Where a history file is in use that child would write to it: then the history is not asked.
#@ __SNAP_SH
{
__snap_kind= __snap_line=
case ${KSH_VERSION-} in
    *MIRBSD* | *LEGACY*) __snap_kind=mksh; [ -n "${HISTFILE-}" ] || __snap_line=$(print -s x; fc -l -1) ;;
    Version*) __snap_kind=ksh __snap_line=$(fc -l -0) ;;
    '') [ -n "${BASH_VERSION-}${ZSH_VERSION-}${FISH_VERSION-}" ] || __snap_kind=dash ;;
esac
__snap_user=$(id -un || id -u)
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
if [ '@OWN@' ]; then
    case $(id -u) in 0) printf '# ' ;; *) printf '$ ' ;; esac
fi
[ "$__snap_kind" != dash ] || printf '\033]8671;@NONCE@;input;dash;;@NONCE@\007'
} 2>/dev/null

#@ PS2
> @MORE@

#@ HISTFILE
@HISTFILE@
