"""Arguments and input of programs that are a secret, each with a reason; `in_options.py` reads them."""

from __future__ import annotations

from snapshotter.secrets.tables.program_rules import LINE, AnyWord, Argument, FedProgram, words

_REGISTRY = words("docker podman nerdctl buildah skopeo helm oras crane az regctl")
_FLAGS_B = r"-(?=[a-zA-Z0-9]*b)(?![a-zA-Z0-9]*n)[a-zA-Z0-9]+"
_FLAGS_NB = r"-(?=[a-zA-Z0-9]*b)(?=[a-zA-Z0-9]*n)[a-zA-Z0-9]+"
_MKPASSWD = words("-m --method -S --salt -R --rounds")
_SMBCLIENT = words("-U -c -I -p -W -A -D -m -t -T -O -b -s -l -n --user --command")

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
    Argument(
        "composer-auth",
        words("composer"),
        r"(?:github-oauth|gitlab-token|gitlab-oauth|bearer)\..+",
        0,
        "config bearer.HOST TOKEN",
    ),
    Argument(
        "network",
        words("nmcli"),
        r"(?:[\w-]+\.)?psk|[\w-]+\.(?:password|wep-key\d)",
        0,
        "nmcli connection modify NAME wifi-sec.psk X",
    ),
    Argument("stored-secret", words("virsh"), "secret-set-value", 1, "virsh secret-set-value ID VALUE"),
    Argument("composer-auth", words("poetry"), r"http-basic\..+", 1, "config http-basic.HOST USER PASSWORD"),
    Argument("minio", words("mc mcli"), "set|add", 3, "mc alias set NAME URL KEY SECRET", needs="alias|host"),
    Argument("minio", words("mc mcli"), "user", 3, "mc admin user add NAME KEY SECRET", needs="admin"),
    Argument("share", words("smbclient"), r"(?://|\\\\).+", 0, "smbclient //HOST/SHARE PASSWORD", _SMBCLIENT),
    Argument("create-user", words("samba-tool"), "create|add", 1, "samba-tool user create USER PASSWORD", needs="user"),
    Argument(
        "create-user", words("prosodyctl ejabberdctl"), "register|change_password", 2, "register USER HOST PASSWORD"
    ),
    Argument(
        "create-user", words("drush"), "user:password|user-password|upwd|upw", 1, "drush user:password USER PASSWORD"
    ),
    Argument("create-user", words("grafana-cli grafana"), "reset-admin-password", 0, "the new password"),
    Argument("radius", words("radtest"), r"(?:.*/)?radtest", 1, "radtest USER PASSWORD HOST PORT SECRET"),
    Argument("radius", words("radtest"), r"(?:.*/)?radtest", 4, "the same: what the servers share"),
    Argument("rclone", words("rclone"), "obscure|pass|password", 0, "the password of a remote"),
    Argument(
        "dvc", words("dvc"), "password|secret_access_key|connection_string", 0, "dvc remote modify NAME password X"
    ),
    Argument("vault-login", words("bw"), "unlock", 0, "the master password"),
    Argument("vault-login", words("bw"), "login", 1, "bw login USER PASSWORD"),
    Argument("vault-login", words("vault"), "unseal", 0, "a part of the key"),
    Argument("redis-auth", words("redis-cli valkey-cli"), "(?i:auth)", -1, "AUTH [USER] PASSWORD"),
    Argument("pdf", words("qpdf"), "--encrypt", 0, "the user's password"),
    Argument("pdf", words("qpdf"), "--encrypt", 1, "the owner's password"),
    Argument("pdf", words("pdftk"), "user_pw|owner_pw|input_pw", 0, "a password"),
    Argument("data-base", words("db2"), "using", 0, "db2 connect to NAME user USER using PASSWORD"),
    Argument(
        "consul",
        words("consul"),
        r".*(?:pass|passw(?:or)?d|secret|token|key)",
        0,
        "consul kv put NAME VALUE",
        needs="put",
    ),
    Argument("ipmi", words("ipmitool"), "password", 1, "ipmitool user set password ID PASSWORD", needs="user"),
    Argument("dovecot", words("doveadm"), "test|login", 1, "doveadm auth test USER PASSWORD", needs="auth"),
    Argument(
        "desktop", words("dconf gsettings"), r".*(?:pass|passw(?:or)?d|secret|token)", 0, "dconf write NAME VALUE"
    ),
    Argument("symfony", words("console"), "security:(?:hash|encode)-password", 0, "the word to hash"),
    Argument("cf", words("cf"), "auth", 1, "cf auth USER PASSWORD"),
    Argument("cloudflared", words("cloudflared"), "install", 0, "the token of a tunnel"),
    Argument("stored-secret", words("pulumi"), "set", 1, "pulumi config set --secret NAME VALUE", needs="--secret"),
    Argument("stored-secret", words("netlify"), "env:set", 1, "netlify env:set NAME VALUE", needs="--secret"),
)

