# fish, in the first file that it reads: undoes what start_fish.sh set, so that fish uses the user's own folders.
# `__snap_places memory` switches to the folders in memory again, while fish runs the code of its first start;
# `__snap_places own` switches back.  Where fish does not let its own variables be changed (4.9), it keeps the folders in
# memory, and __snap_keep in fish.fish moves what is written to them.
set -g __snap_memory (string replace -r '/data$' '' -- $XDG_DATA_HOME)

function __snap_places
    for place in CONFIG_HOME:.config:__fish_config_dir DATA_HOME:.local/share:__fish_user_data_dir \
            CACHE_HOME:.cache:__fish_cache_dir RUNTIME_DIR::
        set -l part (string split : -- $place)
        set -l own __SNAP_$part[1]
        set -gu $own $$own
        set -l folder $$own
        if test $argv[1] = memory
            set folder $__snap_memory/(string lower -- (string split _ -- $part[1])[1])
            set -gx XDG_$part[1] $folder
        else if test -n "$folder"
            set -gx XDG_$part[1] $folder
        else
            set -eg XDG_$part[1]
            set folder $HOME/$part[2]
        end
        test $argv[1] = own
        and set -g __snap_$part[1] $folder/fish
        test -z "$part[3]"
        or string match -q '* (read-only)*' -- (set --show $part[3])
        or set -g $part[3] $folder/fish
    end
end
__snap_places own
for __snap_list in fish_function_path fish_complete_path \
        __fish_vendor_completionsdirs __fish_vendor_functionsdirs __fish_vendor_confdirs
    set $__snap_list (string replace -- $__snap_memory/config/fish $__snap_CONFIG_HOME $$__snap_list |
        string replace -- $__snap_memory/data/fish/vendor $__snap_DATA_HOME/vendor)
end
