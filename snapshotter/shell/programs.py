"""Tables of programs, builtins and variables by name: which write no files, which write files, editors and shells.

The tables help to choose commands quickly.  Where the effects of a command are recorded, those decide, and the proof
checks the result.
"""

from __future__ import annotations

LOOKING = frozenset(
    """
 : [ [[ alias apropos arch awk basename blkid bg cal cat cksum clear cmp column comm compgen complete cut date
 dc bc df diff dig dir dircolors dirname dirs dmesg dmidecode dpkg-query du echo egrep env expand expr factor false fc
 fg fgrep file findmnt fold free fuser getconf getent getfacl getfattr getcap git-log gpg-connect-agent grep groups
 hash head help hexdump history host hostid hostname htop id iftop info iostat iotop ip ipcs jobs join jq kill killall
 last ldd less lessecho let lex line link-info locale logname logout look ls lsattr lsb_release lsblk lscpu lsmod lsof
 man md5sum mesg more most mount namei netstat nl nm nproc nslookup numfmt objdump od paste pgrep pidof ping pkill
 pmap pr printenv printf ps pstree pwd readelf readlink realpath reset rev rpmquery runlevel sar seq sha1sum sha224sum
 sha256sum sha384sum sha512sum shuf size sleep sort ss stat strings stty sum sysctl tac tail test time timeout times
 top tput tr traceroute tree true tsort tty type uname unexpand uniq uptime vdir view vmstat w wait watch wc
 whatis whereis which who whoami xxd yes zcat zgrep zless
 exit return break continue bind caller disown enable getopts ulimit
 print whence where
 """.split()
)
"""Programs and builtins that only look: they create and change no files by themselves (a redirection may)."""

DISPLAYS = frozenset(
    "cat date df dir du echo env file free head hostname id less ll locale ls lsb_release more printenv printf ps pwd"
    " stat tac tail tree uname uptime wc which who whoami".split()
)
"""Those that show something to a person, in a chain of commands, and whose failure is no condition for the next one."""

LOOKING_VERBS: dict[str, frozenset[str]] = {
    "apt": frozenset("list search show policy depends rdepends changelog help".split()),
    "apt-cache": frozenset("search show showpkg policy depends rdepends madison stats pkgnames dump".split()),
    "apk": frozenset("info list search version policy stats dot audit".split()),
    "dpkg": frozenset(
        "-l --list -L --listfiles -S --search -s --status -p --print-avail --get-selections -V --verify "
        "--print-architecture --compare-versions".split()
    ),
    "dnf": frozenset("list search info repolist provides history check-update".split()),
    "yum": frozenset("list search info repolist provides history check-update".split()),
    "rpm": frozenset("-q -qa -ql -qi -qf -V --query --verify".split()),
    "pip": frozenset("list show freeze check search index help debug inspect --version".split()),
    "pip3": frozenset("list show freeze check search index help debug inspect --version".split()),
    "npm": frozenset("ls list view search outdated help root prefix bin --version -v".split()),
    "gem": frozenset("list search info which env help".split()),
    "git": frozenset("status log diff show branch remote blame grep ls-files rev-parse describe help".split()),
    "systemctl": frozenset("status list-units list-unit-files show cat is-active is-enabled is-failed".split()),
    "service": frozenset("--status-all".split()),
    "update-alternatives": frozenset("--list --display --query --get-selections".split()),
    "docker": frozenset("ps images inspect logs".split()),
}
"""For programs whose first word decides whether they write files: the words with which they only look."""

TRANSIENT = frozenset("service systemctl rc-service nohup strace ltrace gdb tmux screen".split())
"""Programs that act on processes: a process that they start is not part of an image."""

EDITORS = frozenset(
    """
 vi vim vim.tiny vim.basic nvim view ex ed nano pico rnano emacs emacsclient mg joe jed ne micro mcedit kak helix hx
 editor sensible-editor visudo vipw vigr crontab-e sudoedit
 """.split()
)
"""Programs in which a person edits files: the files are copied, the command is never repeated."""

SHELLS = frozenset("bash sh ash dash zsh fish ksh mksh ksh93 busybox".split())
"""Shells: programs that read commands from the terminal when started without arguments."""

PROMPTS = frozenset("python python3 ipython ipython3 node irb iex ghci julia bc".split())
"""Interpreters that show a prompt and read lines from the terminal when started without arguments, as a shell does."""

