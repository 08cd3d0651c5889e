"""Options of programs that take a secret, each with a reason; `in_options.py` reads them."""

from __future__ import annotations

from snapshotter.secrets.tables.program_rules import AFTER_COLON, Option, words

_MYSQL = words(
    "mysql mysqldump mysqladmin mysqlimport mysqlshow mysqlcheck mysqlslap mysqlbinlog mysqlpump mariadb "
    "mariadb-dump mariadb-admin mariadb-import mariadb-show mariadb-check mariadb-binlog"
)
_MONGO = words("mongo mongosh mongodump mongorestore mongoexport mongoimport cqlsh")
_REGISTRY = words("docker podman nerdctl buildah skopeo helm oras crane az regctl")
_LDAP = words("ldapsearch ldapadd ldapmodify ldapdelete ldappasswd ldapwhoami ldapcompare ldapmodrdn")
_SNMP = words(
    "snmpwalk snmpget snmpset snmpbulkwalk snmpbulkget snmpgetnext snmptrap snmpinform snmptable snmpusm snmpd"
)
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
    Option("keystore", words("keytool"), ("-new",), "a new password", needs="-(?:store|key)passwd"),
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
    Option(
        "login", words("oc cf ibmcloud conan rancher tsh argocd"), ("-p", "-t"), "PROGRAM login -p", needs="login|user"
    ),
    Option("login", words("doctl glab vercel netlify codecov uv"), ("-t", "--token", "--auth"), "an API token"),
    Option("login", words("uv poetry hatch flit"), ("-p", "-a"), "a password for an index", needs="publish"),
    Option("nuget", words("nuget"), ("-Password", "-ApiKey", "-p", "-k"), "a password, or a key for uploads"),
    Option("nuget", words("dotnet"), ("-p", "-k", "--password", "--api-key"), "the same", needs="nuget"),
    Option("load-test", words("ab hey bombardier oha"), ("-A", "-P", "-a"), "user:PASSWORD", AFTER_COLON),
    Option("monitoring", words("check_http check_tcp check_ldap check_mysql"), ("-a",), "user:PASSWORD", AFTER_COLON),
    Option("etcd", words("etcdctl"), ("--user",), "user:PASSWORD", AFTER_COLON),
    Option("jenkins", words("jenkins-cli java"), ("-auth",), "user:TOKEN", AFTER_COLON),
    Option(
        "data-base",
        words("cypher-shell beeline couchbase-cli cbq influx clickhouse-client exasol"),
        ("-p",),
        "a password",
    ),
    Option("data-base", words("tsql isql bsqldb fisql defncopy"), ("-P",), "a password"),
    Option(
        "name-server",
        words("dig nsupdate kdig delv"),
        ("-y",),
        "ALGORITHM:NAME:KEY",
        r"(?:[\w-]+:)?[^:\s]+:(?P<s>[^:\s]+)",
    ),
    Option("data-base", words("mycli"), ("-p",), "a password"),
    Option("dovecot", words("doveadm"), ("-p",), "the word to hash", needs="pw"),
    Option("data-base", words("influx"), ("-t", "--token"), "a token"),
    Option("queue", words("rabbitmqadmin"), ("-p",), "a password"),
    Option(
        "queue", words("mosquitto_pub mosquitto_sub mosquitto_rr p4 knife ipmitool ipmi-power"), ("-P",), "a password"
    ),
    Option("mail", words("swaks"), ("-ap", "--auth-password"), "a password for SMTP"),
    Option("mail", words("sendemail sendEmail"), ("-xp",), "the same"),
    Option("ftp", words("ncftp ncftpput ncftpget ncftpls wput"), ("-p",), "a password for FTP"),
    Option("snmp", _SNMP, ("-A", "-X"), "the pass phrases for signing and encryption"),
    Option("snmp", _SNMP, ("-c",), "a community; public and private are defaults", r"(?P<s>(?!(?:public|private)$).+)"),
    Option(
        "kadmin",
        words("kadmin kadmin.local addprinc ank cpw add_principal change_password"),
        ("-w", "-pw"),
        "a password",
    ),
    Option(
        "directory",
        words("ipa-server-install ipa-replica-install"),
        ("-p", "-a", "-w"),
        "FreeIPA: the passwords of administrators",
    ),
    Option("directory", words("ipa-client-install realm adcli"), ("-w",), "a password for joining"),
    Option("download", words("youtube-dl yt-dlp"), ("-p",), "a password for videos"),
    Option("crypt", words("ccrypt ccencrypt ccdecrypt"), ("-K",), "a pass phrase"),
    Option("crypt", words("mcrypt mdecrypt steghide outguess"), ("-k", "-p"), "a pass phrase"),
    Option("crypt", words("pk12util"), ("-W", "-K", "-w", "-k"), "a pass phrase"),
    Option("caddy", words("caddy"), ("-p", "--plaintext"), "the word to hash", needs="hash-password"),
    Option(
        "remote",
        words("evil-winrm crackmapexec nxc netexec smbmap rdesktop hydra medusa ncrack"),
        ("-p",),
        "a password",
    ),
    Option("samba-user", words("winexe wmic smbcacls"), ("-U", "--user"), "user%PASSWORD", r"[^%]*%(?P<s>.+)"),
    Option(
        "create-user",
        words("airflow superset flask fab elasticsearch-users register_new_matrix_user"),
        ("-p",),
        "a new user",
    ),
    Option("create-user", words("add-user.sh add-user-keycloak.sh kcadm.sh"), ("-p", "--password"), "a new user"),
    Option("keychain", words("security"), ("-w",), "macOS: a password for the key chain", needs=".*-password"),
    Option("stored-secret", words("aws"), ("--secret-string",), "AWS: Secrets Manager"),
    Option("stored-secret", words("aws"), ("--value",), "AWS: Systems Manager", needs="SecureString"),
    Option("stored-secret", words("az"), ("--value",), "Azure: Key Vault", needs="secret"),
    Option("stored-secret", words("virsh"), ("--base64", "--value"), "libvirt", needs="secret-set-value"),
    Option("stored-secret", words("iscsiadm"), ("-v", "--value"), "iSCSI", needs=".*password.*"),
    Option("stored-secret", words("occ"), ("--value",), "Nextcloud", needs=".*(?:password|secret).*"),
)
"""Options of one letter may be attached to their value; longer ones are separated from it by a space or `=`."""
