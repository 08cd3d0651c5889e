"""Files that are made to hold secrets, by their names, as a table for `files/contents.py`."""

from __future__ import annotations

from msgspec import Struct

_VALUE = r"[\"']?(?P<s>[^\s\"'$<{][^\s\"']*)"
_ASSIGNED = rf"[ \t]*[=:][ \t]*{_VALUE}"
_SETTING = (
    rf"(?mi)^[ \t]*(?:set[ \t]+)?[\w.-]*(?:pass|pwd|passwd|password|passphrase)[ \t]*[=: \t][ \t]*{_VALUE}[\"']?[ \t]*$"
)
"""A line with a name that ends as one of a password does, and one word."""
_SECOND_LINE = r"\A[^\n:]{1,64}\r?\n(?P<s>\S{4,})\s*\Z"
"""A user on one line and a password on the next one."""
_ONLY_LINE = r"\A\s*(?P<s>[^\s$][^\n]*?)\s*\Z"
_ONLY_WORD = r"\A\s*(?P<s>\S{4,})\s*\Z"


class CredentialFile(Struct, frozen=True):
    """A kind of file, with the pattern for the secrets in it."""

    names: str
    """Names without directories in lower case, separated by spaces; `*` at one end stands for anything."""
    reason: str
    """What the file holds, as the end of a sentence."""
    content: str
    """A pattern whose group `s` is the secret; empty: all of the file is one."""
    within: str = ""
    """Names of directories of which one has to be in the path, in lower case; empty: the directory does not matter."""


