# zsh: the code that makes it report every command.  See bash.sh for marks and for how this file is read.
#
# zsh runs no code from its environment, but reads $ZDOTDIR/.zshenv before any file of the user.  So it starts with
# ZDOTDIR set to a directory in /dev/shm, which is not part of the image; the directory and the setting are removed
# before the user's own files are read.  If /etc/zsh/zshenv mentions ZDOTDIR, which it may test or set, or if the user's
# files overwrite the hooks, they are installed at the first prompt (see shells/adopt_nested.py).

# /bin/sh, called as  sh -c THIS ZSH ZSHENV : becomes ZSH.  Without a here-document, for which some shells write a file.
#@ start
printf '\033]8671;@NONCE@;start;zsh;%s;@NONCE@\007' "$$"
asks() {
    while IFS= read -r line; do
        case $line in *ZDOTDIR*) return 0 ;; esac
    done
    return 1
}
for file in /etc/zshenv /etc/zsh/zshenv; do
    [ ! -r "$file" ] || ! asks <"$file" || exec "$0"
done
if (umask 077 && mkdir "@FOLDER@" && printf '%s\n' "$1" >"@FOLDER@/.zshenv") 2>/dev/null; then
    [ -z "${ZDOTDIR+x}" ] || export __SNAP_ZDOTDIR="$ZDOTDIR"
    export ZDOTDIR=@FOLDER@
fi
exec "$0"

# The module zsh/newuser offers to create files for a user who has none when it is loaded.  zsh has loaded it already,
# and it found this file; so it is loaded again now and unloaded, as zsh does.
#@ zshenv
if [[ -n ${__SNAP_ZDOTDIR+x} ]]; then
    ZDOTDIR=$__SNAP_ZDOTDIR
    unset __SNAP_ZDOTDIR
else
    unset ZDOTDIR
fi
command -p rm -rf @FOLDER@
@HOOKS@
! zmodload -s zsh/newuser || zmodload -u zsh/newuser
[[ ! -r ${ZDOTDIR-$HOME}/.zshenv ]] || source "${ZDOTDIR-$HOME}/.zshenv"

# The functions below run under these options, whatever the user sets, and `setopt xtrace` of the user does not show
# them.  zsh itself preserves $?, $_ and $pipestatus around the functions of a hook.  Only __snap_options runs under the
# user's options, to list them; a mark is open at that time, which contains what a trap on DEBUG may print.
#@ hooks
\builtin emulate zsh -o extended_glob -o no_aliases -o no_xtrace -o no_err_exit -o no_err_return -o local_traps \
    -o no_debug_before_cmd -c @CODE@
__snap_options() { { \builtin setopt; } 2>/dev/null >/dev/tty; }

# Nothing here forks.  A trap on DEBUG, which would run after each command here, is removed while a function runs.
# The text is the one that is going to be added to the history: it is exact, whereas preexec gets the text as changed by
# hist_reduce_blanks.  %6. exists from zsh 5.3 on.
#@ code
typeset -g __snap_text= __snap_again= __snap_command=. __snap_status= __snap_time= __snap_clock='%D{%s.%6.}'
if [[ ${(%)__snap_clock} != <->.<-> ]]; then
    zmodload zsh/datetime && __snap_clock='${EPOCHREALTIME-}' || __snap_clock=
fi

