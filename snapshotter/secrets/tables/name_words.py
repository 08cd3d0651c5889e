"""The words of names that announce a secret, in English and other languages: data for `judge.py` and `in_text.py`.

All words are in lower case and, except for `ANCHORS`, without accents, as `judge.py` reads names.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PASSWORDS = _words(
    "pass pw psk authtok pswd pwd psswd passwrd passcode passwd password passwords passphrase pword keyphrase mnemonic "
    # German, Dutch, Danish, Norwegian, Swedish
    "passwort passworter kennwort losungswort zugangscode wachtwoord toegangscode adgangskode kodeord passord losenord "
    # French, Spanish, Catalan, Portuguese, Italian, Romanian, Turkish
    "motdepasse mdp contrasena contrasenia contrasenya clave senha palavrapasse parola sifre "
    # Polish, Czech, Croatian, Slovenian, Hungarian, Finnish, Estonian, Lithuanian, Indonesian, Vietnamese
    "haslo heslo lozinka zaporka geslo jelszo salasana parool slaptazodis sandi matkhau "
    # Russian, Greek, Chinese, Japanese, Korean
    "пароль κωδικος 密码 密碼 口令 パスワード 비밀번호"
)
"""Words for what a person remembers."""
PASSWORD_ENDINGS = (
    "password",
    "passwd",
    "passphrase",
    "passwort",
    "kennwort",
    "wachtwoord",
    "pwd",
    "rootpw",
    "bindpw",
    "modpw",
    "dbpw",
    "adminpw",
)
"""Endings of compounds written as one word, such as `dbpassword`."""
PASSWORD_PHRASES = (
    ("mot", "de", "passe"),
    ("phrase", "de", "passe"),
    ("palavra", "passe"),
    ("palabra", "de", "paso"),
    ("parola", "d", "ordine"),
    ("kata", "sandi"),
    ("mat", "khau"),
    ("pass", "word"),
    ("pass", "phrase"),
    ("pass", "code"),
    ("seed", "phrase"),
    ("seed", "words"),
    ("recovery", "phrase"),
    ("wallet", "seed"),
    ("totp", "seed"),
    ("otp", "seed"),
    ("rediscli", "auth"),
    ("paraula", "de", "pas"),
    ("mnemonic", "seed"),
    ("secret", "phrase"),
    ("recovery", "code"),
    ("security", "code"),
    ("access", "code"),
    ("snmp", "community"),
)
"""The same as several words."""
SECRETS = _words(
    "secret secrets geheimnis geheim segredo segreto secreto sekret salaisuus hemlighet hemmelighet секрет"
)
TOKENS = _words("token apikey authkey accesskey secretkey authtoken bearer jeton")
TOKEN_ENDINGS = (
    *("token", "apikey", "authkey", "accesskey", "secretkey", "privatekey", "masterkey", "accountkey", "licensekey"),
    *("encryptionkey", "signingkey", "sessionkey"),
)
KEYS = _words("key schlussel schluessel cle clef llave chave chiave sleutel klucz nyckel kulcs anahtar ключ")
"""Words for a key: a secret if a word of `SECRET_KEYS` is beside it, perhaps one otherwise."""
SECRET_KEYS = _words(
    "access account admin api app auth authentication bot cipher client consumer cookie crypt crypto deploy "
    "encryption fernet hmac ingest integration jwt license licence master merchant private secret server service "
    "session shared signing storage subscription unseal vault webhook write "
    "zugriffs zugangs geheimer privater prive privee secrete privada secreta acceso acesso segreta privata "
    "accesso toegangs geheime dostepu prywatny tajny"
)
PERHAPS = _words(
    "auth authorization credential credentials creds pat jwt salt passwordsalt pepper sas sig signature hmac otp totp "
    "seed sessionid phpsessid jsessionid sid zugangsdaten identifiants credenciales credenziali credenciais "
    "inloggegevens"
)
"""Words whose value is a secret only if it looks random."""
PINS = _words("pin pincode")

ANCHORS = tuple(
    "pass pwd pw psk pswd psswd pword secret token key auth cred bearer mnemonic recovery pepper kennwort "
    "losungswort zugangs wachtwoord toegangs adgangskode kodeord losenord lösenord geheim schl sleutel nyckel "
    "contrase clave senha palavra palabra paraula parol parool salais haslo hasło heslo lozinka zaporka geslo jelsz "
    "salasana slaptazod slaptažod segre sekret hemlighet hemmelighet jeton llave chave chiave klucz kulcs anahtar "
    "identifiants inloggegevens security sessionid sessid snmp şifre "
    "пароль секрет ключ κωδικ 密码 密碼 口令 パスワード 비밀번호".split()
)
"""Beginnings of the words above, one of which is in every name that announces a secret."""
WORD_ANCHORS = tuple(
    "pat jwt seed salt mdp sifre sandi mat cle clé clef sig hmac otp totp sas sid phrase access pin".split()
)
"""The same, but only where a word begins, since they are parts of many others."""

ATTRIBUTES = _words(
    "file files path paths dir directory folder location url uri uris host hostname port endpoint address domain "
    "realm ttl expiry expires expire expired expiration timeout age lifetime duration validity period interval "
    "days hours minutes seconds ms date time timestamp count counter counts limit limits max min maximum minimum "
    "length len size bits rounds round iterations cost number num index idx type types kind format mode method "
    "methods mechanism mechanisms algorithm algo alg cipher ciphers encoding encryption charset class policy "
    "policies rule rules regex regexp pattern validator validators validation strength complexity score meter "
    "required require enabled enable disabled disable allowed allow prompt label title hint help placeholder "
    "message msg error errors warning field fieldname column col input inputs form name names id ids uid gid uuid "
    "guid ref refs reference arn manager provider providers backend store storage engine helper command cmd "
    "program tool hash hashes hashed hashing checksum digest fingerprint thumbprint sha sha1 sha256 md5 "
    "verification status state exists present rotation version scope scopes audience issuer prefix suffix "
    "separator sep delimiter header headers mount bucket iv aad map mapping ring board pad usage usages sock "
    "socket level confirmation reset recovery change history plugin module package library lib requirements "
    "requirement option options config configuration settings vault protection generator through env var variable "
    "variables fn func function callback handler factory cache pool list lists array set sets budget usd price "
    "datei pfad fichier chemin archivo ruta ficheiro arquivo percorso bestand keys pair pairs event events code "
    "codes locale lang tests spec stdin fd"
)
"""Words after which a name is that of something about a secret: `TOKEN_TTL`, `password_policy`."""
NEGATIONS = _words(
    "allow ask count disable disabled require required enable enabled empty fingerprint forgot forgotten has have "
    "existing hashed hide incorrect invalid is lost max min missing no non not num palabra policy prompt random "
    "remember show skip sha sort supports without wrong toggle update"
)
"""Words before which the rest of a name is not that of a secret: `max_tokens`, `forgot_password`."""
NOT_KEYS = _words(
    "public publishable pub gpg pgp sort primary foreign partition natural composite candidate surrogate unique "
    "index host cache hot lookup group row column json xml dict map object bucket registry routing shard site "
    "idempotency hash range translation message i18n lang locale arrow shortcut modifier enter escape tab home "
    "page up down left right function ctrl alt meta shift musical answer palabra parole mot csrf xsrf eos bos pad "
    "unk sep cls mask next continuation sync pagination cursor request creation lock upload purchase apt repo "
    "repository package dedup context query event metric label tag recaptcha turnstile hcaptcha vapid product sku"
)
"""Words before `key` or `token` that make it a key of another kind, or one that is meant to be public."""
TRAILING = _words(
    "again base confirm default dev here live local main master new old plain prod production qa repeat retype stage "
    "staging string test text value val raw base64 b64 hex enc data str"
)
"""Words that may follow the word that announces: `PASSWORD_PROD`."""
TARGETS = _words(
    "admin api app aws azure backend backup base broker ci client cluster console db database deploy docker "
    "elastic email ftp gateway git github gitlab grafana host imap jenkins kafka keycloak ldap local mail mariadb "
    "mongo mongodb mqtt mssql mysql nexus npm oracle pg postgres postgresql proxy rabbitmq redis registry remote "
    "banco base baza bd bdd datenbank "
    "root rpc s3 samba server service sftp site smb smtp sql ssh sudo superuser system user vpn web wifi wlan"
)
"""What a secret is for, which may follow the word that announces: `PASSWORD_DB`."""
JOINING = _words("for of to fur fuer voor de del da do di pour para per dla from on in")
"""Words that join it to what the secret is for: `PASSWORD_FOR_DB`."""
NO_PASSWORDS = _words(
    "askpass bandpass bypass compass encompass highpass lowpass multipass onepass surpass trespass twopass underpass "
    "overpass subpass renderpass singlepass firstpass minipass blurpass prepass"
)
"""Words that end as one of a password does."""