CREDENTIAL_FILES = (
    CredentialFile(
        "passwords.dat", "passwords that packages asked for", r"(?m)^Value:[ \t]*(?P<s>\S[^\n]*)$", "debconf"
    ),
    # hosts and networks
    CredentialFile(".netrc _netrc netrc", "passwords for hosts", r"\bpassword\s+(?P<s>[^\s$]\S*)"),
    CredentialFile(
        ".smbcredentials .cifscredentials .smbcreds .cifscreds .smbcred smbcredentials cifscredentials smbcreds",
        "a password for a share",
        rf"(?mi)^\s*password{_ASSIGNED}",
    ),
    CredentialFile(
        "secrets", "a password for a share", r"(?m)^\s*[^#\s]\S*[ \t]+\S+[ \t]+\"?(?P<s>[^\s\"]+)", ".davfs2 davfs2"
    ),
    CredentialFile("rsyncd.secrets", "passwords for rsync", r"(?m)^\s*(?!#)[^:\s]+:(?P<s>\S+)"),
    CredentialFile(
        "chap-secrets pap-secrets l2tp-secrets",
        "passwords for dial-up",
        r"(?m)^\s*(?!#)\S+[ \t]+\S+[ \t]+\"?(?P<s>[^\s\"]+)",
    ),
    CredentialFile(
        "wpa_supplicant*",
        "a password for a network",
        r"(?m)^\s*(?:psk|password|wep_key\d|passphrase|private_key_passwd)\s*=\s*\"?(?P<s>[^\"\s]+)",
    ),
    CredentialFile(
        "*",
        "a password for a network",
        r"(?m)^\s*(?:psk|password|wep-key\d|leap-password|secrets?|pin)\s*=\s*(?P<s>\S+)",
        "system-connections",
    ),
    CredentialFile(
        "*.psk *.8021x",
        "a password for a network",
        r"(?m)^\s*(?:Passphrase|PreSharedKey|[\w-]*Password)\s*=\s*(?P<s>\S+)",
    ),
    CredentialFile(
        "ipsec.secrets *.secrets",
        "keys for IPsec",
        r"(?mi)^[^#\n]*:\s*(?:psk|xauth|eap|rsa\s+\S+|pkcs12\s+\S+)\s+\"?(?P<s>[^\s\"]+)",
    ),
    CredentialFile("psk.txt", "keys for IPsec", r"(?m)^\s*[^#\s]\S*[ \t]+(?P<s>\S+)", "racoon"),
    CredentialFile("*.ovpn *.conf", "a user and a password", r"<auth-user-pass>\s*[^\n]+\n(?P<s>[^\s<]+)"),
    CredentialFile(
        "auth.txt login.txt pass.txt up.txt userpass.txt user-pass.txt auth-user-pass.txt credentials.txt creds.txt "
        "login.conf auth-user-pass.conf logins.txt",
        "a user and a password",
        _SECOND_LINE,
    ),
    CredentialFile(
        "auth login credentials creds pass up userpass user-pass auth-user-pass",
        "a user and a password",
        _SECOND_LINE,
        "openvpn vpn vpnc vsftpd",
    ),
    CredentialFile(
        "shadow shadow- gshadow gshadow-",
        "a password that is no hash",
        r"(?m)^[^:\n]+:(?P<s>(?![$_])(?![./0-9A-Za-z]{13}:)[^:*!\s][^:\s]{3,}):",
        "etc",
    ),
    CredentialFile(
        ".htpasswd htpasswd",
        "a password that is no hash",
        r"(?m)^[^:#\n]+:(?P<s>(?![$_{])(?![./0-9A-Za-z]{13}[ \t]*$)[^:*!\s][^:\s]{3,})[ \t]*$",
    ),
    CredentialFile("*", "a user and a password", _SECOND_LINE, "openvpn"),
    CredentialFile("*", "a user and a password", _SECOND_LINE, "vsftpd"),
    CredentialFile("*.auth", "a user and a password", _SECOND_LINE),
    CredentialFile(
        "wpa_psk hostapd.wpa_psk", "passwords for a network", r"(?mi)^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}[ \t]+(?P<s>[^\n]+)"
    ),
    CredentialFile(
        "authkeys", "the key of a cluster", r"(?m)^\d+[ \t]+(?:sha1|md5)[ \t]+(?P<s>\S+)", "ha.d heartbeat corosync"
    ),
    CredentialFile("pam_radius_auth.conf", "what radius servers share", r"(?m)^[^#\s]\S*[ \t]+(?P<s>\S+)"),
    CredentialFile(
        "upsmon.conf", "a password for a power supply", r"(?m)^MONITOR[ \t]+\S+[ \t]+\d+[ \t]+\S+[ \t]+(?P<s>\S+)"
    ),
    CredentialFile(
        "local.ini docker.ini",
        "passwords of administrators",
        r"(?m)^\[admins\]\n(?:;[^\n]*\n)*[^\s;=]+[ \t]*=[ \t]*(?P<s>(?!-)\S+)",
    ),
    CredentialFile(
        ".passwd-s3fs passwd-s3fs", "keys for storage", r"(?m)^(?:[^#\s]*:)?[^:#\s]+:(?P<s>[^:\s]{16,})[ \t]*$"
    ),
    CredentialFile(
        "proxychains.conf proxychains4.conf",
        "a password for a proxy",
        r"(?m)^\s*(?:socks[45]|http|raw)[ \t]+\S+[ \t]+\d+[ \t]+\S+[ \t]+(?P<s>\S+)",
    ),
    CredentialFile("monitrc", "a password for a page", r"(?m)^\s*allow\s+[^\s:]+:\"?(?P<s>[^\s\":]+)"),
    CredentialFile("sec.conf", "passwords for chats", r"(?m)^\s*[\w.-]+\s*=\s*\"(?P<s>[^\"]{4,})\"", "weechat"),
    CredentialFile(
        "cookies.txt",
        "cookies",
        r"(?m)^[^\t\n]+\t(?:TRUE|FALSE)\t[^\t\n]*\t(?:TRUE|FALSE)\t\d+\t[^\t\n]+\t(?P<s>\S{12,})",
    ),
    # data bases
    CredentialFile(
        ".rediscli_history .valkeycli_history", "a password for Redis", r"(?mi)^auth\s+(?:\S+\s+)?\"?(?P<s>[^\s\"]+)"
    ),
    CredentialFile(
        ".pgpass pgpass.conf",
        "passwords for PostgreSQL",
        r"(?m)^[^#\s][^:\n]*:[^:\n]*:[^:\n]*:[^:\n]*:(?P<s>[^\n]+)",
    ),
    CredentialFile("userlist.txt", "passwords for PgBouncer", r"(?m)^\s*\"[^\"]*\"\s+\"(?P<s>(?!md5|SCRAM-)[^\"]+)\""),
    CredentialFile(".my.cnf", "a password for MySQL", rf"(?m)^\s*password{_ASSIGNED}"),
    CredentialFile(".mylogin.cnf", "a password for MySQL", ""),
    CredentialFile("*.acl", "passwords for Redis", r"(?m)^\s*user\s+\S+\s[^\n]*?>(?P<s>\S+)"),
    # packages and forges
    CredentialFile(".pypirc", "a password for a package index", rf"\bpassword{_ASSIGNED}"),
    CredentialFile(".npmrc npmrc", "a token for npm", rf"_(?:authToken|auth|password){_ASSIGNED}"),
    CredentialFile(".yarnrc.yml", "a token for npm", rf"npmAuth(?:Token|Ident){_ASSIGNED}"),
    CredentialFile("credentials credentials.toml", "a token for Cargo", rf"\btoken{_ASSIGNED}", ".cargo"),
    CredentialFile("credentials", "a key for RubyGems", r":\s*(?P<s>[^\s:]\S{9,})", ".gem gem"),
    CredentialFile(
        "config",
        "a password for gems",
        r"(?m)^BUNDLE_[A-Z0-9_]*__[A-Z0-9_]*:\s*[\"']?(?:[^\s:\"']*:)?(?P<s>[^\s\"':]+)",
        ".bundle",
    ),
    CredentialFile(
        "settings.xml settings-security.xml",
        "a password for a Maven repository",
        r"<(?:password|passphrase|master)>(?P<s>[^<$]+)<",
        ".m2",
    ),
    CredentialFile("auth.json", "tokens for Composer", r":\s*\"(?P<s>[^\"]{8,})\"", "composer .composer"),
    CredentialFile(".git-credentials", "passwords for git", r"://[^/\s:]*:(?P<s>[^/\s]+)@"),
    CredentialFile("credentials", "passwords for git", r"://[^/\s:]*:(?P<s>[^/\s]+)@", "git"),
    CredentialFile("hosts.yml config.yml", "a token for a forge", rf"\b(?:oauth_)?token{_ASSIGNED}", "gh glab-cli"),
    CredentialFile("hub", "a token for a forge", rf"\boauth_token{_ASSIGNED}", ".config"),
    # clouds, clusters and registries
    CredentialFile("credentials", "keys for AWS", rf"(?i)aws_(?:secret_access_key|session_token){_ASSIGNED}", ".aws"),
    CredentialFile(
        "config.json auth.json",
        "logins for registries",
        r"\"(?:auth|identitytoken|registrytoken|password)\"\s*:\s*\"(?P<s>[^\"]+)\"",
        ".docker containers",
    ),
    CredentialFile(".dockercfg", "logins for registries", r"\"(?:auth|password)\"\s*:\s*\"(?P<s>[^\"]+)\""),
    CredentialFile(
        "config kubeconfig kubeconfig.yaml kubeconfig.yml *.kubeconfig *.conf k3s.yaml rke2.yaml",
        "access to a cluster",
        rf"\b(?:token|client-key-data|password){_ASSIGNED}",
        ".kube kubernetes k3s rke2",
    ),
    CredentialFile(
        "kubeconfig *.kubeconfig", "access to a cluster", rf"\b(?:token|client-key-data|password){_ASSIGNED}"
    ),
    CredentialFile(
        "credentials.db access_tokens.db application_default_credentials.json adc.json",
        "access to Google Cloud",
        "",
        "gcloud",
    ),
    CredentialFile("*", "access to Google Cloud", "", "legacy_credentials"),
    CredentialFile(
        "accesstokens.json msal_token_cache.json msal_token_cache.bin service_principal_entries.json "
        "service_principal_entries.bin",
        "access to Azure",
        "",
        ".azure",
    ),
    CredentialFile("rclone.conf", "access to storage", rf"(?m)^(?:pass|password2?|token|key|\w*secret\w*){_ASSIGNED}"),
    CredentialFile(".s3cfg .boto", "keys for storage", rf"(?m)^\w*secret_(?:access_)?key{_ASSIGNED}"),
    CredentialFile("config.json", "keys for storage", r"\"secretKey\"\s*:\s*\"(?P<s>[^\"]+)", ".mc .mcli"),
    CredentialFile("credentials.tfrc.json .terraformrc", "a token for Terraform", r"token\"?\s*[=:]\s*\"(?P<s>[^\"]+)"),
    CredentialFile(".vault-token .vault_pass .vault_password .vault-pass", "a token for a vault", _ONLY_LINE),
    # mail and downloads
    CredentialFile(
        ".msmtprc msmtprc .mbsyncrc mbsyncrc .fetchmailrc fetchmailrc .getmailrc getmailrc .offlineimaprc .muttrc "
        "muttrc ssmtp.conf .esmtprc esmtprc .mailrc .lftprc .wgetrc .curlrc .isyncrc",
        "a password for mail or downloads",
        _SETTING,
    ),
    CredentialFile(
        ".curlrc",
        "a password for downloads",
        r"(?m)^\s*-{0,2}(?:proxy-)?(?:user|u|U)\s*[=: ]\s*\"?[^:\"\s]*:(?P<s>[^\"\s]+)",
    ),
    CredentialFile(".lftprc", "a password for FTP", r"(?m)^\s*open\s[^\n]*?-u\s*[^,\s]+,(?P<s>[^\s\"']+)"),
    CredentialFile(".fetchmailrc fetchmailrc", "a password for mail", r"\bpass(?:word)?\s+[\"']?(?P<s>[^\s\"']+)"),
    CredentialFile(
        "sasl_passwd passwd.client relay_passwd", "a password for mail", r"(?m)^[^#\s][^\n]*:(?P<s>[^\s:]+)[ \t]*$"
    ),
    # applications and keys
    CredentialFile("master.key", "the key of a Rails application", r"\A\s*(?P<s>[0-9a-f]{32,})\s*\Z", "config"),
    CredentialFile(".erlang.cookie", "the cookie of an Erlang cluster", _ONLY_WORD),
    CredentialFile("*", "a private key", "", "private-keys-v1.d"),
    CredentialFile("secring.gpg", "a private key", "", ".gnupg"),
    CredentialFile("*.p12 *.pfx", "a private key", r"\A(?P<s>0[\x80-\x84])"),
    CredentialFile("*.jks *.keystore *.bks", "a private key", r"\A(?P<s>\xfe\xed\xfe\xed|0[\x80-\x84])"),
    CredentialFile("*.kdbx *.kdb", "passwords", r"\A(?P<s>\x03\xd9\xa2\x9a)"),
    CredentialFile(
        "*.ppk",
        "a private key",
        r"(?s)\APuTTY-User-Key-.*\nPrivate-Lines: \d+\s*\n(?P<s>[A-Za-z0-9+/=]{40,}(?:\n[A-Za-z0-9+/=]+(?![^\n]))*)",
    ),
    CredentialFile("key.txt keys.txt", "a private key", r"(?P<s>AGE-SECRET-KEY-\S+)", "age"),
)
"""Of several entries for a name, each is tried in turn."""
