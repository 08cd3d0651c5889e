# bash: the environment variables that make it report every command.
#
# How this file is read: a line "#@ NAME" begins the value of the environment variable NAME; the lines behind
# "#@ NAME joined" become one line without line breaks.  Other lines that start with "#" are dropped, and so is the
# indentation, since every program that is started gets a copy.  @NONCE@ becomes the session's nonce.
#
# A mark is  ESC ] 8671 ; NONCE ; fields… ; NONCE BEL  with ;NONCE; before each field that may hold any text.
#
# PS0 reports the begin of a command.  PS0 is only expanded, and an expansion that lists the history forks, which costs
# more than everything else.  So a trap on DEBUG reports the text, also before the command runs: the text of `exit`,
# of `exec` and of a command that runs when the host is killed is known.  The trap does not run for a line without a
# simple command of this shell, such as `(…)` or a function definition; the next prompt reports its text.
# PROMPT_COMMAND reports the status.  If an rc file or the user overwrites PS0 or PROMPT_COMMAND, the other restores it.
# bash before 4.4 has no PS0; the code for it is in bash3.sh.

# stderr is discarded, so that `set -x` shows nothing of the hooks.
#@ PROMPT_COMMAND
{ eval "${__SNAP_BASH-}"; } 2>/dev/null

#@ __SNAP_PROMPT
{ eval "${__SNAP_BASH-}"; } 2>/dev/null

#@ PS0
${__SNAP_PS0@P}

# bash expands this like a prompt, in the shell's own process, so that `:=` and arithmetic assign shell variables.
# ${BASH_VERSINFO[…]+…} is used as an `if`: element 0 is always set, element 99 never.
# __snap_mode is 2 at a prompt with the trap of the hooks, 1 at a prompt with a trap of the user, and 0 while a command
# runs or if PROMPT_COMMAND did not run before it.
#@ __SNAP_PS0 joined
\e]8671;@NONCE@;begin;bash;$?;$$;\u/$EUID;${EPOCHREALTIME-};\!;@NONCE@;${PWD-};@NONCE@\a
# Without the trap of the hooks, a fork has to get the text.
${BASH_VERSINFO[${__snap_mode-0}==2?99:0]+
    \e]8671;@NONCE@;text;bash;$$;\!;@NONCE@;
    $({ __snap_comments $((\!-1)) >/dev/tty; HISTTIMEFORMAT= builtin history 1; } 2>/dev/null);@NONCE@\a}
# HISTCONTROL and HISTIGNORE, emptied at the prompt so that `history 1` is this command, get their values back.
${__snap_control:+\e]8671;@NONCE@;set;${HISTCONTROL:=$__snap_control};@NONCE@\a}
${__snap_ignore:+\e]8671;@NONCE@;set;${HISTIGNORE:=$__snap_ignore};@NONCE@\a}
# If PROMPT_COMMAND did not run before this command, it was overwritten: its element 8671 becomes that of the hooks
# (bash runs a whole array from 5.1 on; before that this has no effect).  A read-only PROMPT_COMMAND is not changed,
# because the failing assignment would prevent the user's command; the status of the command is then reported with the
# begin of the next one.
${BASH_VERSINFO[${__snap_mode-0}?99:0]+
    \e]8671;@NONCE@;set;
    ${BASH_VERSINFO[$(case ${PROMPT_COMMAND+${PROMPT_COMMAND@a}} in *r*) echo 99;; *) echo 0;; esac)]+
        ${PROMPT_COMMAND[8671]:=$__SNAP_PROMPT}};@NONCE@\a}
# ${PPID:…:0} expands to nothing and only does arithmetic: the text with this history number (\!) has to be reported.
# The comments in front of it are reported if a fork got its text.
${PPID:(__snap_next+=(__snap_mode!=2&&__snap_next)*(\!+1-__snap_next)),__snap_mode=__snap_fired=0*(__snap_due[\!]=1):0}

