"""Files and environment entries that hold secrets, and those that do not."""

from __future__ import annotations

import random
import string

import pytest

from snapshotter.secrets.in_environment import in_environment
from snapshotter.secrets.in_file import in_file, is_known, values_in_file
from tests.secrets.files import (
    HEX,
    OTHER_PASSWORD,
    PASSWORD,
    PHRASE,
    TOKEN,
    WITH_PASSWORD,
    WITH_PHRASE,
    WITH_TOKEN,
    WITH_WORD,
    WORD,
)
from tests.secrets.honest import HEX64
from tests.secrets.innocent_files import INNOCENT_FILES
from tests.secrets.lines import GITHUB, JWT, PEM
from tests.speed import seconds

KEY = f"-----BEGIN RSA PRIVATE KEY-----\n{PEM}\n-----END RSA PRIVATE KEY-----\n"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/root/.netrc", "machine h login l password geheim\n"),
        ("/root/.pypirc", "[pypi]\nusername = a\npassword = geheim\n"),
        ("/root/.pgpass", "h:5432:d:u:geheim\n"),
        ("/root/.git-credentials", "https://a:b@h\n"),
        ("/root/.npmrc", "//npm.forge.invalid/:_authToken=abc\n"),
        ("/root/.aws/credentials", "[default]\naws_secret_access_key = x\n"),
        ("/root/.docker/config.json", '{"auths": {"h": {"auth": "YTpi"}}}'),
        ("/root/.config/gh/hosts.yml", "h:\n  oauth_token: abc\n"),
        ("/root/.kube/config", "users:\n- user:\n    client-key-data: LS0t\n"),
        ("/home/a/.ssh/id_ed25519", KEY),
        ("/srv/site.key", KEY),
        ("/root/.my.cnf", "[client]\npassword=x\n"),
        ("/root/.vault-token", "abc"),
        ("/etc/ppp/chap-secrets", "a * b *\n"),
        ("/root/.ssh/id_rsa", KEY),
        ("/etc/app/tls.pem", "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n" + KEY),
        ("/srv/app.conf", "user = a\npassword = Tr0ub4dor\n"),
        ("/srv/app.json", '{"db": {"password": "Tr0ub4dor"}}'),
        ("/srv/c.yml", "api_token: 4f1e9c0b7ad2\n"),
        ("/srv/.env", "DB_PASSWORD=geheim\n"),
        ("/srv/x.py", f"T = '{GITHUB}'\n"),
        ("/opt/run", f"#!/bin/sh\ncurl -u a:geheim https://x # {HEX64}\n"),
        ("/root/.bash_history", "ls\nmysql -pgeheim\n"),
        ("/usr/share/x/README", f"say {GITHUB}\n"),
        ("/srv/x.html", JWT),
        ("/etc/apt/sources.list.d/x.list", "deb https://u:s3cr3t@h/ x main\n"),
        ("/etc/apt/auth.conf", "machine h login l password geheim\n"),
        ("/etc/profile.d/x.sh", "export API_KEY=abc123def456\n"),
        ("/run/secrets/db_password", "geheim\n"),
        ("/srv/k.p12", "0\x82\x01\x02"),
        ("/usr/share/doc/x/examples/k.pem", KEY),
        ("/usr/lib/python3/dist-packages/x/k.pem", KEY),
        ("/srv/x/tests/k.pem", KEY),
        ("/usr/local/lib/x/k.pem", KEY),
        ("/srv/gcp.json", '{"private_key": "' + KEY.replace("\n", "\\n") + '"}'),
        ("/etc/shadow", "root:*:1:\nbob:f2siSnwJCUWlme49:1:0:\n"),
        ("/srv/.htpasswd", "anna:geheimes!\n"),
        ("/root/.netrc.bak", "machine h login a password geheim\n"),
        ("/root/.pgpass.old", "h:1:d:u:geheim\n"),
        ("/etc/snmp/snmpd.conf", 'createUser me SHA "geheimes7" AES\n'),
        ("/etc/redis/redis.conf", "port 1\n# requirepass Geheim.123\n"),
        ("/etc/snmp/snmpd.conf", "# createuser u SHA-512 geheim77wort AES zweites77wort\n"),
        ("/srv/users.acl", "user app on >geheim ~* +@all\n"),
        ("/etc/pgbouncer/userlist.txt", '"me" "geheim"\n'),
        ("/etc/openvpn/auth.txt", "anna\ngeheim\n"),
        ("/srv/k.yml", "kind: Secret\nstringData:\n  foo: geheim\n"),
        ("/srv/wg.key", "BwaV/TyAKs9n1rzcZ/HyBnjRDTpCW58bLx+Pk3IPMko=\n"),
        ("/srv/jwk.json", '{"kty":"EC","d":"yXeEpnWoeyvg9RFTX0NXpKngWHcJB3axm7Ftb9eO2pU"}'),
    ],
)
def test_secret_files(path: str, text: str) -> None:
    assert in_file(path, text.encode("latin-1"))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/etc/shadow", "root:$6$abc$def:19000:0:99999:7:::\n"),
        ("/etc/passwd", "root:x:0:0:root:/root:/bin/bash\n"),
        ("/etc/subuid", "pw:100000:65536\n"),
        ("/etc/nginx/.htpasswd", "anna:$apr1$abc$def\n"),
        ("/etc/ssh/ssh_host_rsa_key", KEY),
        ("/etc/ssl/private/ssl-cert-snakeoil.key", KEY),
        ("/root/.ssh/id_ed25519.pub", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ3kx9 a@b\n"),
        ("/etc/ssl/c.pem", "-----BEGIN CERTIFICATE-----\nMII\n"),
        ("/etc/app/key", "Q29tcGxldGVseSByYW5kb20gYnl0ZXMgYXJlIGhlcmUh\n"),
        ("/opt/forge/client.conf", f"url = https://x\ntoken_sha256 = {HEX64}\n"),
        ("/etc/ssh/sshd_config", "PasswordAuthentication no\nPermitRootLogin prohibit-password\n"),
        ("/etc/login.defs", "PASS_MAX_DAYS 99999\nENCRYPT_METHOD SHA512\n"),
        ("/etc/pam.d/common-password", "password [success=1 default=ignore] pam_unix.so obscure yescrypt\n"),
        ("/etc/nginx/conf.d/tokens.conf", "server_tokens off;\n"),
        ("/root/.docker/config.json", '{"auths": {}}'),
        ("/root/.npmrc", "fund=false\n"),
        ("/root/.npmrc", "//r/:_authToken=${NPM_TOKEN}\n"),
        ("/srv/a.py", "password = getpass()\ntoken = 'abc123def456'\n"),
        ("/srv/c.yml", "password: ${DB_PASSWORD}\n"),
        ("/etc/debconf.conf", "Reject-Type: password\nFilename: /var/cache/debconf/passwords.dat\n"),
        ("/srv/README.md", "password = Tr0ub4dor\n"),
        ("/root/.bash_history", "ls\nmysql -p\nexport TOKEN=$X\n"),
        ("/root/.bashrc", "export PS1='\\u'\nalias ll='ls -l'\n"),
        ("/srv/x", ""),
        ("/var/lib/app/token", "on\n"),
        ("/srv/password.md", "Every password has 12 letters.\n"),
        (
            "/srv/compose.yml",
            "environment:\n  POSTGRES_PASSWORD_FILE: /run/secrets/pw\nsecrets:\n  pw:\n    file: ./pw\n",
        ),
        ("/etc/mysql/debian.cnf", "[client]\nuser = root\npassword =\n"),
        ("/usr/share/doc/x/README", JWT),
        ("/usr/bin/x", "\x7fELF\0\0" + GITHUB),
    ],
)
def test_files_without_secrets(path: str, text: str) -> None:
    assert in_file(path, text.encode("latin-1")) == ""


