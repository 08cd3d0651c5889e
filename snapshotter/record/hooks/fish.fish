# fish (3.1 and later): the code that it runs before its first prompt so that it reports every command.
# See bash.sh for how this file is read; @ASK@ becomes ask.sh, quoted for fish.
#
# fish_preexec reports the text before the command runs, fish_prompt its status.  Handlers of events do not change
# $status.  At every prompt only builtins run, which do not fork.

#@ __SNAP_FISH
set -e __SNAP_FISH
set -g __snap_user (command id -un 2>/dev/null); or set -g __snap_user (command id -u)
set -g __snap_text source
set -g __snap_until 0
# matches the names of variables that are not listed
set -g __snap_unlisted '^('(string join '|' -- _ '_*(snap|SNAP|fish)_.*' __kill_signals 'fish_(prompt|pager|color)_.*' \
    'status(_generation)?' pipestatus history CMD_DURATION version)')$'

# fish has no command for the time: `date` runs once a minute, and in between the kernel's uptime, which has steps of
# 0.01 seconds, is added.  One sum is at most slightly too early, the other at most slightly too late.
function __snap_clock
    set -g __snap_until (math $argv + 60)
    set -g __snap_early
    set -g __snap_late
    set -l shortest 10
    for try in 1 2 3
        read -l before rest </proc/uptime
        set -l now (command date +%s.%N 2>/dev/null)
        read -l after rest </proc/uptime
        string match -qr '^\d+\.\d{9}$' -- $now
        or break
        if test (math $after - $before) -lt $shortest
            set shortest (math $after - $before)
            set -g __snap_early (math -s6 $now - $after - 0.01)
            set -g __snap_late (math -s6 $now - $before + 0.012)
        end
        test $shortest -gt 0.01
        or break
    end
end

function __snap_begin --on-event fish_preexec
    set -l __snap_last $status
    set -g __snap_text $argv[1]
    read -l __snap_up rest </proc/uptime
    test $__snap_up -gt $__snap_until
    and __snap_clock $__snap_up
    printf '\e]8671;@NONCE@;run;fish;%s;%s;%s;%s;@NONCE@;%s;@NONCE@;%s;@NONCE@\a' $__snap_last $fish_pid \
        "$__snap_user" "$__snap_early+$__snap_up" "$PWD" $__snap_text >/dev/tty
end

# Variables are listed only after a command that may set one, because that costs more than everything else.  A variable
# that `set` gave plain words, and that no handler of the user watches, is listed alone.  `set -L` is not used, because
# it would list the history too.
function __snap_prompt --on-event fish_prompt
    set -l __snap_last $status
    begin
        set -l __snap_one (string match -r \
            '^\s*set(?: -[gx]{1,2}| --global| --export)* ([A-Za-z]\w*)(?: [\w./:,@%+-]+)*\s*$' -- $__snap_text)
        if set -q __snap_one[2]
            and test $__snap_last = 0
            and not string match -qr '^(fish_.*|umask)$' -- $__snap_one[2]
            and not set -qU $__snap_one[2]
            and not builtin functions --query set
            and not string match -q "$__snap_one[2] *" -- (builtin functions --handlers-type variable)
            set -l __snap_kind variable
            set -qx $__snap_one[2]
            and set __snap_kind export
            set -g __snap_sent_variables
            set -g __snap_sent_exports
            set -g __snap_sent_$__snap_kind
            __snap_send $__snap_kind (__snap_show $__snap_one[2])
        else if string match -qr '\b(set|read|for|argparse|string|source|eval|__fish_\w+)\b|(^|[\s;&|])\. ' -- $__snap_text
            or __snap_calls (string match -ar '[^\s;&|()<>$"\']+' -- $__snap_text)
            __snap_save
            __snap_send exports (__snap_show (set -xn))
            __snap_send variables (__snap_show (string match -rv $__snap_unlisted -- (set -un)))
            __snap_send umask $umask
        end
        if string match -qr '\b(function|alias|source|eval)\b|(^|[\s;&|])\. ' -- $__snap_text
            __snap_send functions (__snap_functions)
        end
        read -l __snap_up rest </proc/uptime
        printf '\e]8671;@NONCE@;prompt;fish;%s;%s;%s;@NONCE@;%s;@NONCE@\a' $__snap_last $fish_pid \
            "$__snap_late+$__snap_up" "$PWD"
    end >/dev/tty 2>/dev/null
    set -g __snap_text ''
end

# Prints every element on a line of its own, escaped; fish 4 leaves out the middle of a list of more than a hundred.
function __snap_show
    set -l lines (set --show $argv)
    if string match -qrv '^\$' -- $lines
        set lines
        for name in $argv
            set -a lines "\$$name: "
            set -q $name"[1]"
            and set -a lines '$'$name'[]: |'(string escape -n -- $$name)'|'
        end
    end
    printf '%s\n' $lines
end

function __snap_calls
    builtin functions --query -- $argv
    test $status -lt (count $argv)
end

# Reports a listing unless it is the same as last time, because a builtin writes every line of a listing by itself.
function __snap_send
    set -l last __snap_sent_$argv[1]
    test "$$last" = "$argv"
    and return
    set -g $last "$argv"
    printf '\e]8671;@NONCE@;state;fish;%s;%s;@NONCE@;' $fish_pid $argv[1]
    printf '%s\n' $argv[2..-1]
    printf ';@NONCE@\a'
end

# Prints the functions that are neither loaded from a file on demand nor part of fish.
function __snap_functions
    for name in (builtin functions --names)
        set -l details (builtin functions --details --verbose -- $name)
        if test "$details[2]" != autoloaded
            and not string match -qr -- '^(embedded:|/.*/fish/config\.fish$)' $details[1]
            builtin functions -- $name
        end
    end
end

# Copies universal variables that were set from the folder in memory, where start_fish.sh lets fish write them, to the
# user's own folder.
function __snap_save
    set -q __snap_memory __snap_universal
    and test -d $__snap_memory/config/fish
    or return
    test "$__fish_config_dir" = "$__snap_CONFIG_HOME"
    or __snap_keep
    set -l now (set -UL)
    test "$now" != "$__snap_universal"
    or return
    set -g __snap_universal $now
    test -e $__snap_memory/config/fish/fish_variables
    and command sh -c 'umask 077; mkdir -p "$2" && cp "$1" "$2/"' sh \
        $__snap_memory/config/fish/fish_variables $__snap_CONFIG_HOME
end

# Moves what was written to the folder in memory to the user's own, and leaves links to it.
function __snap_keep
    set -l new
    for file in $__fish_config_dir/{functions,completions,conf.d}/* $__fish_config_dir/config.fish
        test -L (string replace -r '/[^/]*$' '' -- $file)
        or test -L $file
        or not test -f $file
        or string match -q '*/!snap.fish' -- $file
        or set -a new (string replace -- $__fish_config_dir/ '' $file)
    end
    set -q new[1]
    and command sh -c 'from=$0 to=$1; shift
for file; do
    mkdir -p "${to}/$file" && rmdir "${to}/$file" && cp -p "$from/$file" "${to}/$file" && ln -sf "${to}/$file" "$from/$file"
done' $__fish_config_dir $__snap_CONFIG_HOME $new
end
if functions -q __snap_places __fish_on_interactive
    __snap_places memory
    __fish_on_interactive
    __snap_places own
    set -g __snap_universal (set -UL)
end

command -q snap
or function snap
    __snap_shell=$fish_pid command sh -c @ASK@ snap $argv
end