# Marks are written to the terminal itself, so that neither `exec >file` nor `exec 2>file` redirects them.
# A shell on another terminal than the session's (see own.sh) removes the hooks at its first prompt.
#@ __SNAP_BASH
__snap_status=$? __snap_time=${EPOCHREALTIME-} __snap_idle=${__snap_ready-} __snap_ready=
__snap_own() {
    local IFS=' ' stat
    builtin read -r stat </proc/$$/stat || return 0
    stat=(${stat##*\) })
    [[ ! ${__SNAP_TTY-} ]] || { [[ ${stat[4]} == "$__SNAP_TTY" ]]; return; }
    builtin read -r stat <"/proc/${stat[3]}/stat" || return 0
    stat=(${stat##*\) })
    [[ ${stat[1]} == 0 ]]
}
if [[ ! ${__snap_on-} ]] && ! __snap_own; then
    [[ ${PROMPT_COMMAND-} != "$__SNAP_PROMPT" ]] || unset PROMPT_COMMAND
    [[ ${PS0-} != '${__SNAP_PS0@P}' ]] || unset PS0
    unset -f __snap_own
    unset "${!__SNAP_@}" "${!__snap_@}"
else case $BASH_VERSION in
    [1-3].* | 4.[0-3].*) eval "$__SNAP_BASH3" ;;
    *) [[ ${__snap_on-} ]] || eval "$__SNAP_BASH5"; eval "$__snap_each" ;;
esac; fi

# The function `snap`.
#@ __SNAP_ASK
@ASK@

#@ __SNAP_BASH3
@BASH3@

# Evaluated once: parsing it takes 0.4 ms.
# Names of local variables begin with _s_, so that a read-only variable of the user does not clash with them.
#@ __SNAP_BASH5
__snap_on=1
__snap_last= __snap_mode=0 __snap_fired=0 __snap_due=() __snap_edit= __snap_again= __snap_next=0
unset __SNAP_BASH3
# a shell started inside an ash has ash's prompt in its environment
[[ ${PS1-} != *__SNAP_ASH* ]] || PS1='\s-\v\$ '
# the functions of startup files, for the first prompt; only completion uses the many that begin with "_"
__snap_names=$(builtin compgen -A function -X '_*') || :
eval "$__SNAP_ASK"

# Sets __snap_out to the output of a command without a fork, through a file in memory that has no name.  The file is
# open at two descriptors with unusual numbers; if the user opens one of them, they are no longer the same file.
__snap_capture() {
    __snap_out=
    if __snap_can; then
        { "$@"; __snap_end; } >|/proc/self/fd/243 || :
        __snap_read
    fi
    [[ $__snap_out ]] || __snap_out=$("$@")
}
# not in a subshell, where a trap may run with `set -T`: the file belongs to the main shell
__snap_can() { ((!BASH_SUBSHELL)) && [[ $__snap_nolimit && /proc/self/fd/243 -ef /proc/self/fd/244 ]]; }
# if `ulimit -f` limits the size of files, writing kills the shell
__snap_limit() {
    local _s_p=()
    builtin mapfile -d '' _s_p </proc/self/limits || :
    [[ ${_s_p-} == *'Max file size '*( )u* ]] && __snap_nolimit=1 || __snap_nolimit=
}
# ends the output: without this end it was cut off because the memory is full
__snap_end() { builtin printf '\0;'; }
# mapfile takes half the time of `read`
__snap_read() {
    local _s_p=()
    builtin mapfile -td '' _s_p </proc/self/fd/243 || :
    [[ ! ${_s_p[1]-} ]] || __snap_out=${_s_p-}
}
# Opens the file.  A descriptor that bash saves during a redirection is closed in programs, and so is a copy of that:
# no program inherits the file.
__snap_file() {
    local - _s_f=/dev/shm/.snap-$$ _s_n
    set -C
    { {
        for _s_n in {10..99}; do
            [[ /proc/self/fd/$_s_n -ef $_s_f ]] && break
        done
        command exec 243>&"$_s_n" 244>&"$_s_n"
    } 9</dev/null; } 9>"$_s_f" && /bin/rm "$_s_f" || command exec 243>&- 244>&-
}
__snap_limit
if [[ $__snap_nolimit && -w /dev/shm && -x /bin/rm && ! -e /proc/self/fd/243 ]]; then
    __snap_out=$(builtin umask)
    builtin umask 077
    __snap_file
    builtin umask "$__snap_out"
fi

# Reports the texts of the history numbers in __snap_due; if the history is off, it has other numbers than \! gave.
# $1 is the last number of the history, if it may be another one: that of a comment behind the last command.
__snap_texts() {
    local _s_all=("${!__snap_due[@]}") _s_n _s_t _s_it _s_h _s_m _s_out= _s_last
    __snap_comments "$((_s_all - 1))"
    _s_last=${_s_all[${#_s_all[@]} - 1]}
    ((!__snap_next || ${1-0} <= _s_last || ${1-0} - _s_all > 99)) || _s_last=$1
    HISTTIMEFORMAT= __snap_capture builtin history "$((_s_last - _s_all + 1))"
    _s_t=$'\n'$__snap_out
    for ((_s_n = _s_last; _s_n >= _s_all; _s_n--)); do
        builtin printf -v _s_h '\n%5d' "$_s_n"
        # if several were pasted at once, split off the last one; matching is slow on a long text
        _s_it=$_s_t
        ((_s_n == _s_all)) || _s_t=${_s_t%"$_s_h"[*\ ]\ *} _s_it=${_s_it:${#_s_t}}
        while [[ $_s_it == *$'\n' ]]; do _s_it=${_s_it%$'\n'}; done
        [[ $_s_it == "$_s_h"[*\ ]\ * ]] || _s_it=
        _s_m=text
        if [[ ! ${__snap_due[_s_n]-} ]]; then
            ((_s_n >= __snap_next)) || continue
            _s_m=comment
        elif [[ $_s_it ]]; then
            __snap_text[_s_n]=${_s_it:${#_s_h}+2}
        fi
        builtin printf -v _s_m '\e]8671;@NONCE@;%s;bash;%s;%s;@NONCE@;%s;@NONCE@\a' "$_s_m" "$$" "$_s_n" "${_s_it:1}"
        _s_out=$_s_m$_s_out
    done
    builtin printf %s "$_s_out"
    ((!__snap_next)) || __snap_next=$((_s_last + 1))
    __snap_due=()
}

# Reports the lines that are only comments, which have neither PS0 nor the trap: those of the history from the number
# __snap_next, which is 0 if it is not known, to the number $1.
__snap_comments() {
    ((__snap_next < 1 || $1 < __snap_next || $1 - __snap_next > 99)) || ! __snap_lines "$__snap_next" "$1" ||
        builtin printf '\e]8671;@NONCE@;comment;bash;%s;%s;@NONCE@;0  %s;@NONCE@\a' "$$" "$1" "$__snap_ran"
}

# Sets __snap_ran to the lines of the history with the numbers from $1 to $2, or to the last one; fails if there is none.
__snap_lines() {
    local _s_n _s_t _s_h
    HISTTIMEFORMAT= __snap_capture builtin history 1
    _s_n=${__snap_out#"${__snap_out%%[! ]*}"} _s_n=${_s_n%%[!0-9]*}
    ((_s_n >= $1 && ${2:-_s_n} >= $1)) || return
    HISTTIMEFORMAT= __snap_capture builtin history "$((_s_n - $1 + 1))"
    _s_t=$'\n'$__snap_out
    if ((${2:-_s_n} < _s_n)); then
        builtin printf -v _s_h '\n%5d' "$(($2 + 1))"
        _s_t=${_s_t%%"$_s_h"[*\ ]\ *}
    fi
    for ((_s_n = $1; _s_n <= ${2:-_s_n}; _s_n++)); do
        builtin printf -v _s_h '\n%5d' "$_s_n"
        [[ $_s_t == *"$_s_h"[*\ ]\ * ]] || break
        _s_t=${_s_t/"$_s_h"[*\ ]\ /$'\n'}
    done
    while [[ $_s_t == *$'\n' ]]; do _s_t=${_s_t%$'\n'}; done
    __snap_ran=${_s_t#$'\n'}
}

# Sets the variable to the number that the line which is read or run now has in the history.
__snap_number() { local _s_p='\!'; builtin printf -v "$1" %s "${_s_p@P}"; }

# Notes that a line at the prompt is edited in a program (`edit-and-execute-command`, Ctrl-X Ctrl-E).  What that saves
# runs without PS0 and without a prompt behind it, and is in the history from this number on.
__snap_edit_begins() {
    local _s_p='\u/$EUID' _s_n
    __snap_number _s_n
    # the line itself is in the history too, in front of what is run
    [[ ! $__snap_edit ]] || __snap_edit_ends "$((_s_n - 2))"
    __snap_edit=$_s_n
    __snap_edit_by="${_s_p@P};${EPOCHREALTIME-}" __snap_edit_in=${PWD-}
}
# Reports what was run so, up to the number $1; a later report has all of an earlier one.
__snap_edited() {
    __snap_lines "$__snap_edit" "${1-}" || return 0
    __snap_text[__snap_edit]=$__snap_ran __snap_sent=
    builtin printf '\e]8671;@NONCE@;edited;bash;%s;%s;%s;@NONCE@;%s;@NONCE@;%s;@NONCE@\a' \
        "$$" "$__snap_edit" "$__snap_edit_by" "$__snap_edit_in" "$__snap_ran"
}
# Reports it for the last time: up to the number $1, or to the next line if that has begun, or all.
__snap_edit_ends() {
    local _s_due=("${!__snap_due[@]}")
    __snap_edited "${_s_due:+$((_s_due - 1))}${1-}"
    __snap_edit= __snap_next=0
}
# Reports what `fc` has run, which is in the history in the place of the line that called it.
__snap_fc() {
    local _s_t=${__snap_text[__snap_again]-}
    if [[ $_s_t && $_s_t != *[\;\&\|$'\n']* ]] && __snap_lines "$__snap_again" && [[ $__snap_ran != "$_s_t" ]]; then
        __snap_text[__snap_again]=$__snap_ran
        builtin printf '\e]8671;@NONCE@;text;bash;%s;%s;@NONCE@;%5d  %s;@NONCE@\a' \
            "$$" "$__snap_again" "$__snap_again" "$__snap_ran"
    fi
}

# Fails if the trap has to be removed: at the prompt, which learns so without a fork that the trap is still that of the
# hooks; before a command that may list or set traps; and in a loop, which must not get slower.
__snap_debug() {
    [[ $BASH_COMMAND != 'eval "${__SNAP_BASH-}"' ]] || { __snap_owntrap=1; return 1; }
    if ((! __snap_mode)); then
        [[ ! $__snap_edit ]] || __snap_edit_ends >/dev/tty || :
        ((${#__snap_due[@]} == 0)) || __snap_texts >/dev/tty || :
        ((++__snap_fired < 100)) || return 1
        [[ $__snap_fired != 1 || $BASH_COMMAND != fc?(\ *) ]] || __snap_number __snap_again
    elif [[ $BASH_COMMAND == 'fc -e '* ]]; then
        __snap_edit_begins >/dev/tty || :
    elif [[ $__snap_edit && $BASH_COMMAND != */bash-fc.* ]]; then
        __snap_edited >/dev/tty || :
    fi
    [[ $BASH_COMMAND != *trap* ]]
}

# Deletes the lines from the history that the user's HISTCONTROL and HISTIGNORE would have kept out of it.
__snap_drop() {
    local - _s_n _s_t _s_by _s_g=0 IFS=:
    set -f
    for _s_n in "${!__snap_text[@]}"; do
        _s_t=${__snap_text[_s_n]}
        _s_by=
        if [[ $_s_t == ' '* && ${__snap_control-} ]]; then
            _s_by=x
        elif [[ $_s_t == "$__snap_last" && ${__snap_control-} == *ignore[bd]* ]]; then
            _s_by=x
        else
            for _s_by in ${__snap_ignore-} ''; do
                [[ $_s_by != '&' ]] || _s_by=${__snap_last:-&}
                [[ -z $_s_by || $_s_t != $_s_by ]] || break
            done
        fi
        if [[ $_s_by ]]; then
            builtin history -d "$((_s_n - _s_g))" && _s_g=$((_s_g + 1)) || :
        else
            __snap_last=$_s_t
        fi
    done
}

# Makes bash add every line to the history unchanged until the next command begins.
__snap_history() {
    __snap_control= __snap_ignore=
    if [[ ${HISTCONTROL-} == *ignore[bs]* && ${HISTCONTROL@a} != *r* ]]; then
        __snap_control=$HISTCONTROL HISTCONTROL=
    fi
    if [[ ${HISTIGNORE-} && ${HISTIGNORE@a} != *r* ]]; then
        __snap_ignore=$HISTIGNORE HISTIGNORE=
    fi
    if [[ ${HISTSIZE-} == 0 && ${HISTSIZE@a} != *r* ]]; then
        HISTSIZE=9
    fi
}

# Returns the status that it finds.
__snap_pass() {
    local _s_was=$?
    [[ $- == *e* ]] || return "$_s_was"
}

# If an rc file added something in front of the hook in PROMPT_COMMAND, $? is no longer that of the command there; an
# array element of its own gets the right one.  `&& :` prevents that a trap on ERR runs.
__snap_split() {
    local _s_o=${PROMPT_COMMAND-}
    if [[ $_s_o != "$__SNAP_PROMPT" && $_s_o == *"$__SNAP_PROMPT"* && ${PROMPT_COMMAND@a} != *r* ]] &&
        ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] > 500)); then
        PROMPT_COMMAND[0]=${_s_o//"$__SNAP_PROMPT"/"__snap_pass && :"}
        PROMPT_COMMAND[8671]=$__SNAP_PROMPT
    fi
}

__snap_prompt() {
    if ((! __snap_mode)); then
        [[ -z ${__snap_control-}${__snap_ignore-} ]] || __snap_drop
        __snap_history
        __snap_split
        [[ ${PS0-} == *__SNAP_PS0* || ${PS0@a} == *r* ]] || PS0='${__SNAP_PS0@P}'${PS0-}
    fi
    __snap_mode=2
    [[ ! $__snap_usertrap ]] || __snap_mode=1
    __snap_send >/dev/tty || :
    __snap_text=() __snap_due=()
    # only commands behind the hook in the same string would find another $?; otherwise a trap on ERR would run
    [[ $- == *e* || ${PROMPT_COMMAND-} != *"$__SNAP_PROMPT"?* ]] || return "$__snap_status"
}

# Reports the prompt in as few writes as possible, because each one wakes the process that reads the terminal: bash
# writes each line beyond 4 KB by itself.
__snap_send() {
    local _s_i _s_all=
    __snap_state
    [[ ! $__snap_one ]] || { __snap_open variable; builtin declare -p "$__snap_one"; __snap_close; }
    builtin printf -v _s_all '%s\e]8671;@NONCE@;prompt;bash;%s;%s;%s;@NONCE@;%s;@NONCE@\a' \
        "$_s_all" "$__snap_status" "$$" "$__snap_time" "${PWD-}"
    for ((_s_i = 0; _s_i < ${#_s_all}; _s_i += 4000)); do
        builtin printf %s "${_s_all:_s_i:4000}"
    done
}

__snap_open() { builtin printf '\e]8671;@NONCE@;state;bash;%s;%s;@NONCE@;' "$$" "$1"; }
__snap_close() { builtin printf ';@NONCE@\a'; }

# Lists the state.  Its last part, the traps, is listed outside of functions, which do not see the trap on DEBUG.
__snap_lists() {
    __snap_line=${BASH_LINENO-}
    # makes bash update BASHOPTS with the options that variables such as GLOBIGNORE have set
    builtin shopt -s cmdhist lithist
    # hides variables that are long and those that differ each time
    local "${!__SNAP_@}" "${!__snap_@}" EPOCHREALTIME
    ! builtin shopt -q localvar_inherit || builtin unset -v "${!__snap_@}"
    # all variables: `declare -p NAME…` would draw a number from RANDOM, and finding the names takes 0.5 ms
    __snap_open variables; builtin declare -p; __snap_close
    __snap_open aliases; builtin alias -p; __snap_close
    __snap_open functions; builtin declare -F; __snap_close
    __snap_open umask; builtin umask; __snap_close
    __snap_open traps
}

# Reports the state unless it is the same as last time; after Ctrl-C it is repeated, because the terminal may have
# discarded it.  The bodies of functions, which may be many, are listed only after a line that may have defined one.
__snap_state() {
    local _s_now=${__snap_out/"BASH_LINENO=([0]=\"$__snap_line\")"} IFS=$'\n'
    [[ ! $__snap_names ]] || { __snap_open bodies; builtin declare -f $__snap_names; __snap_close; }
    __snap_names=
    case ${__snap_text[*]-} in
        *\(*\)*|*function*|*source*|*.' '*|*eval*) __snap_open bodies; builtin declare -f; __snap_close ;;
    esac
    # `[` because `[[` would first convert the text to a pattern
    [[ $__snap_out ]] && { ((__snap_status == 130)) || ! builtin [ "$_s_now" = "${__snap_sent-}" ]; } || return 0
    __snap_sent=$_s_now __snap_notraps=1
    [[ $__snap_out != *"trap -- '"@([!\']|\'[!\ ])* ]] || __snap_notraps=
    builtin printf -v _s_all '%s;@NONCE@\a' "$__snap_out"
}

# Succeeds if the line cannot have changed the state: it is one program, or a builtin that only prints or changes the
# directory, with plain words, and no code of the user runs besides.  If it set one variable, __snap_one is its name.
__snap_plain() {
    local _s_t=${__snap_text[*]-} _s_w
    _s_t=${_s_t#"${_s_t%%[! ]*}"}
    _s_w=${_s_t%% *}
    # matching a pattern on a line of 100 000 characters overflows bash's stack
    [[ ${#__snap_text[@]} == 1 && ${#_s_t} -lt 4096 && $_s_w && ! $__snap_usertrap && $__snap_status != 130 &&
        ${PROMPT_COMMAND[*]-} == "$__SNAP_PROMPT" && ${__snap_sent:+$__snap_notraps} ]] || return
    if
        [[ $_s_t == ?(export )[A-Za-z_]*([A-Za-z0-9_])=@(*([A-Za-z0-9_./:,@%+-])|\'*([!\'])\'|\"*([!\"\$\`\\])\") ]]
    then
        _s_w=export _s_t=${_s_t#export }
        __snap_one=${_s_t%%=*} __snap_sent=-
        # these variables set options
        [[ $__snap_one != @(BASH|POSIX|*IGNORE|ignore)* && ! -R $__snap_one ]] || return
    else
        [[ $_s_t != *[!A-Za-z0-9_\ ./:,@%+-]* && ! ${__snap_words[$_s_w]+x} ]] && ! builtin shopt -q autocd || return
    fi
    [[ ! ${BASH_ALIASES[$_s_w]+x} ]] && ! builtin declare -F -- "$_s_w" >/dev/null
}
declare -A __snap_words=()
while read -r __snap_line; do
    case $__snap_line in :|cd|dirs|echo|false|jobs|popd|pushd|pwd|test|true) ;; *) __snap_words[$__snap_line]= ;; esac
done <<<"$(builtin compgen -bk)"

# Passes $_ on, so that the command finds the value that it would find without the trap.
__snap_trap='{ __snap_debug "$_" || { __snap_arg=$_; builtin trap - DEBUG; builtin : "$__snap_arg"; }; } 2>/dev/null'

__snap_each='
    [[ ${__snap_owntrap-} ]] || __snap_usertrap=$(builtin trap -p DEBUG)
    [[ ! $__snap_edit ]] || __snap_edit_ends >/dev/tty || :
    ((${#__snap_due[@]} == 0)) || __snap_texts "$((HISTCMD - 1))" >/dev/tty || :
    [[ ! $__snap_again ]] || __snap_fc >/dev/tty || :
    # a command such as `history -r` adds lines that were not typed
    ((__snap_mode)) || [[ ${__snap_text[*]-history} != *history* ]] || __snap_next=0
    ((HISTCMD == __snap_next)) || __snap_comments "$((HISTCMD - 1))" >/dev/tty || :
    __snap_next=0
    [[ ! -o history ]] || __snap_next=${HISTCMD-0}
    __snap_again= __snap_owntrap= __snap_out= __snap_one=
    if ! __snap_plain; then
        __snap_one=
        __snap_limit
        if __snap_can; then
            { __snap_lists; builtin trap -p; __snap_end; } >|/proc/self/fd/243 || :
            __snap_read
        fi
        [[ $__snap_out ]] || { __snap_lists; builtin trap -p; __snap_close; } >/dev/tty || :
    fi
    [[ $__snap_usertrap ]] || builtin trap "$__snap_trap" DEBUG
    __snap_prompt
'

#@ HISTFILE
