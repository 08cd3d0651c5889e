# bash: what it is given through its environment so that it reports every command.
#
# A line "#@ NAME" begins the value of the environment variable NAME; other lines that start with "#" are
# dropped, and @NONCE@ becomes the session's nonce.  A mark is  ESC ] 8671 ; NONCE ; fields… ; NONCE BEL ,
# with ;NONCE; before each field whose content is free.
#
# PS0 tells that a command begins.  It can only expand, and an expansion that lists the history forks, which costs more
# than all the rest; so a trap on DEBUG tells the text, still before the command runs: `exit`, `exec` and whatever runs
# when the host dies are known.  For a line without a simple command of the shell's own, `(…)` or a definition, no trap
# runs: the prompt tells what it was.  PROMPT_COMMAND tells the status.  Whichever of PS0 and PROMPT_COMMAND an rc file
# or the user overwrites, the other puts back.
# What is different before 4.4, which has no PS0, stands in bash3.sh.

# stderr goes nowhere, so that `set -x` shows nothing of ours.
#@ PROMPT_COMMAND
{ eval "${__SNAP_BASH-}"; } 2>/dev/null

#@ __SNAP_PROMPT
{ eval "${__SNAP_BASH-}"; } 2>/dev/null

#@ PS0
${__SNAP_PS0@P}

# Expanded by bash as a prompt, in the shell's own process, so `:=` and arithmetic assign shell variables.
#  1. Where there is no trap of ours, since no prompt of ours came before or the user has one, a fork has to get the text.
#  2. HISTCONTROL and HISTIGNORE, emptied at the prompt so that `history 1` is this command, get their values back.
#  3. Where no prompt of ours came before this command, PROMPT_COMMAND was overwritten: its element 8671 (an array
#     runs whole from bash 5.1 on; before that this does no harm) becomes ours.  ${BASH_VERSINFO[…]+…} is the `if`:
#     element 0 is always set, element 99 never.  A read-only PROMPT_COMMAND is left alone, for assigning to it
#     would cost the user's command; its status then comes with the next command's mark.
#  4. ${PPID:…:0} is nothing, for its arithmetic's sake: what is wanted is the text that has this history number (\!).
#@ __SNAP_PS0
\e]8671;@NONCE@;begin;bash;$?;$$;\u;${EPOCHREALTIME-};\!;@NONCE@;${PWD-};@NONCE@\a${BASH_VERSINFO[${__snap_live-0}==2?99:0]+\e]8671;@NONCE@;text;bash;$$;\!;@NONCE@;$({ HISTTIMEFORMAT= builtin history 1; } 2>/dev/null);@NONCE@\a}${__snap_control:+\e]8671;@NONCE@;set;${HISTCONTROL:=$__snap_control};@NONCE@\a}${__snap_ignore:+\e]8671;@NONCE@;set;${HISTIGNORE:=$__snap_ignore};@NONCE@\a}${BASH_VERSINFO[${__snap_live-0}?99:0]+\e]8671;@NONCE@;set;${BASH_VERSINFO[$(case ${PROMPT_COMMAND+${PROMPT_COMMAND@a}} in *r*) echo 99;; *) echo 0;; esac)]+${PROMPT_COMMAND[8671]:=$__SNAP_PROMPT}};@NONCE@\a}${PPID:__snap_live=__snap_fired=0*(__snap_due[\!]=1):0}

# The mark goes to the terminal itself, so that neither `exec >file` nor `exec 2>file` catches it.
#@ __SNAP_BASH
__snap_status=$? __snap_time=${EPOCHREALTIME-} __snap_stands=${__snap_ready-} __snap_ready=
case $BASH_VERSION in
    [1-3].* | 4.[0-3].*) eval "$__SNAP_BASH3" ;;
    *) [[ ${__snap_on-} ]] || eval "$__SNAP_BASH5"; eval "$__snap_each" ;;
esac

#@ __SNAP_BASH3
@BASH3@

# Evaluated once: to parse it takes 0.4 ms.
#@ __SNAP_BASH5
__snap_on=1
__snap_last= __snap_live=0 __snap_fired=0 __snap_due=()
unset __SNAP_BASH3
# a shell started inside an ash has that one's prompt in its environment
[[ ${PS1-} != *__SNAP_ASH* ]] || PS1='\s-\v\$ '
@ASK@

