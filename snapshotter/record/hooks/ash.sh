# busybox ash: the environment variables that make it report every command.
# See bash.sh for how this file is read; @PROMPT@ becomes the prompt without the hooks.
#
# The only hooks of ash are its prompts.  Both report the last line of the history, which has one entry for each line
# typed (none for an empty line or one equal to the line before).  What a prompt's code prints is the mark behind it and
# no text of the user: ash interprets backslashes in it as escapes of the prompt.

#@ PS1 joined
$({ __snap_status=$? __snap_verb=prompt; set +x; } 2>/dev/null; eval "${__SNAP_ASH-}")
@PROMPT@$({ __snap_verb=input; set +x; } 2>/dev/null; eval "${__SNAP_ASH-}")

#@ PS2 joined
$({ __snap_status=0 __snap_verb=more; set +x; } 2>/dev/null; eval "${__SNAP_ASH-}")
> $({ __snap_verb=input; set +x; } 2>/dev/null; eval "${__SNAP_ASH-}")

# On another terminal than the session's (see own.sh) nothing is reported.
#@ __SNAP_ASH
{
@OWN@
__snap_own || exit 0
case $__snap_verb in input) command printf '%s' '\[\e]8671;@NONCE@;input;ash;\u;@NONCE@\a\]'; exit 0 ;; esac
__snap_line=$(command history | command tail -n 1)
__snap_open() { command printf '\033]8671;@NONCE@;state;ash;%s;%s;@NONCE@;' "$$" "$1"; }
__snap_close() { command printf ';@NONCE@\007'; }
case $__snap_verb in prompt)
    {
        __snap_open variables; set; __snap_close
        __snap_open exports; export -p; __snap_close
        __snap_open aliases; alias; __snap_close
        __snap_open options; set -o; __snap_close
        __snap_open umask; umask; __snap_close
        __snap_open traps; trap; __snap_close
    } >/dev/tty ;;
esac
command printf '\033]8671;@NONCE@;%s;ash;%s;%s;;@NONCE@;%s;@NONCE@;%s;@NONCE@\007' \
    "$__snap_verb" "$__snap_status" "$$" "$PWD" "$__snap_line" >/dev/tty
} 2>/dev/null

#@ HISTFILE
