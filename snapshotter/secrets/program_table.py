"""Rules about which programs take a secret and where, each with a reason; `in_options.py` applies them."""

from __future__ import annotations

from msgspec import Struct

WHOLE = r"(?P<s>.+)"
AFTER_COLON = r"[^:]*:(?P<s>.+)"
LINE = r"(?P<s>(?!(?:y|n|yes|no)$).{3,})"
"""A line of input other than an answer such as `yes`."""


class Option(Struct, frozen=True):
    """An option that takes a secret: `-p X`, `-pX`, `--password X` and `--password=X`."""

    kind: str
    programs: frozenset[str]
    names: tuple[str, ...]
    reason: str
    value: str = WHOLE
    """A pattern for the value of the option, whose group `s` is the secret."""
    needs: str = ""
    """A pattern for a word that the command must contain, since the option means something else without it."""
    separate: bool = True
    """Whether the value can be the next word."""
    flags: str = ""
    """One-letter options without a value that may precede it in the same word."""


class Argument(Struct, frozen=True):
    """A secret that is an argument: the one after `skip` others that follow the word that `after` matches."""

    kind: str
    programs: frozenset[str]
    after: str
    skip: int
    reason: str
    valued: frozenset[str] = frozenset()
    """Options whose value does not count as an argument."""


class FedProgram(Struct, frozen=True):
    """A program that reads a secret from its input."""

    kind: str
    programs: frozenset[str]
    needs: str
    """A pattern for a word that the command must contain for the input to be a secret; empty if it always is."""
    value: str
    """A pattern for a line of the input, whose group `s` is the secret."""
    reason: str


def words(text: str) -> frozenset[str]:
    """Return the words of `text` as a set."""
    return frozenset(text.split())


_MYSQL = words(
    "mysql mysqldump mysqladmin mysqlimport mysqlshow mysqlcheck mysqlslap mysqlbinlog mysqlpump mariadb "
    "mariadb-dump mariadb-admin mariadb-import mariadb-show mariadb-check mariadb-binlog"
)
_MONGO = words("mongo mongosh mongodump mongorestore mongoexport mongoimport cqlsh")
_REGISTRY = words("docker podman nerdctl buildah skopeo helm oras crane az")
_LDAP = words("ldapsearch ldapadd ldapmodify ldapdelete ldappasswd ldapwhoami ldapcompare ldapmodrdn")
_NOT_A_BIND_PASSWORD = r"(?P<s>(?!(?:sub|base|one|children|never|always|search|find)$).+)"
_STORE = ("-storepass", "-keypass", "-srcstorepass", "-deststorepass", "-srckeypass", "-destkeypass")

OPTIONS = (
    Option(
        "curl-user",
        words("curl"),
        ("-u", "-U", "--user", "--proxy-user"),
        "user:PASSWORD",
        AFTER_COLON,
        flags="fgiIjJkLlMnNOpqRsSvZa046#",
    ),
    Option(
        "curl-bearer",
        words("curl"),
        ("--oauth2-bearer", "--pass", "--proxy-pass", "--tlspassword"),
        "a bearer token; the pass phrase of a key",
    ),
    Option("httpie-user", words("http https xh"), ("-a", "--auth"), "user:PASSWORD", AFTER_COLON),
    Option("mysql-password", _MYSQL, ("-p", "--password"), "only attached: -p alone asks", separate=False),
    Option("sshpass", words("sshpass"), ("-p",), "the password for ssh"),
    Option("registry-login", _REGISTRY, ("-p", "--password"), "docker login", needs="login"),
    Option("registry-creds", _REGISTRY, ("--creds", "--src-creds", "--dest-creds"), "user:PASSWORD", AFTER_COLON),
    Option("twine", words("twine"), ("-p", "--password"), "a password or upload token"),
    Option("mongo", _MONGO, ("-p", "--password"), "the database's password"),
    Option("redis-auth", words("redis-cli valkey-cli"), ("-a", "--pass"), "AUTH"),
    Option("mssql", words("sqlcmd bcp"), ("-P",), "the database's password"),
    Option(
        "openssl-pass",
        words("openssl"),
        ("-pass", "-passin", "-passout", "-password"),
        "pass:PHRASE; file:, env: and fd: name a place",
        r"pass:(?P<s>.+)",
    ),
    Option(
        "openssl-key",
        words("openssl"),
        ("-k", "-K"),
        "a pass phrase, a raw key",
        needs="enc|(?:aes|des|camellia|aria|chacha|bf|rc4).*",
    ),
    Option("ssh-keygen", words("ssh-keygen"), ("-N", "-P"), "the new and the old pass phrase"),
    Option("archive", words("zip unzip zipcloak"), ("-P",), "the archive's password"),
    Option("archive", words("7z 7za 7zr 7zz rar unrar"), ("-p", "-hp"), "the same, only attached", separate=False),
    Option("ldap-bind", _LDAP, ("-w", "-s", "-a"), "the bind password; a new and an old one", _NOT_A_BIND_PASSWORD),
    Option(
        "samba-user",
        words("smbclient rpcclient net smbget smbmap smbtree"),
        ("-U", "--user"),
        "user%PASSWORD",
        r"[^%]*%(?P<s>.+)",
    ),
    Option("lftp-user", words("lftp"), ("-u", "--user"), "user,PASSWORD", r"[^,]*,(?P<s>.+)"),
    Option(
        "password-hash",
        words("useradd usermod groupadd groupmod"),
        ("-p", "--password"),
        "a hash, against which passwords can be tried",
    ),
    Option(
        "keystore",
        words("keytool jarsigner"),
        _STORE,
        "a Java key store; changeit is the usual default",
        r"(?P<s>(?!changeit$).+)",
    ),
    Option("putty", words("plink pscp psftp"), ("-pw",), "the password for ssh"),
    Option("vnc", words("x11vnc"), ("-passwd", "-storepasswd"), "the screen's password"),
    Option("sasl", words("saslpasswd2"), ("-p",), "a SASL password"),
    Option("slapd", words("slappasswd"), ("-s",), "the word to hash"),
    Option(
        "forge-secret", words("gh glab"), ("-b", "--body", "-v", "--value"), "gh secret set", needs="secret|variable"
    ),
    Option(
        "kubernetes-secret",
        words("kubectl oc k3s"),
        ("--from-literal",),
        "create secret generic",
        r"[^=]+=(?P<s>.+)",
        needs="secret",
    ),
)
"""Options of one letter may be attached to their value; longer ones are separated from it by a space or `=`."""

