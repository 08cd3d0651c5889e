# Any POSIX shell, as  SH -c THIS FISH WORD… : runs FISH so that what its first start writes stays out of the image.
# Its folders are shown to it in memory, each file there a link to the real one (but the universal variables, which fish
# replaces by a file beside them); so it finds what there is, while its history, its first settings and the completions
# that it makes of manual pages come to lie there.  As soon as it reads its first file (conf.d is read before all
# others) the variables are again what they were.
__snap_view=/dev/shm/.snap-fish-$(id -u)
__snap_show() {
    mkdir -p "$__snap_view/$1/fish" || return
    for __snap_path in "$2"/fish/*; do
        __snap_link=$__snap_view/$1/fish/${__snap_path##*/}
        case $__snap_path in
            */fish_history*) ;;
            */fish_variables) cp "$__snap_path" "$__snap_link" ;;
            *) [ ! -e "$__snap_path" ] || { rm -rf "$__snap_link" && ln -s "$__snap_path" "$__snap_link"; } ;;
        esac
    done
}
if { mkdir -m 700 "$__snap_view" || { [ -O "$__snap_view" ] && [ ! -L "$__snap_view" ]; }; } 2>/dev/null; then
    for __snap_link in "$__snap_view"/*/fish/*; do
        [ ! -L "$__snap_link" ] || rm "$__snap_link"
    done
    __snap_show config "${XDG_CONFIG_HOME:-$HOME/.config}"
    __snap_show data "${XDG_DATA_HOME:-$HOME/.local/share}"
    __snap_show cache "${XDG_CACHE_HOME:-$HOME/.cache}"
    __snap_link=$__snap_view/config/fish/conf.d
    rm -rf "$__snap_link"
    mkdir "$__snap_link"
    for __snap_path in "${XDG_CONFIG_HOME:-$HOME/.config}"/fish/conf.d/*; do
        [ ! -e "$__snap_path" ] || ln -s "$__snap_path" "$__snap_link"
    done
    cat >"$__snap_link/!snap.fish" <<'__snap_end'
@PLACES@
__snap_end
    for __snap_name in CONFIG_HOME DATA_HOME CACHE_HOME RUNTIME_DIR; do
        eval "export __SNAP_$__snap_name=\"\${XDG_$__snap_name-}\""
    done
    export XDG_CONFIG_HOME="$__snap_view/config" XDG_DATA_HOME="$__snap_view/data"
    export XDG_CACHE_HOME="$__snap_view/cache" XDG_RUNTIME_DIR="$__snap_view"
fi
exec "$0" "$@"
