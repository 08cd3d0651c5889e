# fish (3.1 and later): what it runs before its first prompt so that it reports every command.
# See bash.sh for how this file is read; @ASK@ is ask.sh, quoted for fish.
#
# fish_preexec tells the text before the command runs, fish_prompt its status.  Handlers of events leave $status as it
# is.  All that runs at every prompt are builtins, which do not fork.

#@ __SNAP_FISH
set -e __SNAP_FISH
set -g __snap_user (command id -un 2>/dev/null; or command id -u)
set -g __snap_text ' function'
set -g __snap_until 0

# fish cannot tell the time: once a minute the clock is asked, and until then the kernel's uptime, which has steps of
# 0.01 seconds, tells how much passed.  The argument says whether it may rather be too early (1) or too late (2).
function __snap_now
    read -l up rest </proc/uptime
    if test $up -gt $__snap_until
        set -g __snap_until (math $up + 60)
        set -g __snap_offset
        set -l most 10
        for try in 1 2 3
            read -l before rest </proc/uptime
            set -l now (command date +%s.%N 2>/dev/null)
            read -l after rest </proc/uptime
            string match -qr '^\d+\.\d{9}$' -- $now
            or break
            if test (math $after - $before) -lt $most
                set most (math $after - $before)
                set -g __snap_offset (math -s6 $now - $after - 0.01) (math -s6 $now - $before + 0.01)
            end
            test $most -gt 0.01
            or break
        end
    end
    set -q __snap_offset[1]
    and math -s3 $__snap_offset[$argv] + $up
end

function __snap_begin --on-event fish_preexec
    set -l __snap_last $status
    set -l __snap_time (__snap_now 1)
    set -g __snap_text $argv[1]
    set -q __snap_universal
    or set -g __snap_universal (set -UL)
    printf '\e]8671;@NONCE@;run;fish;%s;%s;%s;%s;@NONCE@;%s;@NONCE@;%s;@NONCE@\a' \
        $__snap_last $fish_pid "$__snap_user" "$__snap_time" "$PWD" $__snap_text >/dev/tty
end

function __snap_prompt --on-event fish_prompt
    set -l __snap_last $status
    set -l __snap_time (__snap_now 2)
    __snap_keep
    begin
        printf '\e]8671;@NONCE@;state;fish;%s;exports;@NONCE@;' $fish_pid
        set -xL
        printf ';@NONCE@\a\e]8671;@NONCE@;state;fish;%s;variables;@NONCE@;' $fish_pid
        set -uL
        printf ';@NONCE@\a\e]8671;@NONCE@;state;fish;%s;umask;@NONCE@;%s;@NONCE@\a' $fish_pid $umask
        if string match -qr '\b(function|alias|source|eval)|(^|[\s;&|])\. ' -- $__snap_text
            printf '\e]8671;@NONCE@;state;fish;%s;functions;@NONCE@;' $fish_pid
            __snap_functions
            printf ';@NONCE@\a'
        end
        printf '\e]8671;@NONCE@;prompt;fish;%s;%s;%s;@NONCE@;%s;@NONCE@\a' $__snap_last $fish_pid "$__snap_time" "$PWD"
    end >/dev/tty
    set -g __snap_text ''
end

# the functions that no file is loaded for by itself, and that fish did not bring along
function __snap_functions
    for name in (builtin functions --names)
        set -l told (builtin functions --details --verbose -- $name)
        if test "$told[2]" = not-autoloaded
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
end

command -q snap
or function snap
    __snap_shell=$fish_pid command sh -c @ASK@ snap $argv
end