# __snap_seen becomes what a command prints, without a fork: through a file in memory that has no name.  It is held
# open at two numbers that nobody uses; should the user take one of them, they are no longer the same file.
__snap_catch() {
    __snap_seen=
    if __snap_can; then
        { "$@"; __snap_end; } >|/proc/self/fd/243 || :
        __snap_read
    fi
    [[ $__snap_seen ]] || __snap_seen=$("$@")
}
# in a subshell, as with `set -T`, it is that shell's still
__snap_can() { ((!BASH_SUBSHELL)) && [[ $__snap_big && /proc/self/fd/243 -ef /proc/self/fd/244 ]]; }
# where `ulimit -f` limits what is written, to write kills the shell
__snap_limit() {
    local _s_p=()
    builtin mapfile -d '' _s_p </proc/self/limits || :
    [[ ${_s_p-} == *'Max file size '*( )u* ]] && __snap_big=1 || __snap_big=
}
# what is read without this was cut off, for the memory is full
__snap_end() { builtin printf '\0;'; }
# half the time of `read`
__snap_read() {
    local _s_p=()
    builtin mapfile -td '' _s_p </proc/self/fd/243 || :
    [[ ! ${_s_p[1]-} ]] || __snap_seen=${_s_p-}
}
# What bash saves before it redirects is closed in programs, and so is a copy of that: no program gets our file.
__snap_hold() {
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
if [[ $__snap_big && -w /dev/shm && -x /bin/rm && ! -e /proc/self/fd/243 ]]; then
    __snap_seen=$(builtin umask)
    builtin umask 077
    __snap_hold
    builtin umask "$__snap_seen"
fi

# tells the texts that are wanted; where the history is off, it has other numbers than \! gave
__snap_tell() {
    local _s_all=("${!__snap_due[@]}") _s_n _s_t _s_it _s_h _s_i
    HISTTIMEFORMAT= __snap_catch builtin history "${#_s_all[@]}"
    _s_t=$'\n'$__snap_seen
    for ((_s_i = ${#_s_all[@]}; _s_i--; )); do
        _s_n=${_s_all[_s_i]}
        builtin printf -v _s_h '\n%5d' "$_s_n"
        # of several that were pasted at once, those before the last one; matching is slow on a long text
        _s_it=$_s_t
        ((!_s_i)) || _s_t=${_s_t%"$_s_h"[*\ ]\ *} _s_it=${_s_it:${#_s_t}}
        while [[ $_s_it == *$'\n' ]]; do _s_it=${_s_it%$'\n'}; done
        [[ $_s_it == "$_s_h"[*\ ]\ * ]] && __snap_text[_s_n]=${_s_it:${#_s_h}+2} || _s_it=
        builtin printf '\e]8671;@NONCE@;text;bash;%s;%s;@NONCE@;%s;@NONCE@\a' "$$" "$_s_n" "${_s_it:1}"
    done
    __snap_due=()
}

# false where the trap shall go: at our prompt, which learns so without a fork that it is ours still; where traps may
# be listed or set; and in a loop, which must not get slower
__snap_debug() {
    [[ $BASH_COMMAND != 'eval "${__SNAP_BASH-}"' ]] || { __snap_ours=1; return 1; }
    if ((! __snap_live)); then
        ((${#__snap_due[@]} == 0)) || __snap_tell >/dev/tty || :
        ((++__snap_fired < 100)) || return 1
    fi
    [[ $BASH_COMMAND != *trap* ]]
}

# what the user's own settings would have kept out of the history goes out of it
__snap_forget() {
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

# as long as the prompt stands, every line must reach the history as it is
__snap_keep() {
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

__snap_same() {
    local _s_was=$?
    [[ $- == *e* ]] || return "$_s_was"
}

# where an rc file put something in front of ours, $? is no longer the command's: an element of its own has it;
# `&& :` lets no trap on ERR run
__snap_apart() {
    local _s_o=${PROMPT_COMMAND-}
    if [[ $_s_o != "$__SNAP_PROMPT" && $_s_o == *"$__SNAP_PROMPT"* && ${PROMPT_COMMAND@a} != *r* ]] &&
        ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] > 500)); then
        PROMPT_COMMAND[0]=${_s_o//"$__SNAP_PROMPT"/"__snap_same && :"}
        PROMPT_COMMAND[8671]=$__SNAP_PROMPT
    fi
}

__snap_prompt() {
    if ((! __snap_live)); then
        [[ -z ${__snap_control-}${__snap_ignore-} ]] || __snap_forget
        __snap_keep
        __snap_apart
        [[ ${PS0-} == *__SNAP_PS0* || ${PS0@a} == *r* ]] || PS0='${__SNAP_PS0@P}'${PS0-}
    fi
    __snap_live=2
    [[ ! $__snap_theirs ]] || __snap_live=1
    __snap_say >/dev/tty || :
    __snap_text=() __snap_due=()
    # only what stands behind ours in the same string would find another $?; a trap on ERR would run
    [[ $- == *e* || ${PROMPT_COMMAND-} != *"$__SNAP_PROMPT"?* ]] || return "$__snap_status"
}

# in as few writes as can be, each of which wakes up who reads the terminal: bash makes one of each line beyond 4 KB
__snap_say() {
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

# Its end, what traps there are, has to come from outside: a function would not see the trap on DEBUG.
__snap_lists() {
    __snap_line=${BASH_LINENO-}
    # has BASHOPTS tell too what variables have switched, as GLOBIGNORE does
    builtin shopt -s cmdhist lithist
    # hides what is long and what is new each time
    local "${!__SNAP_@}" "${!__snap_@}" EPOCHREALTIME
    ! builtin shopt -q localvar_inherit || builtin unset -v "${!__snap_@}"
    # all of them: `declare -p NAME…` would draw a number from RANDOM, and finding the names costs 0.5 ms
    __snap_open variables; builtin declare -p; __snap_close
    __snap_open aliases; builtin alias -p; __snap_close
    __snap_open functions; builtin declare -F; __snap_close
    __snap_open umask; builtin umask; __snap_close
    __snap_open traps
}

# Nothing is told that is as it was told before, but where Ctrl-C may have had the terminal drop it.  Bodies of functions,
# which may be many, are listed only after what may have made one.
__snap_state() {
    local _s_now=${__snap_seen/"BASH_LINENO=([0]=\"$__snap_line\")"}
    case ${__snap_text[*]-} in
        *\(*\)*|*function*|*source*|*.' '*|*eval*) __snap_open bodies; builtin declare -f; __snap_close ;;
    esac
    # [[ would make a pattern of it first
    [[ $__snap_seen ]] && { ((__snap_status == 130)) || ! builtin [ "$_s_now" = "${__snap_told-}" ]; } || return 0
    __snap_told=$_s_now __snap_calm=1
    [[ $__snap_seen != *"trap -- '"@([!\']|\'[!\ ])* ]] || __snap_calm=
    builtin printf -v _s_all '%s;@NONCE@\a' "$__snap_seen"
}

# True where the line is one program, or a builtin that only prints or goes elsewhere, with plain words, and nothing of the
# user's runs beside it: then the state is what it was.  Where it sets one variable, __snap_one is that one's name.
__snap_plain() {
    local _s_t=${__snap_text[*]-} _s_w
    _s_t=${_s_t#"${_s_t%%[! ]*}"}
    _s_w=${_s_t%% *}
    [[ ${#__snap_text[@]} == 1 && $_s_w && ! $__snap_theirs && $__snap_status != 130 &&
        ${PROMPT_COMMAND[*]-} == "$__SNAP_PROMPT" && ${__snap_told:+$__snap_calm} ]] || return
    if [[ $_s_t == ?(export )[A-Za-z_]*([A-Za-z0-9_])=@(*([A-Za-z0-9_./:,@%+-])|\'*([!\'])\'|\"*([!\"\$\`\\])\") ]]; then
        _s_w=export _s_t=${_s_t#export }
        __snap_one=${_s_t%%=*} __snap_told=-
        # these set options
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

# $_ is what the command would find there without it
__snap_trap='{ __snap_debug "$_" || { __snap_dash=$_; builtin trap - DEBUG; builtin : "$__snap_dash"; }; } 2>/dev/null'

__snap_each='
    [[ ${__snap_ours-} ]] || __snap_theirs=$(builtin trap -p DEBUG)
    ((${#__snap_due[@]} == 0)) || __snap_tell >/dev/tty || :
    __snap_ours= __snap_seen= __snap_one=
    if ! __snap_plain; then
        __snap_one=
        __snap_limit
        if __snap_can; then
            { __snap_lists; builtin trap -p; __snap_end; } >|/proc/self/fd/243 || :
            __snap_read
        fi
        [[ $__snap_seen ]] || { __snap_lists; builtin trap -p; __snap_close; } >/dev/tty || :
    fi
    [[ $__snap_theirs ]] || builtin trap "$__snap_trap" DEBUG
    __snap_prompt
'

#@ HISTFILE
