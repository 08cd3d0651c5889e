# bash 3.2 to 4.3, which have neither PS0 nor ${…@…}: bash.sh runs this at each prompt.
#
# A trap on DEBUG reports the begin of a command as soon as the history has a new line.  If the user has such a trap, or
# for a line that is only a subshell (for which no trap runs), the next prompt reports it.  Until a command begins,
# HISTCONTROL and HISTIGNORE are empty, so all lines reach the history, where they stay.
if [[ ! ${__snap_on-} ]]; then
    __snap_on=1 __snap_idle= __snap_control= __snap_ignore= __snap_since=
    unset __SNAP_BASH5
    __snap_user=$(command id -un 2>/dev/null) || __snap_user=$EUID
    eval "$__SNAP_ASK"

    __snap_clock() { command date +%s.%N 2>/dev/null; }

    __snap_entry() {
        __snap_text=$(HISTTIMEFORMAT= builtin history 1)
        __snap_new=${__snap_text#"${__snap_text%%[0-9]*}"}
        __snap_new=${__snap_new%%[!0-9]*}
    }

    # $1 is the status of the command before, $2 the time; fails if the history has no new line
    __snap_begin() {
        __snap_entry
        [[ $__snap_new && $__snap_new != "$__snap_number" ]] || return 1
        __snap_number=$__snap_new
        {
            builtin printf '\033]8671;@NONCE@;begin;bash;%s;%s;%s;%s;%s;@NONCE@;%s;@NONCE@\007' \
                "$1" "$$" "$__snap_user" "$2" "$__snap_new" "${PWD-}"
            builtin printf '\033]8671;@NONCE@;text;bash;%s;%s;@NONCE@;%s;@NONCE@\007' "$$" "$__snap_new" "$__snap_text"
        } >/dev/tty || :
    }

    # its argument is "$_", so that the command finds the value of $_ that it would find without the trap
    __snap_debug() {
        local status=$?
        [[ $__snap_ready && ! ${COMP_LINE-} && $BASH_COMMAND != *__[Ss][Nn][Aa][Pp]_* ]] || return 0
        __snap_begin "$status" "$(__snap_clock)" || return 0
        __snap_ready=
        [[ ! $__snap_control ]] || HISTCONTROL=$__snap_control
        [[ ! $__snap_ignore ]] || HISTIGNORE=$__snap_ignore
        return 0
    }

    __snap_history() {
        # if no command ran, they are empty already
        [[ ! $__snap_idle ]] || return 0
        __snap_control= __snap_ignore=
        case $(builtin readonly -p) in *\ HISTCONTROL=* | *\ HISTIGNORE=*) return 0 ;; esac
        [[ ${HISTCONTROL-} != *ignore[bds]* ]] || { __snap_control=$HISTCONTROL; HISTCONTROL=; }
        [[ ! ${HISTIGNORE-} ]] || { __snap_ignore=$HISTIGNORE; HISTIGNORE=; }
        [[ ${HISTSIZE-} != 0 ]] || HISTSIZE=9
    }

    __snap_open() { builtin printf '\033]8671;@NONCE@;state;bash;%s;%s;@NONCE@;' "$$" "$1"; }
    __snap_close() { builtin printf ';@NONCE@\007'; }

    __snap_state() {
        local __SNAP_BASH3 __SNAP_PS0
        __snap_open variables; builtin declare -p; __snap_close
        __snap_open aliases; builtin alias -p; __snap_close
        __snap_open functions; builtin declare -F; __snap_close
        __snap_open bodies; builtin declare -f; __snap_close
        __snap_open umask; builtin umask; __snap_close
    }

    # $1 is the status of the command before
    __snap_prompt() {
        if [[ $__snap_idle ]] && __snap_begin 0 "$__snap_since"; then
            __snap_idle=
        fi
        __snap_history
        builtin shopt -s cmdhist lithist
        __snap_since=$(__snap_clock)
        builtin printf '\033]8671;@NONCE@;prompt;bash;%s;%s;%s;@NONCE@;%s;@NONCE@\007' \
            "$1" "$$" "$__snap_since" "${PWD-}" >/dev/tty || :
        __snap_ready=1
        [[ $- == *e* ]] || return "$1"
    }
    __snap_entry
    __snap_number=$__snap_new
fi
{
    __snap_state; __snap_open traps; builtin trap -p; __snap_close
} >/dev/tty || :
case $(builtin trap -p DEBUG) in
    '') trap '{ __snap_debug "$_"; } 2>/dev/null' DEBUG ;;
esac
__snap_prompt "$__snap_status"