@pytest.mark.parametrize(("path", "text"), WITH_WORD)
def test_a_word_is_a_secret_where_the_name_is_certain(path: str, text: str) -> None:
    assert in_file(path, text.replace("§", WORD).encode())


@pytest.mark.parametrize("value", [PASSWORD, OTHER_PASSWORD])
@pytest.mark.parametrize(("path", "text"), WITH_PASSWORD)
def test_passwords_are_found_in_code_and_prose(path: str, text: str, value: str) -> None:
    assert in_file(path, text.replace("§", value).encode())


@pytest.mark.parametrize(("path", "text"), WITH_PHRASE)
def test_pass_phrases_are_found(path: str, text: str) -> None:
    assert in_file(path, text.replace("§", PHRASE).encode())


@pytest.mark.parametrize("value", [TOKEN, HEX])
@pytest.mark.parametrize(("path", "text"), WITH_TOKEN)
def test_tokens_are_found_behind_names(path: str, text: str, value: str) -> None:
    assert in_file(path, text.replace("§", value).encode())


@pytest.mark.parametrize(("path", "text"), INNOCENT_FILES)
def test_innocent_files(path: str, text: str) -> None:
    assert in_file(path, text.encode()) == ""


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
def test_other_encodings_of_unicode_are_read(encoding: str) -> None:
    assert in_file("/srv/x.conf", "password=Sommer4588#Gj\n".encode(encoding))
    assert not in_file("/srv/x.conf", "password=\n".encode(encoding))


