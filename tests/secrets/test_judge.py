"""What names announce, and which values beside them are secrets."""

from __future__ import annotations

import pytest

from snapshotter.secrets.judge import is_secret_code, is_secret_setting, is_secret_value, secret_name
from snapshotter.secrets.tables import name_words

PASSWORDS = (
    "PASSWORD DB_PASSWORD dbPassword PASSWORD_FOR_DB PASSWORD_DB PASSWORD2 PASSWORD_PROD password_repeat rootpw dbpass "
    "GPG_PASSPHRASE WIFI_PSK PASSWORT DB_PASSWORT datenbankpasswort Kennwort MOT_DE_PASSE motdepasse mdp CONTRASEÑA "
    "contrasena clave senha palavra-passe parola PASSWORD_RDS WALLET_SEED CLAVE_BD "
    "ldap_default_authtok ssl.policy.bolt.private_key_password "
    "WACHTWOORD_DB hasło HASLO heslo lösenord kodeord пароль 密码 비밀번호 "
    "パスワード MNEMONIC SEED_PHRASE snmp_community --admin-password ssl.keyStore.password pwd MYSQL_PWD"
).split()
SECRETS = "SECRET CLIENT_SECRET HASH_SECRET PUBLIC_API_SECRET geheimnis segredo SEGRETO sekret".split()
TOKENS = (
    "TOKEN FORGE_TOKEN API_KEY apiKey APIKEY SECRET_KEY_BASE AWS_SECRET_ACCESS_KEY SESSION_KEY MASTER_KEY AccountKey "
    "privateKey X-Api-Key CLE_API clé_api apiSchlüssel chave_secreta //r.test/:_authToken BEARER"
).split()
PERHAPS = "KEY STRIPE_KEY AUTH GITHUB_PAT JWT SALT SAS CREDENTIALS PASSWORD_PLUS TOKEN_GRANDE schlüssel".split()
NOTHING = (
    "PASSWORD_FILE PASSWORD_HASH PASSWORD_HASH_ROUNDS password_encryption PASSWORD_POLICY password-stdin no-password "
    "forgot_password has_password PASS_MAX_DAYS TOKEN_TTL TOKEN_URL TOKEN_TYPE max_tokens SECRET_NAME SECRETS_DIR "
    "existingSecret SECRET_MANAGER API_KEY_HEADER KEY_ID KEYMAP MONKEY TURKEY HOTKEY SORT_KEY PRIMARY_KEY GPG_KEY "
    "PUBLIC_KEY STRIPE_PUBLISHABLE_KEY ssl_key_file parola_chiave_file palabra_clave AUTHOR PWD OLDPWD COMPASS bypass "
    "user.signingkey askpass PYTHONHASHSEED_FILE tokenizer checkpoint CREDENTIALS_PATH csrf_token eos_token"
).split()


@pytest.mark.parametrize(
    ("announced", "names"),
    [("password", PASSWORDS), ("secret", SECRETS), ("token", TOKENS), ("maybe", PERHAPS), ("", NOTHING)],
)
def test_what_names_announce(announced: str, names: list[str]) -> None:
    assert {name: secret_name(name) for name in names} == dict.fromkeys(names, announced)


def test_a_number_is_announced() -> None:
    assert {secret_name(name) for name in ("PIN", "USER_PIN", "pin_code")} == {"pin"}
    assert (
        is_secret_value("pin", "482913") and not is_secret_value("pin", "13") and not is_secret_value("pin", "release")
    )


def test_every_word_holds_an_anchor() -> None:
    """A text is searched for anchors first, so a word without one would never be found."""
    words = {*name_words.PASSWORDS, *name_words.SECRETS, *name_words.TOKENS, *name_words.KEYS, *name_words.PERHAPS}
    words |= {"_".join(phrase) for phrase in name_words.PASSWORD_PHRASES} | set(name_words.PINS)
    anchors = (*name_words.ANCHORS, *name_words.WORD_ANCHORS)
    assert {word for word in words if not any(anchor in word for anchor in anchors)} == set()


