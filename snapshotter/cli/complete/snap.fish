# Completion of `snap` for fish: written by `snap completion fish`.
function __snap_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l program (string replace -r '^~' $HOME -- $words[1])
    $program __complete fish $words[2..-1] "$current" 2>/dev/null
end
for program in snap snapshotter
    complete -c $program -e
    complete -c $program -f -k -a '(__snap_complete)'
end
