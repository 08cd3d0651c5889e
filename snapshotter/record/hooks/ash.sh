# busybox ash: what it is given through its environment so that it reports every command.
# See bash.sh for how this file is read; @PROMPT@ is the prompt as it would be without us.
#
# ash has no hook but its prompts: both tell the last line of the history, one entry for each line typed (none
# for an empty one or one equal to the line before).  Nothing is put into the prompt's own value but the mark
# behind it: ash would take the backslashes of the text for escapes of the prompt.

#@ PS1
$({ __snap_status=$? __snap_verb=prompt; set +x; } 2>/dev/null; eval "${__SNAP_ASH-}")@PROMPT@\[\e]8671;@NONCE@;input;ash;\u;@NONCE@\a\]

#@ PS2
$({ __snap_status=0 __snap_verb=more; set +x; } 2>/dev/null; eval "${__SNAP_ASH-}")> \[\e]8671;@NONCE@;input;ash;\u;@NONCE@\a\]

#@ __SNAP_ASH
{
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
command printf '\033]8671;@NONCE@;%s;ash;%s;%s;;@NONCE@;%s;@NONCE@;%s;@NONCE@\007' "$__snap_verb" "$__snap_status" "$$" "$PWD" "$__snap_line" >/dev/tty
} 2>/dev/null

#@ HISTFILE
