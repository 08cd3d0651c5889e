"""The programs that `option_table.py` and `argument_table.py` know, and those that run another program."""

from __future__ import annotations

from snapshotter.secrets.tables.argument_table import ADDUSER, ANY_WORDS, ARGUMENTS, INPUTS
from snapshotter.secrets.tables.option_table import OPTIONS
from snapshotter.secrets.tables.program_rules import words

KNOWN = frozenset[str]().union(*(rule.programs for rule in (*OPTIONS, *ARGUMENTS, *ANY_WORDS, *INPUTS, ADDUSER)))
RESERVED = words("if then elif else do while until ! {")
COMMAND_PREFIXES = words(
    "sudo doas env time nohup exec command builtin nice ionice timeout stdbuf setsid xargs chroot strace "
    "eval coproc function find php python python3 docker podman nerdctl kubectl lxc ssh su runuser setpriv "
    "gosu npx bunx uvx pipx bundle "
    "RUN CMD ENTRYPOINT HEALTHCHECK ONBUILD - run: script: command: cmd: exec: ExecStart= ExecStartPre="
)
"""Programs that take another program as an argument."""
VALUED = words("-u -g -h -p -n -e -c -C -D -U -o -w --user --name --network --entrypoint")
"""Options of those programs whose value could be mistaken for a program: `sudo -u mysql`."""
PLAIN = frozenset(
    "[ [[ ag alias apk apropos apt apt-cache apt-get awk basename bg brew bzip2 case cat cc cd chgrp chmod chown "
    "cksum clang cmake cmp cp cpio curl cut date dd df diff dig dir dirname dnf dpkg du echo egrep emacs env exec "
    "export expr fc fg fgrep file find for fuser g++ gawk gcc git go grep groupadd gzip head help hg history host "
    "id if install ip jobs join journalctl jq kill killall ld less ln locate logger ls lsof make man md5sum mkdir "
    "mkfifo mknod mktemp more mv nano nice nm nl node nohup nslookup objdump od patch perl pgrep pidof ping pkill "
    "printf ps pwd python python3 readlink rename return rg rm rmdir rpm rsync ruby scp sed select seq sha1sum "
    "sha256sum sha512sum sleep sort source split stat strings sum systemctl tail tar tee test tail top touch tr "
    "trap true type umask unalias uname uniq unlink unset unzip until vi vim wc whatis whereis which while who "
    "xargs xz yum zcat zip zypper".split()
)
"""Programs whose arguments are patterns, paths, names or digests, not credentials, but for their own rules."""
