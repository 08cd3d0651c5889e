# busybox ash: what it is given through its environment so that it reports every command.
# See bash.sh for how this file is read; @LOOK@ is the prompt as it would be without us.
#
# ash has no hook but its prompts: both tell the last line of the history, one entry for each line typed (none
# for an empty one or one equal to the line before).  Nothing is put into the prompt's own value but the mark
# behind it: ash would take the backslashes of the text for escapes of the prompt.

#@ PS1
$({ __snap_status=$? __snap_verb=prompt; set +x; } 2>/dev/null; eval "${__SNAP_ASH-}")@LOOK@\[\e]8671;@NONCE@;input;ash;\u;@NONCE@\a\]

#@ PS2
$({ __snap_status=0 __snap_verb=more; set +x; } 2>/dev/null; eval "${__SNAP_ASH-}")> \[\e]8671;@NONCE@;input;ash;\u;@NONCE@\a\]

#@ __SNAP_ASH
{
__snap_line=$(command history | command tail -n 1)
command printf '\033]8671;@NONCE@;%s;ash;%s;%s;;@NONCE@;%s;@NONCE@;%s;@NONCE@\007' "$__snap_verb" "$__snap_status" "$$" "$PWD" "$__snap_line" >/dev/tty
} 2>/dev/null

#@ HISTFILE
