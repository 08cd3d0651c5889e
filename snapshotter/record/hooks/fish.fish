# fish (3.1 and later): what it runs before its first prompt so that it reports every command.
# See bash.sh for how this file is read; @ASK@ is ask.sh, quoted for fish.
#
# fish_preexec tells the text before the command runs, fish_prompt its status.  Handlers of events leave $status as it
# is.  All that runs at every prompt are builtins, which do not fork.

#@ __SNAP_FISH
set -e __SNAP_FISH
set -g __snap_user (command id -un 2>/dev/null; or command id -u)
set -g __snap_text source
set -g __snap_until 0

# fish cannot tell the time: once a minute the clock is asked, and until then the kernel's uptime, which has steps of
# 0.01 seconds, tells how much passed.  So there is a sum that is rather too early and one that is rather too late.
function __snap_clock
    set -g __snap_until (math $argv + 60)
    set -g __snap_early
    set -g __snap_late
    set -l most 10
    for try in 1 2 3
        read -l before rest </proc/uptime
        set -l now (command date +%s.%N 2>/dev/null)
        read -l after rest </proc/uptime
        string match -qr '^\d+\.\d{9}$' -- $now
        or break
        if test (math $after - $before) -lt $most
            set most (math $after - $before)
            set -g __snap_early (math -s6 $now - $after - 0.01)
            set -g __snap_late (math -s6 $now - $before + 0.012)
        end
        test $most -gt 0.01
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

# Variables are listed only behind a command that may set one, for that costs more than all the rest; one that `set` gave plain
# words, and behind which no handler of the user's runs, is told alone.  Not with `set -L`, which would list the history too.
function __snap_prompt --on-event fish_prompt
    set -l __snap_last $status
    begin
        set -l __snap_one (string match -r '^\s*set(?: -[gx]{1,2}| --global| --export)* ([A-Za-z]\w*)(?: [\w./:,@%+-]+)*\s*$' -- $__snap_text)
        if set -q __snap_one[2]
            and test $__snap_last = 0
            and not string match -qr '^(fish_.*|umask)$' -- $__snap_one[2]
            and not set -qU $__snap_one[2]
            and not builtin functions --query set
            and not string match -q "$__snap_one[2] *" -- (builtin functions --handlers-type variable)
            set -l __snap_kind variable
            set -qx $__snap_one[2]
            and set __snap_kind export
            set -g __snap_told_variables
            set -g __snap_told_exports
            set -g __snap_told_$__snap_kind
            __snap_tell $__snap_kind (__snap_show $__snap_one[2])
        else if string match -qr '\b(set|read|for|argparse|string|source|eval)\b|(^|[\s;&|])\. ' -- $__snap_text
            or __snap_calls (string match -ar '[^\s;&|()<>$"\']+' -- $__snap_text)
            __snap_keep
            __snap_tell exports (__snap_show (set -xn))
            __snap_tell variables (__snap_show (string match -rv \
                '^(_|_*(snap|SNAP|fish)_.*|__kill_signals|fish_(prompt|pager|color)_.*|status(_generation)?|pipestatus|history|CMD_DURATION|version)$' -- (set -un)))
            __snap_tell umask $umask
        end
        if string match -qr '\b(function|alias|source|eval)\b|(^|[\s;&|])\. ' -- $__snap_text
            __snap_tell functions (__snap_functions)
        end
        read -l __snap_up rest </proc/uptime
        printf '\e]8671;@NONCE@;prompt;fish;%s;%s;%s;@NONCE@;%s;@NONCE@\a' $__snap_last $fish_pid \
            "$__snap_late+$__snap_up" "$PWD"
    end >/dev/tty 2>/dev/null
    set -g __snap_text ''
end

# every element in a line of its own, escaped; fish 4 leaves out the middle of a list of more than a hundred
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

# a builtin that lists writes every line by itself, so what is as it was is not told again
function __snap_tell
    set -l told __snap_told_$argv[1]
    test "$$told" = "$argv"
    and return
    set -g $told "$argv"
    printf '\e]8671;@NONCE@;state;fish;%s;%s;@NONCE@;' $fish_pid $argv[1]
    printf '%s\n' $argv[2..-1]
    printf ';@NONCE@\a'
end

# the functions that no file is loaded for by itself, and that fish did not bring along
function __snap_functions
    for name in (builtin functions --names)
        set -l told (builtin functions --details --verbose -- $name)
        if test "$told[2]" != autoloaded
            and not string match -qr -- '^(embedded:|/.*/fish/config\.fish$)' $told[1]
            builtin functions -- $name
        end
    end
end

# what start_fish.sh shows in memory: a first start writes there, and what is set for good goes on from there
function __snap_keep
    set -q __snap_view __snap_universal
    or return
    set -l now (set -UL)
    test "$now" != "$__snap_universal"
    or return
    set -g __snap_universal $now
    command sh -c 'umask 077; mkdir -p "$2" && cp "$1" "$2/"' sh \
        $__snap_view/config/fish/fish_variables $__fish_config_dir
end
if functions -q __snap_places __fish_on_interactive
    __snap_places ours
    __fish_on_interactive
    __snap_places theirs
    set -g __snap_universal (set -UL)
end

command -q snap
or function snap
    __snap_shell=$fish_pid command sh -c @ASK@ snap $argv
end