_FLAGS_B = r"-(?=[a-zA-Z0-9]*b)(?![a-zA-Z0-9]*n)[a-zA-Z0-9]+"
_FLAGS_NB = r"-(?=[a-zA-Z0-9]*b)(?=[a-zA-Z0-9]*n)[a-zA-Z0-9]+"
_MKPASSWD = words("-m --method -S --salt -R --rounds")

ARGUMENTS = (
    Argument("htpasswd", words("htpasswd"), _FLAGS_B, 2, "htpasswd -b FILE USER PASSWORD", words("-C -r")),
    Argument("htpasswd", words("htpasswd"), _FLAGS_NB, 1, "htpasswd -nb USER PASSWORD", words("-C -r")),
    Argument("openssl-passwd", words("openssl"), "passwd", 0, "the word to hash", words("-salt -in")),
    Argument("mkpasswd", words("mkpasswd"), r"(?:.*/)?mkpasswd", 0, "the word to hash", _MKPASSWD),
    Argument("rabbitmq", words("rabbitmqctl"), "add_user|change_password|authenticate_user", 1, "USER PASSWORD"),
    Argument("mysqladmin", words("mysqladmin mariadb-admin"), "password", 0, "the new password"),
    Argument("wpa", words("wpa_passphrase"), r"(?:.*/)?wpa_passphrase", 1, "a network's pass phrase"),
    Argument("vault-login", words("vault"), "login", 0, "a token"),
    Argument("network", words("nmcli"), "password", 0, "a network's pass phrase"),
    Argument("network", words("wpa_cli"), "psk", 0, "a network's pass phrase"),
    Argument("ansible-vault", words("ansible-vault"), "encrypt_string", 0, "the text to encrypt"),
    Argument("mosquitto", words("mosquitto_passwd"), "-b", 2, "mosquitto_passwd -b FILE USER PASSWORD"),
    Argument("composer-auth", words("composer"), r"http-basic\..+", 1, "config http-basic.HOST USER PASSWORD"),
)

_PASSWD = words("passwd smbpasswd vncpasswd tigervncpasswd kinit kpasswd cryptsetup")

INPUTS = (
    FedProgram("chpasswd", words("chpasswd chgpasswd"), "", r"(?:[^:]*:)?(?P<s>.+)", "lines of user:PASSWORD"),
    FedProgram("passwd", _PASSWD, "", LINE, "the password, often twice"),
    FedProgram("read-silent", words("read"), r"-[a-zA-Z]*s[a-zA-Z]*|--silent", LINE, "read -s hides what is typed"),
    FedProgram("sudo-stdin", words("sudo"), r"-[a-zA-Z]*S[a-zA-Z]*|--stdin", LINE, "sudo -S reads the password"),
    FedProgram("login-stdin", _REGISTRY, "--password-stdin", LINE, "docker login --password-stdin"),
    FedProgram("login-stdin", words("gh glab"), "--with-token|--stdin", LINE, "gh auth login --with-token"),
    FedProgram("passphrase-stdin", words("gpg gpg2 gpgsm"), "--passphrase-fd(?:=0)?", LINE, "--passphrase-fd 0"),
    FedProgram("passphrase-stdin", words("openssl"), "stdin|-stdin", LINE, "-pass stdin, passwd -stdin"),
    FedProgram("passphrase-stdin", words("htpasswd"), "-[a-zA-Z]*i[a-zA-Z]*", LINE, "htpasswd -i"),
    FedProgram("passphrase-stdin", words("mkpasswd"), "-s|--stdin", LINE, "mkpasswd -s"),
)
ADDUSER = FedProgram("adduser", words("adduser"), "", LINE, "asks for the password twice, then for names")

KNOWN = frozenset[str]().union(*(rule.programs for rule in (*OPTIONS, *ARGUMENTS, *INPUTS, ADDUSER)))
RESERVED = words("if then elif else do while until ! {")
COMMAND_PREFIXES = words(
    "sudo doas env time nohup exec command builtin nice ionice timeout stdbuf setsid xargs chroot strace "
    "eval coproc docker podman nerdctl kubectl lxc ssh su runuser setpriv gosu"
)
"""Programs that take another program as an argument."""
VALUED = words("-u -g -h -p -n -e -c -C -D -U -o -w --user --name --network --entrypoint")
"""Options of those programs whose value could be mistaken for a program: `sudo -u mysql`."""
