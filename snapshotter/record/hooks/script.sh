# Any POSIX shell: runs the commands from its standard input, one after another, and reports each.
# Called as  SHELL -c THIS NAME KIND PATH ; lines that start with "#" are dropped.
#
# A mark requests each line: the host sends the next one only after the kernel's clock has ticked.  The commands have an
# empty standard input, so none of them reads the lines that follow.  Whether a command is complete is checked with the
# shell itself: if it cannot parse the text because it ends too early, the script reads the next line.  An open
# here-document and a backslash at the end are no errors; but between braces they swallow the closing brace, and the
# shell reports that it is missing.
__snap_kind=$1 __snap_shell=$2
shift 2
exec 8>&1 9<&0 </dev/null
__snap_user=$(id -un 2>/dev/null) || __snap_user=$(id -u 2>/dev/null)
__snap_status=0 __snap_flags= __snap_text= __snap_eof=
__snap_newline='
'
case $__snap_kind in
    bash) __snap_command=; shopt -s expand_aliases ;;
    zsh) __snap_command= ;;
    # keeps a syntax error from ending the shell
    *) __snap_command=command ;;
esac

__snap_cut_short() {
    case $(printf '%s\n' "$1" | LC_ALL=C "$__snap_shell" -n 2>&1) in
        *'end of file'* | *EOF* | *nterminated* | *"missing '"*) return 0 ;;
        *unmatched* | *unclosed* | *'closing quote'*) return 0 ;;
        # of zsh, which prints the text that it could not read to its end
        *'near `\n'* | *'near `$('* | *'near `$['* | *'near `'[=\<\>]'('* | *'closing brace expected'*) return 0 ;;
    esac
    return 1
}

# zsh accepts a loop or function without a body, and reports neither an open here-document nor a backslash at the end
__snap_zsh_wants_more() {
    __snap_parses "$__snap_text" || return
    case $__snap_text in
        *'&&' | *'||' | *'()') return 0 ;;
        'function '*[\ \({]*) ;;
        'function '*) return 0 ;;
    esac
    __snap_parses "$__snap_text${__snap_newline}do :; done" ||
        ! __snap_parses "if :; then$__snap_newline$__snap_text${__snap_newline}fi"
}

__snap_parses() { printf '%s\n' "$1" | "$__snap_shell" -n >/dev/null 2>&1; }

__snap_wants_more() {
    __snap_cut_short "$__snap_text" && return
    [ "$__snap_kind" != zsh ] || { __snap_zsh_wants_more; return; }
    case $__snap_text in
        *'<<'* | *\\) __snap_cut_short "{ :$__snap_newline$__snap_text$__snap_newline}" ;;
        *) return 1 ;;
    esac
}

__snap_mark() {
    printf '\033]8671;@NONCE@;%s;%s;%s;%s;%s;%s;@NONCE@;%s;@NONCE@;%s;@NONCE@\007' \
        "$1" "$__snap_kind" "$__snap_status" "$$" "$__snap_user" "${EPOCHREALTIME-}" "$PWD" "$2" >&8
}

__snap_restore() { return "$__snap_status"; }

while [ -z "$__snap_eof" ]; do
    printf '\033]8671;@NONCE@;want;@NONCE@\007' >&8
    IFS= read -r __snap_line <&9 || __snap_eof=1
    [ -z "$__snap_eof" ] || [ -n "$__snap_line$__snap_text" ] || break
    __snap_text=${__snap_text:+$__snap_text$__snap_newline}$__snap_line
    [ -n "$__snap_eof" ] || ! __snap_wants_more || continue
    __snap_mark run "$__snap_text"
    __snap_line=$__snap_text
    __snap_text= __snap_ended=
    # the command finds the $? of the one before; under `set -e` that can only be 0
    case $__snap_flags in
        *e*x* | *x*e*) __snap_line="{ set -x; } 2>/dev/null$__snap_newline$__snap_line" ;;
        *x*) __snap_line="{ set -x; __snap_restore; } 2>/dev/null$__snap_newline$__snap_line" ;;
        *e*) ;;
        *) __snap_restore ;;
    esac
    # the status is read inside of `eval`: under `set -e` an eval that returns the status of `! true` ends the shell
    $__snap_command eval "$__snap_line$__snap_newline{ __snap_ended=\$?; } 2>/dev/null" </dev/null 8>&- 9<&-
    { __snap_status=${__snap_ended:-$?} __snap_flags=$-; set +x; } 2>/dev/null
    __snap_mark ran ''
done
exit "$__snap_status"