def test_a_secret_in_a_large_file_is_found() -> None:
    lines = "".join(f"setting_{number} = a value of some kind\n" for number in range(5000))
    for line in ("db_password = Tr0ub4dor", f"x = {GITHUB}", "key = 36236c903dd07ff4bbd36418932bf8a8"):
        assert in_file("/srv/x.conf", f"{lines}{line}\n{lines}".encode())


def test_known_files() -> None:
    assert is_known("/root/.netrc") and is_known("/root/.aws/credentials") and is_known("/etc/ipsec.secrets")
    assert not is_known("/srv/notes.txt") and not is_known("/root/.bashrc")


def test_many_small_files_are_read_quickly() -> None:
    """50 000 files of 1.3 kB take about 1.5 s; measured on a fiftieth of them, with a margin for slower machines."""
    chance = random.Random(1)
    words = ["".join(chance.choices("etaoinsrhldcumfpgwyb", k=chance.randint(2, 9))) for _ in range(3000)]
    files = ["\n".join(" ".join(chance.choices(words, k=12)) for _ in range(18)).encode() for _ in range(200)]
    names = ["a.txt", "a.json", "a.conf", "a.py", "a"]

    def search() -> None:
        for name in names:
            assert not [data for data in files if in_file(f"/srv/{name}", data)]

    assert seconds(search, 8 / 50) * 50 < 8


def test_many_files_are_read_quickly() -> None:
    """10 000 files of 10 kB take about a second; measured on a fiftieth of them, with a margin for slower machines."""
    chance = random.Random(1)
    words = ["".join(chance.choices(string.ascii_letters, k=chance.randint(2, 12))) for _ in range(3000)] + [HEX64]
    files = [" ".join(chance.choices(words, k=1500))[:10_000].encode() for _ in range(200)]
    names = ["/srv/data.txt", "/srv/data.json", "/srv/data.py", "/usr/lib/data"]

    def search() -> None:
        assert not [data for index, data in enumerate(files) if in_file(names[index % 4], data)]

    assert seconds(search, 4 / 50) * 50 < 4


def test_environment() -> None:
    entries = [
        "PATH=/bin",
        "FORGE_TOKEN=abc123def456",
        "PGPASSWORD=geheim",
        "GPG_KEY=E3FF2839C048B25C084DEBE9B26995E310250568",
        "X",
        "DATABASE_URL=postgres://app:s3cr3t@db/x",
        f"GH={GITHUB}",
        "DB_PASSWORD_FILE=/run/secrets/x",
        "API_KEY=",
        "PASSWORD=$OTHER",
        "AUTH=none",
        "NOTE=a password policy",
    ]
    assert in_environment(entries) == ["FORGE_TOKEN", "PGPASSWORD", "DATABASE_URL", "GH"]


@pytest.mark.parametrize(
    ("path", "text", "secret"),
    [
        ("/etc/app.conf", "user = app\npassword = Pfeffer6049%kd\n", "Pfeffer6049%kd"),
        ("/root/.pgpass", "db:5432:app:app:kiesel\u00e4llrw\n", "kiesel\u00e4llrw"),
        ("/root/.my.cnf", "[client]\nuser=root\npassword=hunterupg\n", "hunterupg"),
        ("/srv/db_password.txt", "kieselrot77\n", "kieselrot77"),
        ("/srv/run.sh", "#!/bin/sh\nmysql -u root -pKiesel99rot\n", "Kiesel99rot"),
        ("/srv/wide.ini", "password = Pfeffer6049%kd\n".encode("utf-16").decode("latin-1"), "Pfeffer6049%kd"),
    ],
)
def test_the_values_of_a_file_with_a_secret(path: str, text: str, secret: str) -> None:
    data = text.encode("latin-1") if "\0" in text else text.encode()
    assert in_file(path, data)
    assert values_in_file(path, data) == [secret]


def test_a_file_without_a_secret_has_no_values() -> None:
    assert values_in_file("/etc/app.conf", b"password = changeme\nmode = fast\n") == []
    assert values_in_file("/etc/shadow", b"root:$6$abc$def:19000:0:99999:7:::\n") == []