ANY_WORDS = (
    AnyWord(
        "oracle",
        words("sqlplus sqlldr exp imp expdp impdp rman sqlcl"),
        r"(?:userid=)?[\w.$#]+/\"?(?P<s>[^/@\s\"]+)\"?(?:@.*)?",
        "USER/PASSWORD@DATABASE",
    ),
    AnyWord("remote", words("xfreerdp wfreerdp xfreerdp3"), r"/p(?:w|ass)?:(?P<s>.+)", "/p:PASSWORD"),
    AnyWord("mysqlsh", words("mysqlsh"), r"[^\s:@/]+:(?P<s>[^@]+)@.+", "USER:PASSWORD@HOST"),
    AnyWord(
        "bundle", words("bundle bundler"), r"[^\s:@/]+:(?P<s>[^\s:@/]+)", "bundle config HOST USER:PASSWORD", "config"
    ),
    AnyWord(
        "stored-secret",
        words("fly flyctl supabase doppler infisical"),
        r"[\w.-]+=(?P<s>.+)",
        "fly secrets set NAME=VALUE",
        "secrets?",
    ),
    AnyWord("stored-secret", words("vault"), r"(?!-)[\w.-]+=(?P<s>(?!@).+)", "vault kv put PATH NAME=VALUE", "kv"),
    AnyWord("stored-secret", words("vault"), r"secret_id=(?P<s>.+)", "vault write auth/approle/login secret_id=X"),
    AnyWord(
        "samba-user",
        words("mount mount.cifs"),
        r"(?:.*,)?user(?:name)?=[^,%]*%(?P<s>[^,]+)(?:,.*)?",
        "mount -o username=USER%PASSWORD",
    ),
    AnyWord("redis-auth", words("redis-cli valkey-cli"), r">(?P<s>.+)", "ACL SETUSER NAME >PASSWORD", "(?i:setuser)"),
    AnyWord("etcd", words("etcdctl"), r"[^\s:/]+:(?P<s>[^\s:/]+)", "etcdctl user add NAME:PASSWORD", "user"),
    AnyWord(
        "lftp-user", words("lftp"), r".*\bopen\s.*?-u\s+[^,\s]+,(?P<s>[^\s;]+).*", "lftp -c 'open -u NAME,PASSWORD'"
    ),
    AnyWord("cvs", words("cvs"), r":pserver:[^\s:@]+:(?P<s>[^@]+)@.+", ":pserver:USER:PASSWORD@HOST"),
)

_PASSWD = words("passwd saslpasswd2 smbpasswd vncpasswd tigervncpasswd kinit kpasswd cryptsetup")

INPUTS = (
    FedProgram("chpasswd", words("chpasswd chgpasswd"), "", r"(?:[^:]*:)?(?P<s>.+)", "lines of user:PASSWORD"),
    FedProgram("passwd", _PASSWD, "", LINE, "the password, often twice"),
    FedProgram("read-silent", words("read"), r"-[a-zA-Z]*s[a-zA-Z]*|--silent", LINE, "read -s hides what is typed"),
    FedProgram("sudo-stdin", words("sudo"), r"-[a-zA-Z]*S[a-zA-Z]*|--stdin", LINE, "sudo -S reads the password"),
    FedProgram(
        "debconf",
        words("debconf-set-selections"),
        "",
        r"\S+\s+\S+\s+password\s+(?P<s>.+)",
        "answers of the type password",
    ),
    FedProgram("wireguard", words("wg"), "pubkey|private-key|preshared-key", LINE, "a key as a file"),
    FedProgram("passwd", words("htdigest"), "", LINE, "a password for a user"),
    FedProgram("passwd", words("ipa"), "--password|passwd", LINE, "a password for a user"),
    FedProgram("passwd", words("x11vnc"), "-storepasswd", LINE, "the screen's password"),
    FedProgram("passwd", words("su runuser"), "-c|--command.*", LINE, "su asks for the password"),
    FedProgram("passwd", words("realm adcli"), "join", LINE, "the password for joining"),
    FedProgram(
        "ftp",
        words("ftp lftp tnftp pftp"),
        "",
        r"\s*(?:quote\s+)?(?:user\s+\S+|pass)\s+(?P<s>\S+).*",
        "user NAME PASSWORD",
    ),
    FedProgram("login-stdin", _REGISTRY, "--password-stdin", LINE, "docker login --password-stdin"),
    FedProgram("login-stdin", words("gh glab"), "--with-token|--stdin", LINE, "gh auth login --with-token"),
    FedProgram("passphrase-stdin", words("gpg gpg2 gpgsm"), "--passphrase-fd(?:=0)?", LINE, "--passphrase-fd 0"),
    FedProgram("passphrase-stdin", words("openssl"), "stdin|-stdin", LINE, "-pass stdin, passwd -stdin"),
    FedProgram("passphrase-stdin", words("htpasswd"), "-[a-zA-Z]*i[a-zA-Z]*", LINE, "htpasswd -i"),
    FedProgram("passphrase-stdin", words("mkpasswd"), "-s|--stdin", LINE, "mkpasswd -s"),
    FedProgram(
        "passphrase-stdin",
        words("grub-mkpasswd-pbkdf2 argon2 openconnect encfs gocryptfs cryfs ecryptfs-add-passphrase"),
        "",
        LINE,
        "a pass phrase",
    ),
    FedProgram(
        "passphrase-stdin",
        words("systemd-ask-password secret-tool keepassxc-cli pdbedit kpcli"),
        "",
        LINE,
        "a password",
    ),
    FedProgram(
        "newusers", words("newusers"), "", r"[^:]*:(?P<s>[^:]+):.*", "lines as in /etc/passwd with the password"
    ),
    FedProgram("stored-secret", words("pass gopass"), "insert", LINE, "pass insert NAME"),
    FedProgram(
        "stored-secret",
        words("docker podman nerdctl wrangler npx gh glab vercel gcloud fly flyctl kubectl"),
        "secrets?",
        LINE,
        "docker secret create NAME -",
    ),
)
ADDUSER = FedProgram("adduser", words("adduser"), "", LINE, "asks for the password twice, then for names")
