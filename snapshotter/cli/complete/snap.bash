# Completion of `snap` for bash: written by `snap completion bash`.
_snap_complete() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        COMPREPLY+=("$line")
    done < <("${COMP_WORDS[0]/#\~/$HOME}" __complete bash "$COMP_WORDBREAKS" "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
    case "${#COMPREPLY[@]}${COMPREPLY[0]}" in
        1*[/:=]) compopt -o nospace 2>/dev/null ;;
    esac
}
complete -o nosort -F _snap_complete snap snapshotter 2>/dev/null || complete -F _snap_complete snap snapshotter
