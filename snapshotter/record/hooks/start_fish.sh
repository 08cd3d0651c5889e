# Any POSIX shell, called as  SH -c THIS FISH WORD… : runs FISH so that the files of its first start stay out of the
# image.  fish gets folders in memory, in which each file is a link to the real one, except the universal variables,
# which fish replaces by a new file beside them.  So fish finds the existing files, but writes its history, its first
# settings and the completions that it makes from manual pages to memory.  The first file that it reads (conf.d is read
# before all others) sets the variables back to their values.  Since 4.3 fish writes no settings into a folder that is
# there: such a folder is used as it is, and the file is read from a folder of vendors.
__snap_memory=/dev/shm/.snap-fish-$(id -u)
__snap_link_files() {
    mkdir -p "$__snap_memory/$1/fish" || return
    for __snap_path in "$2"/fish/*; do
        __snap_link=$__snap_memory/$1/fish/${__snap_path##*/}
        case $__snap_path in
            */fish_history*) ;;
            */fish_variables) cp "$__snap_path" "$__snap_link" ;;
            *) [ ! -e "$__snap_path" ] || { rm -rf "$__snap_link" && ln -s "$__snap_path" "$__snap_link"; } ;;
        esac
    done
}
if { mkdir -m 700 "$__snap_memory" || { [ -O "$__snap_memory" ] && [ ! -L "$__snap_memory" ]; }; } 2>/dev/null; then
    for __snap_link in "$__snap_memory"/*/fish/*; do
        [ ! -L "$__snap_link" ] || rm "$__snap_link"
    done
    __snap_link_files data "${XDG_DATA_HOME:-$HOME/.local/share}"
    __snap_link_files cache "${XDG_CACHE_HOME:-$HOME/.cache}"
    case $([ ! -d "${XDG_CONFIG_HOME:-$HOME/.config}/fish" ] || "$0" --version) in
        '' | *' '[123].* | *' '4.[012].*)
            __snap_link_files config "${XDG_CONFIG_HOME:-$HOME/.config}"
            __snap_path=${XDG_CONFIG_HOME:-$HOME/.config}/fish/conf.d __snap_link=config/fish/conf.d
            __snap_config=$__snap_memory/config ;;
        *)
            rm -rf "$__snap_memory/config"
            __snap_path=${XDG_DATA_HOME:-$HOME/.local/share}/fish/vendor_conf.d __snap_link=data/fish/vendor_conf.d
            __snap_config=${XDG_CONFIG_HOME-} ;;
    esac
    __snap_link=$__snap_memory/$__snap_link
    rm -rf "$__snap_link"
    mkdir "$__snap_link"
    for __snap_path in "$__snap_path"/*; do
        [ ! -e "$__snap_path" ] || ln -s "$__snap_path" "$__snap_link"
    done
    cat >"$__snap_link/!snap.fish" <<'__snap_end'
@PLACES@
__snap_end
    for __snap_name in CONFIG_HOME DATA_HOME CACHE_HOME RUNTIME_DIR; do
        eval "export __SNAP_$__snap_name=\"\${XDG_$__snap_name-}\""
    done
    [ -z "$__snap_config" ] || export XDG_CONFIG_HOME="$__snap_config"
    export XDG_DATA_HOME="$__snap_memory/data"
    export XDG_CACHE_HOME="$__snap_memory/cache" XDG_RUNTIME_DIR="$__snap_memory"
fi
exec "$0" "$@"