WRITERS = frozenset(
    """
 add-apt-repository addgroup adduser apk apt apt-get aptitude aptitude-curses autoconf automake bunzip2 bzip2 cargo
 chattr chfn chgrp chmod chown chpasswd chsh cmake composer corepack cp cpio curl dd debconf-set-selections
 delgroup deluser deb-systemd-helper dnf dpkg dpkg-divert dpkg-reconfigure dpkg-statoverride easy_install fallocate gem
 gcc g++ cc c++ git go gpasswd groupadd groupdel groupmod gunzip gzip install ldconfig ln locale-gen localedef lzma
 make makewhatis microdnf mkdir mkfifo mknod mktemp mv ninja meson newusers npm npx openssl passwd patch
 postconf
 perl pip pip3 pipx pnpm poetry python python3 rename rm rmdir rpm rsync ruby sed setcap setfacl setfattr shred split
 sqlite3 ssh-keygen strip tar tee touch truncate uncompress unlink unxz unzip update-alternatives update-ca-certificates
 update-locale update-rc.d useradd userdel usermod uv virtualenv wget xz yarn yum zip zypper a2ensite a2dissite
 a2enmod a2dismod a2enconf a2disconf phpenmod pear pecl conda mamba R Rscript julia node crontab sudoedit vigr vipw
 visudo
 """.split()
)
"""Programs whose purpose is to write files: kept even if the files that they wrote were overwritten later."""

BUILDERS = frozenset(
    """
 apk apt apt-get aptitude autoconf automake bundle cargo cc c++ clang cmake composer conda corepack dnf dpkg gcc g++
 gem git go gradle javac ld make meson microdnf mvn ninja npm pear pecl pip pip3 pipx pnpm poetry rpm rustc tcc uv
 virtualenv yarn yum zypper
 """.split()
)
"""Programs that show how files were made: their commands are documented even if the results are copied as files."""

WRAPPERS = frozenset(
    "sudo doas env nice ionice nohup time command exec builtin stdbuf setsid eatmydata chronic".split()
)
"""Programs whose arguments are another command."""

VERSION_FLAGS = frozenset({"--version", "--help", "-V", "-v", "-h", "--usage", "version", "help"})
"""Arguments with which, as the only argument, nearly every program just prints."""

STATE = frozenset(
    "cd export declare typeset readonly local unset set shopt umask alias unalias source . pushd popd "
    "trap eval read mapfile readarray "
    "setopt unsetopt autoload zmodload bindkey zstyle compdef compinit integer float rehash unhash unfunction emulate "
    "vared zle".split()
)
"""Builtins that change only the state of the shell itself."""

STANDARD_VARIABLES = frozenset(
    """
 HOME PATH PWD OLDPWD USER LOGNAME SHELL TERM LANG LC_ALL HOSTNAME UID EUID PPID RANDOM SECONDS LINENO IFS PS1 PS2 PS4
 BASH BASH_VERSION BASHPID SHLVL OSTYPE MACHTYPE HOSTTYPE REPLY OPTARG OPTIND COLUMNS LINES FUNCNAME GROUPS
 EPOCHSECONDS EPOCHREALTIME PIPESTATUS
 """.split()
)
"""Variables that a shell or login sets by itself."""

BASH_VARIABLES = frozenset(
    "RANDOM SECONDS UID EUID HOSTNAME BASH BASH_VERSION BASH_SOURCE BASHPID FUNCNAME OSTYPE MACHTYPE "
    "HOSTTYPE PIPESTATUS _ EPOCHSECONDS EPOCHREALTIME GROUPS SHLVL DIRSTACK SRANDOM".split()
)
"""Variables that a plain POSIX shell does not have."""

BASH_BUILTINS = frozenset(
    "source [[ (( declare typeset shopt pushd popd dirs let mapfile readarray builtin "
    "compgen complete disown enable help history caller bind logout suspend select function coproc".split()
)
"""Commands that a plain POSIX shell does not have."""

PERSONAL_VARIABLES = frozenset(
    "PS1 PS2 PS4 PROMPT_COMMAND EDITOR VISUAL PAGER TERM LS_COLORS LESS HISTFILE HISTSIZE "
    "HISTCONTROL HISTTIMEFORMAT".split()
)
"""Variables that concern the person at the terminal and affect no files."""


def is_program(name: str) -> bool:
    """Return whether a command's name is a path or is listed here, so that it is unlikely to be a user's function."""
    tables = (LOOKING, TRANSIENT, EDITORS, SHELLS, WRITERS, WRAPPERS, STATE, BASH_BUILTINS)
    return "/" in name or name in LOOKING_VERBS or any(name in table for table in tables)