# If an rc file or the user overwrites one of the three lists, the others restore it.
__snap_rehook() {
    [[ ${(j: :)precmd_functions} == *'__snap_precmd __snap_options __snap_prompt'* ]] ||
        precmd_functions=(__snap_precmd __snap_options __snap_prompt ${precmd_functions:#__snap_*})
    (( ${preexec_functions[(I)__snap_preexec]} )) || preexec_functions=(__snap_preexec $preexec_functions)
    (( ${zshaddhistory_functions[(I)__snap_typed]} )) ||
        zshaddhistory_functions=(__snap_typed $zshaddhistory_functions)
    return 0
}

__snap_typed() {
    builtin trap - DEBUG
    __snap_text=${1%$'\n'}
    __snap_rehook
}

__snap_preexec() {
    local code=$? && builtin trap - DEBUG
    local now=${(%e)__snap_clock}
    __snap_command=${__snap_text:-${1:-$3}} __snap_text=
    [[ $__snap_command != ' . /proc/'<->/fd/0 ]] || return 0
    # `fc` and `r`, also by an alias, run a line that then follows theirs in the history
    __snap_again=
    [[ $3 != (fc|r)(| *) || $3 == *[\;\&\|$'\n']* ]] || __snap_again=$HISTCMD
    builtin print -rn -- \
        $'\e]8671;@NONCE@;run;zsh;'"$code;$$;${${(%):-%n}:-$EUID};$now;@NONCE@;$PWD;@NONCE@;$__snap_command;@NONCE@"$'\a' \
        2>/dev/null >/dev/tty
    __snap_rehook
}

# Determines which part of the state a line may have changed: all of it (_all), one variable (_one), or nothing, for a
# program with plain words or a builtin that only prints or changes the directory.  If code of the user runs at the
# prompt, it is all.
__snap_scope() {
    local _word=${${__snap_command## #}%% *} _name
    _all=yes _one=
    [[ $#precmd_functions$#preexec_functions$#chpwd_functions$#periodic_functions == 3100 ]] || return
    for _name in precmd preexec chpwd periodic; do
        ! builtin whence $_name || return
    done
    if [[ $__snap_command == (export |)[A-Za-z][A-Za-z0-9_]#=[A-Za-z0-9_./:,@%+-]# ]]; then
        _word=${${__snap_command#export }%%=*}
        [[ $__snap_status != 0 || $_word == (RANDOM|SECONDS|FPATH|fpath) ]] || _all= _one=$_word
    elif [[ $__snap_command == [A-Za-z0-9_\ ./:,@%+-]## ]] &&
        ! builtin alias -- $_word && ! builtin typeset -f -- $_word; then
        case $_word in
            :|cd|echo|false|pwd|test|true) _all= ;;
            # builtins for which a program with the same name exists
            alias|bg|command|fc|fg|getopts|hash|printf|read|stat|time|type|ulimit|umask|unalias|wait) ;;
            *) ! builtin whence -p -- $_word || _all= ;;
        esac
    fi
} >/dev/null

# RANDOM is not listed, because reading it draws a number, and neither are names that begin with "_", which completion
# functions use (60 kB).  Functions, which may be many, are listed only after a line that may have defined one.
__snap_precmd() {
    __snap_status=$? && builtin trap - DEBUG
    __snap_time=${(%e)__snap_clock}
    local _all _one
    if [[ $__snap_again ]] && (( HISTCMD == __snap_again + 2 )) && [[ ${(t)history-} == association* ]]; then
        __snap_command=${history[$(( HISTCMD - 1 ))]}
        builtin print -rn -- $'\e]8671;@NONCE@;text;zsh;'$$";0;@NONCE@;0  $__snap_command;@NONCE@"$'\a' \
            2>/dev/null >/dev/tty
    fi
    __snap_again=
    # a line that is only a comment, under `interactive_comments`: no function of preexec runs for it
    [[ $__snap_text != [[:blank:]]#\#* ]] ||
        builtin print -rn -- $'\e]8671;@NONCE@;comment;zsh;'$$";0;@NONCE@;0  $__snap_text;@NONCE@"$'\a' 2>/dev/null >/dev/tty
    __snap_text=
    {
        local _open=$'\e]8671;@NONCE@;state;zsh;'$$ _next=$';@NONCE@\a\e]8671;@NONCE@;state;zsh;'$$
        __snap_scope
        if [[ ! $_all ]]; then
            if [[ $_one ]]; then
                builtin print -rn -- "$_open;variable;@NONCE@;"
                builtin typeset -p -- $_one
                builtin print -rn -- "$_next;options;@NONCE@;"
            else
                builtin print -rn -- "$_open;options;@NONCE@;"
            fi
            return 0
        fi
        builtin print -rn -- "$_open;variables;@NONCE@;"
        builtin typeset -pm '^(_*|RANDOM|SECONDS|FPATH|fpath)'
        builtin print -rn -- "$_next;aliases;@NONCE@;"
        builtin alias -L
        case $__snap_command in
            .|*\(*\)*|*function*|*source*|*.\ *|*eval*|*autoload*|*unset*)
                builtin print -rn -- "$_next;functions;@NONCE@;"
                builtin typeset +fm '[^_]*'
                builtin print -rn -- "$_next;bodies;@NONCE@;"
                builtin typeset -fm '[^_]*' ;;
        esac
        builtin print -rn -- "$_next;umask;@NONCE@;"
        builtin umask
        builtin print -rn -- "$_next;traps;@NONCE@;"
        builtin trap
        builtin print -rn -- "$_next;options;@NONCE@;"
    } 2>/dev/null >/dev/tty
    return 0
}

__snap_prompt() {
    builtin trap - DEBUG
    builtin print -rn -- \
        $';@NONCE@\a\e]8671;@NONCE@;prompt;zsh;'"$__snap_status;$$;$__snap_time;@NONCE@;$PWD;@NONCE@"$'\a' \
        2>/dev/null >/dev/tty
    __snap_command=
    __snap_rehook
}
__snap_rehook
@ASK@

# For a shell in which the hooks were installed at its prompt: removes the line that did it from the history.  A single
# entry cannot be removed, so the list is read again from its file if it held nothing else that is not in the file.
#@ forget
() {
    local file=${HISTFILE-} number=$HISTCMD size=$HISTSIZE kept=$SAVEHIST set=${+HISTFILE} kind=${(t)HISTFILE-}
    [[ $kind${(t)HISTSIZE}${(t)SAVEHIST} != *readonly* ]] || return 0
    if [[ -f $file && -w $file ]]; then
        local -a lines=("${(@f)$(<$file)}")
        if [[ $lines[-1] == *' . /proc/'<->/fd/0 ]]; then
            number=$((number - 1))
            if (( $#lines > 1 )); then
                builtin print -rl -- "${(@)lines[1,-2]}" >|$file
            else
                builtin print -n >|$file
            fi
        fi
    fi
    HISTFILE= SAVEHIST=0
    if [[ $file ]]; then
        fc -p $file $size $kept
    else
        fc -p
    fi
    if (( number > HISTCMD + 1 )); then
        fc -P
    fi
    HISTFILE=$file HISTSIZE=$size SAVEHIST=$kept
    (( set )) || unset HISTFILE
    [[ $kind != *export* ]] || typeset -gx HISTFILE
}
[[ ! -d @FOLDER@ ]] || command -p rm -rf @FOLDER@
# a shell started inside one that reports through its prompt has that shell's prompt in its environment
[[ $PS1 != *__snap_* ]] || PS1='%m%# ' PS2='%_> '
