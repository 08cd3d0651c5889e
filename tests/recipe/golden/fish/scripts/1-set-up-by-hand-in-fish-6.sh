#!/bin/sh
# Set up by hand in fish
set -e
cd /srv/1.2
fish -c 'function note --description '\''keeps a note'\''
    echo $argv >$argv[1].txt # its name is its first word
end
note a; and note b'