@pytest.mark.parametrize(
    "value",
    "yes none changeme your_password YOUR_TOKEN_HERE <token> ${TOKEN} {{token}} %TOKEN% xxxx **** 123456 "
    "/run/secrets/x ~/key.pem https://x.test/y arn:aws:kms:x env:PASS sha256:abc anonymous my-api-key foobared "
    "replace_me_please $6$abc$defghijk {SSHA}abcdefgh SCRAM-SHA-256$4096 1.2.3 a@x.test sha512 bcrypt "
    "ENC[AES256_GCM,data:x]".split(),
)
def test_values_that_are_never_secret(value: str) -> None:
    assert not is_secret_value("password", value)
    assert not is_secret_value("token", value)


@pytest.mark.parametrize(
    ("announced", "value"),
    [
        ("password", "BU9PI"),
        ("password", "correct horse battery"),
        ("password", "GrüßeInB9ß€mKk"),
        ("secret", "correct-horse"),
        ("token", "4f1e9c0b7a"),
        ("maybe", "36236c903dd07ff4bbd36418932bf8a8"),
        ("maybe", "81cdd663-f437-fd1a-d515-846d21c7ea29"),
        ("maybe", "user:Sommer5534!uj"),
        ("maybe", "Gxn6blOK2/CZB/kblFZQ+5KwMpiC1AQnlBBrxJLxpoM="),
        ("maybe", "uk3f9xq0zr7wd2vb"),
    ],
)
def test_values_that_are(announced: str, value: str) -> None:
    assert is_secret_value(announced, value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("announced", "value"),
    [
        ("maybe", "created_at_timestamp"),
        ("maybe", "ECDHE-RSA-AES256-SHA384"),
        ("maybe", "20160330T234717Z"),
        ("maybe", "my-k8s-secret-name-2"),
        ("maybe", "getElementsByTagName"),
        ("maybe", "buf.writeUInt32LE"),
        ("maybe", "user:staff"),
        ("token", "573BFD6B3D8FBC641079A6ABABF5BD827BD9BF62"),
        ("secret", "my-app-secret"),
        ("password", "cat /etc/passwd"),
    ],
)
def test_values_that_are_not(announced: str, value: str) -> None:
    assert not is_secret_value(announced, value)  # type: ignore[arg-type]


def test_pass_phrases() -> None:
    for phrase in ("correct horse battery", "velvet cobalt marble xszry"):
        assert is_secret_setting("password", phrase, alone=True)
        assert is_secret_value("secret", phrase)
    for sentence in ("enter your new password", "bitte kennwort eingeben", "The admin password", "two words"):
        assert not is_secret_setting("password", sentence, alone=True)


def test_a_word_counts_where_it_is_in_use() -> None:
    assert is_secret_code("password", "password", "sunshine", in_use=True)
    assert not is_secret_code("password", "password", "required", in_use=True)
    assert not is_secret_code("password", "password", "testpw", in_use=True)
    assert is_secret_setting("secret", "sunshine", alone=True, word=True)
    assert not is_secret_setting("secret", "sunshine", alone=True)


@pytest.mark.parametrize("value", ["Garten4785+x7", "4xKq@wE1s(3fG", "Pfeffer1201_aZ"])
def test_punctuation_that_is_frequent_elsewhere_makes_a_password_too(value: str) -> None:
    assert is_secret_code("password", "password", value) and is_secret_value("maybe", value)


@pytest.mark.parametrize(
    "value", ["Release2024_1", "Debian12_amd64", "a@example.invalid", "Walrus.attribute", "f(x1)[Y2]"]
)
def test_names_with_numbers_are_no_passwords(value: str) -> None:
    assert not is_secret_value("maybe", value)


def test_settings_and_source_code_need_more() -> None:
    assert is_secret_setting("password", "sunshine", alone=True)
    assert not is_secret_setting("password", "sunshine", alone=False)
    assert not is_secret_setting("password", "var.db_password", alone=True)
    assert is_secret_code("password", "password", "Lavande4909%gd")
    assert is_secret_code("password", "db_password", "sunshine")
    assert not is_secret_code("password", "password", "sunshine")
    assert not is_secret_code("password", "password", "required|min:8|confirmed")
    assert not is_secret_code("token", "token", "abc123def456")
