#compdef snap snapshotter
# Completion of `snap` for zsh: written by `snap completion zsh`.
_snap() {
    local line value text
    local -a values shown opened opened_shown
    for line in "${(@f)$("${words[1]/#\~/$HOME}" __complete zsh "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}"; do
        [[ -n $line ]] || continue
        value=${line%%$'\t'*}
        text=${line#*$'\t'}
        if [[ $value == *[/:=] ]]; then
            opened+=("$value")
            opened_shown+=("$value${text:+  -- $text}")
        else
            values+=("$value")
            shown+=("$value${text:+  -- $text}")
        fi
    done
    (( $#values )) && compadd -l -V snap -d shown -a values
    (( $#opened )) && compadd -l -V snap -S '' -d opened_shown -a opened
    return 0
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _snap "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit -u; }
    compdef _snap snap snapshotter
fi
