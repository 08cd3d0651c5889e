# fish: runs the commands from its standard input, one after another, and reports each, like script.sh.
# Called as  FISH -c THIS .  Whether a command is complete is checked with fish itself, in the folders in memory.
set -g __snap_user (command id -un 2>/dev/null); or set -g __snap_user (command id -u)
set -g __snap_fish (status fish-path)
set -g __snap_status 0

function __snap_mark
    printf '\e]8671;@NONCE@;%s;fish;%s;%s;%s;;@NONCE@;%s;@NONCE@;%s;@NONCE@\a' \
        $argv[1] $__snap_status $fish_pid "$__snap_user" "$PWD" $argv[2]
end

function __snap_wants_more
    functions -q __snap_places
    and __snap_places memory
    set -l errors (printf %s $argv[1] | LC_ALL=C command $__snap_fish --no-execute 2>&1)
    functions -q __snap_places
    and __snap_places own
    string match -qr 'found end of the input|Missing end to balance|Unexpected end of string' -- $errors
end

function __snap_restore
    return $__snap_status
end

set -g __snap_text
set -g __snap_more 1
while test -n "$__snap_more"
    printf '\e]8671;@NONCE@;want;@NONCE@\a'
    read -g __snap_line
    or set -g __snap_more
    test -n "$__snap_more$__snap_line$__snap_text"
    or break
    set -g __snap_text (string join \n -- $__snap_text $__snap_line | string collect)
    test -n "$__snap_more"
    and __snap_wants_more $__snap_text
    and continue
    __snap_mark run $__snap_text
    set -g __snap_line $__snap_text
    set -g __snap_text
    __snap_restore
    eval $__snap_line </dev/null
    set -g __snap_status $status
    __snap_mark ran ''
end
exit $__snap_status
