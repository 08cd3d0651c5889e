"""Files that contain no secret, though names, phrases or forms in them are near to one."""

from __future__ import annotations

INNOCENT_FILES = [
    (
        "/etc/ssh/sshd_config",
        "PasswordAuthentication no\nPermitEmptyPasswords no\nPubkeyAuthentication yes\n"
        "HostKey /etc/ssh/ssh_host_rsa_key\n",
    ),
    ("/etc/login.defs", "PASS_MAX_DAYS\t99999\nPASS_MIN_DAYS 0\nENCRYPT_METHOD YESCRYPT\n#MD5_CRYPT_ENAB no\n"),
    ("/etc/redis/redis.conf", "# requirepass foobared\n# masterauth <master-password>\nprotected-mode yes\n"),
    ("/etc/mysql/my.cnf", "[client]\n#password = your_password\nport = 3306\n[mysqld]\n"),
    (
        "/etc/php/8.2/php.ini",
        ";mysqli.default_pw =\nsession.cookie_httponly =\n; session.save_path\nmysqli.default_user =\n",
    ),
    (
        "/etc/postgresql/pg_hba.conf",
        "# TYPE DATABASE USER\nlocal all postgres peer\nhost all all ::1/128 scram-sha-256\n",
    ),
    (
        "/etc/nginx/nginx.conf",
        'auth_basic "Restricted";\nauth_basic_user_file /etc/nginx/.htpasswd;\n'
        "ssl_certificate_key /etc/ssl/k.pem;\nserver_tokens off;\n",
    ),
    (
        "/etc/apache2/x.conf",
        'AuthType Basic\nAuthName "Private"\nAuthUserFile /etc/apache2/htpasswd\nRequire valid-user\n'
        "SSLCertificateKeyFile /etc/k\n",
    ),
    ("/etc/postfix/main.cf", "smtp_sasl_auth_enable = yes\nsmtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd\n"),
    (
        "/etc/dovecot/conf.d/10-auth.conf",
        "disable_plaintext_auth = yes\nauth_mechanisms = plain\npassdb {\n  driver = pam\n}\n",
    ),
    ("/etc/pam.d/common-auth", "auth [success=1 default=ignore] pam_unix.so nullok\nauth requisite pam_deny.so\n"),
    ("/etc/sudoers.d/x", "Defaults env_reset\n%sudo ALL=(ALL) NOPASSWD: ALL\n"),
    ("/etc/snmp/snmpd.conf", "rocommunity public default\nagentAddress udp:127.0.0.1:161\n"),
    ("/etc/apt/sources.list", "deb [signed-by=/usr/share/keyrings/x.gpg] https://x.test/ x main\n"),
    (
        "/etc/wireguard/wg0.conf",
        "[Interface]\nAddress = 10.0.0.1/24\nPostUp = wg set %i private-key /etc/wg/key\n[Peer]\n"
        "PublicKey = fm0XDnRwY79pBQ8lIK8f6Zfg5lUQ5G8tXG+Vz7ZNaPs=\nAllowedIPs = 0.0.0.0/0\n",
    ),
    ("/srv/.env.template", "DB_PASSWORD=\nSECRET_KEY=changeme\nTOKEN=<token>\n"),
    ("/srv/.env.dist", "APP_SECRET=ThisTokenIsNotSoSecretChangeIt\nDATABASE_URL=mysql://user:password@127.0.0.1/db\n"),
    ("/srv/.env.example", "API_KEY=your-api-key\nPASSWORD=your_password_here\n"),
    ("/srv/config.sample.yml", "password: changeme\ntoken: 'xxxx'\n"),
    (
        "/srv/locale/de.json",
        '{"password":"Passwort","login":"Anmelden","token":"Zugangstoken","forgot_password":"Passwort vergessen?"}',
    ),
    ("/srv/locales/fr.yml", "fr:\n  password: Mot de passe\n  secret: Secret\n  new_password: Nouveau\n"),
    (
        "/srv/lang/es/auth.php",
        "<?php return ['password' => 'La contraseña es incorrecta.', 'failed' => 'x', 'password2' => 'Contraseña'];\n",
    ),
    ("/srv/i18n/messages_pl.properties", "password=Has\\u0142o\nlogin.password=Hasło\n"),
    ("/srv/app/translations/pt.json", '{"senha":"Senha","password":"Palavra-passe"}'),
    ("/srv/po/de.po", 'msgid "Password"\nmsgstr "Passwort"\nmsgid "Enter password:"\nmsgstr "Kennwort eingeben:"\n'),
    (
        "/srv/strings.xml",
        '<resources><string name="password">Passwort</string><string name="token">Token</string></resources>',
    ),
    ("/srv/labels.json", '{"password":"Wachtwoord","username":"Gebruikersnaam"}'),
    ("/srv/labels.yml", "form:\n  password: Contraseña\n  password_repeat: Senha\n"),
    (
        "/srv/package-lock.json",
        '{"packages":{"a":{"integrity":"sha512-9bd1c54ea06cfd2f6b63219704de0b9b4f72dcc2b8fdef820b'
        'e6cd799780e91eAAAAAAAAAAAAAAAAAAAAAA==","resolved":"https://r.test/a.tgz"}}}',
    ),
    (
        "/srv/yarn.lock",
        'passport-local@^1.0.0:\n  version "1.0.0"\n'
        '  resolved "https://r.test/x.tgz#1fe63268c92e75606626437e3b906662c15ba6ee"\n'
        "  integrity sha1-H+YyaMkudWBmJkN+O5BmYsFbpu4=\n",
    ),
    (
        "/srv/poetry.lock",
        '[[package]]\nname = "keyring"\n'
        'files = [{file = "k.whl", hash = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934'
        'ca495991b7852b855"}]\n',
    ),
    ("/srv/go.sum", "golang.org/x/crypto v0.17.0 h1:r8bRNjWL3GshPW3gkd+RpvzWrZAwPS49OmTGZ/uhM4k=\n"),
    (
        "/srv/requirements.txt",
        "cryptography==43.0.1 --hash=sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca4959"
        "91b7852b855\npasslib==1.7.4\n",
    ),
    (
        "/srv/composer.lock",
        '{"content-hash":"0d478152e1c3a5b7d9f0a1b2c3d4e5f6","packages":[{"reference":"0d478152e1c'
        '3a5b7d9f0a1b2c3d4e5f60718293a"}]}',
    ),
    ("/srv/SHA256SUMS", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a.tgz\n"),
    (
        "/srv/checksums.txt",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  app_1.2.3_linux_amd64.tar.gz\n",
    ),
    ("/srv/.git/HEAD", "0d478152e1c3a5b7d9f0a1b2c3d4e5f60718293a\n"),
    (
        "/srv/.git/config",
        '[remote "origin"]\n\turl = git@github.com:a/secrets.git\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n',
    ),
    ("/etc/machine-id", "0d478152e1c3a5b7d9f0a1b2c3d4e5f6\n"),
    ("/srv/uuid.txt", "7f3c2a10-9b1e-4c5d-8f7a-2b6c1d0e9f3a\n"),
    ("/srv/id_rsa.pub", "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7v1eQ2m8Y0d5y1u6lqk9Vb3rT2x me@host\n"),
    (
        "/srv/server.csr",
        "-----BEGIN CERTIFICATE REQUEST-----\n"
        "MIIBszCCAVmgAwIBAgIUQ2v9H8r2kL5m7N1p0Q4s6T8u2W4y6Z8a0B2c4D6e8F\n"
        "-----END CERTIFICATE REQUEST-----\n",
    ),
    (
        "/srv/pub.pem",
        "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAvH3Yj0wbkLEpUl95Cv1c\n"
        "-----END PUBLIC KEY-----\n",
    ),
    (
        "/srv/dh.pem",
        "-----BEGIN DH PARAMETERS-----\nMIIBCAKCAQEAvH3Yj0wbkLEpUl95Cv1cJVjsVNSjwGq3tCLnzXfhVwVvmzGN8pYj\n"
        "-----END DH PARAMETERS-----\n",
    ),
    (
        "/srv/k.asc",
        "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n"
        "mQENBFlkmX0BCACtE81Xj351nnvwnAWMf8ZUP9B1YOPe9ohqNsCQY1DxODVJc9y\n"
        "-----END PGP PUBLIC KEY BLOCK-----\n",
    ),
    (
        "/srv/jwks.json",
        '{"keys":[{"kty":"RSA","kid":"a1b2","n":"vH3Yj0wbkLEpUl95Cv1cJVjsVNSjwGq3tCLnzXfhVwVvmzGN'
        '8pYjvH3Yj0wbkLEpUl95Cv1cJVjs","e":"AQAB"}]}',
    ),
    (
        "/srv/compose.yml",
        "services:\n  db:\n    environment:\n      POSTGRES_PASSWORD: ${POSTGRES_PASSWORD}\n"
        "      POSTGRES_PASSWORD_FILE: /run/secrets/pw\n    secrets: [pw]\nsecrets:\n  pw:\n"
        "    file: ./pw.txt\n",
    ),
    ("/srv/deploy.yml", "      env:\n        TOKEN: ${{ secrets.GITHUB_TOKEN }}\n        KEY: ${{ secrets.KEY }}\n"),
    (
        "/srv/k8s.yml",
        "        env:\n        - name: DB_PASSWORD\n          valueFrom:\n            secretKeyRef:\n"
        "              name: db-secret\n              key: password\n",
    ),
    ("/srv/sops.yml", "password: ENC[AES256_GCM,data:Tr7o1eM=,iv:1=,tag:k=,type:str]\n"),
    (
        "/srv/vault.yml",
        "$ANSIBLE_VAULT;1.1;AES256\n62313365396662343061393464336163383764373764613633653634306231386433626436623361\n",
    ),
    (
        "/srv/vault_password",
        "$ANSIBLE_VAULT;1.1;AES256\n62313365396662343061393464336163383764373764613633653634306231386433626436623361\n",
    ),
    (
        "/srv/values.yaml",
        'auth:\n  existingSecret: my-secret\n  secretKeys:\n    adminPasswordKey: admin-password\n  password: ""\n',
    ),
    ("/srv/chart.tpl", "password: {{ .Values.password | quote }}\n"),
    (
        "/srv/vars.tf",
        'variable "password" {\n  type = string\n  sensitive = true\n}\noutput "token" {\n  value = aws_x.y.token\n}\n',
    ),
    (
        "/srv/play.yml",
        "- user:\n    name: anna\n    password: \"{{ anna_password | password_hash('sha512') }}\"\n"
        "    update_password: on_create\n",
    ),
    (
        "/srv/openapi.json",
        '{"components":{"securitySchemes":{"apiKey":{"type":"apiKey","name":"X-API-Key","in":"hea'
        'der"},"bearer":{"type":"http","scheme":"bearer","bearerFormat":"JWT"}}}}',
    ),
    (
        "/srv/schema.json",
        '{"properties":{"password":{"type":"string","minLength":8},"token":{"type":"string","format":"uuid"}}}',
    ),
    (
        "/srv/form.html",
        '<label for="password">Password</label><input type="password" name="password" id="passwor'
        'd" placeholder="Enter password" autocomplete="current-password">\n',
    ),
    (
        "/srv/app.js",
        "const token = localStorage.getItem('token');\n"
        "const password = document.querySelector('#password').value;\nif (e.key === 'Enter') submit();\n"
        "const { apiKey } = config;\n",
    ),
    (
        "/srv/auth.py",
        "def login(username, password):\n    user = User.query.filter_by(name=username).first()\n"
        "    if not check_password(password, user.password):\n        raise ValueError('wrong password')\n"
        "    token = create_token(user)\n    return {'token': token, 'token_type': 'bearer'}\n",
    ),
    (
        "/srv/settings.py",
        "import os\nSECRET_KEY = os.environ['SECRET_KEY']\nPASSWORD = os.getenv('PASSWORD', '')\n"
        "AUTH_PASSWORD_VALIDATORS = [{'NAME': 'django.contrib.auth.password_validation.MinimumLen"
        "gthValidator'}]\n",
    ),
    (
        "/srv/Main.java",
        "private String password;\npublic void setPassword(String password) { this.password = password; }\n"
        'String token = request.getHeader("Authorization");\n',
    ),
    ("/srv/db.rb", "password: ENV['DB_PASSWORD']\nsecret_key_base = Rails.application.credentials.secret_key_base\n"),
    (
        "/srv/x.php",
        "<?php\n$password = $_POST['password'];\n$hash = password_hash($password, PASSWORD_BCRYPT);\n"
        "define('DB_PASSWORD', getenv('DB_PASSWORD'));\n"
        "$rules = ['password' => 'required|min:8|confirmed'];\n",
    ),
    ("/srv/x.go", 'password := os.Getenv("PASSWORD")\ntoken, err := auth.NewToken(ctx)\n'),
    (
        "/srv/x.sh",
        "#!/bin/sh\nread -rsp 'Password: ' PASSWORD\ncurl -u \"$USER:$PASSWORD\" https://x\nTOKEN=$(cat /run/token)\n",
    ),
    (
        "/srv/x.sql",
        "CREATE TABLE users (id int, password varchar(255), token char(36));\n"
        "INSERT INTO users VALUES (1,'anna','$2y$10$abcdefghijklmnopqrstuv');\n",
    ),
    (
        "/srv/app.log",
        "2024-01-01 Failed password for invalid user admin from 10.0.0.1 port 22 ssh2\n"
        "Accepted publickey for anna: ED25519 SHA256:r8bRNjWL3GshPW3gkd+RpvzWrZAwPS49OmTGZ/uhM4k\n",
    ),
    (
        "/srv/README.md",
        "# Auth\nSet `PASSWORD` and `API_KEY=<key>`.\nDefault login: admin / admin.\n```\n"
        "curl -H 'Authorization: Bearer <token>' https://x\ncurl -u user:password https://x\n```\n",
    ),
    ("/srv/CHANGELOG.md", "- add password reset (#123)\n- token refresh, see 0d47815\n- fix key handling in v1.2.3\n"),
    (
        "/srv/tokenizer.json",
        '{"added_tokens":[{"id":0,"content":"<s>"}],"model":{"vocab":{"password":123,"secret":45}}}',
    ),
    ("/srv/vocab.txt", "[PAD]\n[UNK]\npassword\nsecret\ntoken\n##key\n"),
    ("/srv/words.txt", "pass\npassword\nsecret\nkeyboard\n"),
    ("/srv/users.txt", "anna\nbob\ncarol\n"),
    ("/srv/accounts.csv", "id,name,mail\n1,Anna,anna@x.test\n2,Bob,bob2024@x.test\n"),
    ("/srv/secrets.yml.example", "password: changeme\n"),
    ("/srv/secret.yml", "secretName: my-tls\n"),
    ("/srv/token.go", "package token\nconst EOF = 1\n"),
    ("/srv/keys.json", '{"ArrowUp":"up","Enter":"submit","key":"Escape"}'),
    ("/srv/keymap.json", '[{"key":"ctrl+shift+p","command":"palette"}]'),
    (
        "/srv/prom.yml",
        "scrape_configs:\n  - job_name: x\n    bearer_token_file: /run/token\n    basic_auth:\n"
        "      username: a\n      password_file: /run/pw\n",
    ),
    ("/srv/grafana.ini", ";admin_password = admin\n[auth.anonymous]\nenabled = true\n"),
    ("/srv/rabbitmq.conf", "default_user = guest\ndefault_pass = guest\nauth_backends.1 = internal\n"),
    ("/srv/supervisord.conf", "[unix_http_server]\nfile=/run/s.sock\n;username=user\n;password=123\n"),
    ("/srv/tox.ini", "[testenv]\npassenv = CI TOKEN\nsetenv = PASSWORD=secret\n"),
    (
        "/srv/x.service",
        "[Service]\nEnvironmentFile=/etc/default/x\nExecStart=/usr/bin/x --password-file /run/pw --token-file=/run/t\n",
    ),
    ("/etc/cron.d/x", "0 3 * * * root /usr/bin/backup --passphrase-file /root/pw\n"),
    ("/root/.netrc", "machine x.test login anna\n"),
    ("/root/.npmrc", "registry=https://r.test/\n//r.test/:_authToken=${NPM_TOKEN}\n"),
    ("/root/.pypirc", "[distutils]\nindex-servers = pypi\n"),
    ("/root/.docker/config.json", '{"credsStore":"desktop","auths":{"r":{}}}'),
    ("/root/.aws/config", "[default]\nregion = eu-west-1\nrole_arn = arn:aws:iam::123456789012:role/x\n"),
    ("/root/.config/gh/config.yml", "git_protocol: https\neditor: vim\n"),
    ("/root/.bash_history", "ls\nsudo -S true\npasswd\nssh anna@h\nexport PASSWORD=$P\n"),
    ("/root/.viminfo", "# This viminfo file\n/password\n:s/token/x/\n"),
    ("/root/.gitconfig", "[user]\n\temail = a@x.test\n\tsigningkey = ~/.ssh/id.pub\n[credential]\n\thelper = store\n"),
    (
        "/root/.gnupg/gpg.conf",
        "default-key 573BFD6B3D8FBC641079A6ABABF5BD827BD9BF62\nkeyserver hkps://keys.openpgp.org\n",
    ),
    ("/srv/nginx/.htpasswd", "anna:$apr1$ab$cdefghijklmnopqrstuvw.\nbob:$2y$05$abcdefghijklmnopqrstuv\n"),
    ("/etc/gshadow", "root:*::\nsudo:!::anna\n"),
    ("/etc/shadow", "root:*:19000:0:99999:7:::\nanna:$y$j9T$abc$def:19000:0:99999:7:::\nbob:!:19000::::::\n"),
    ("/srv/cookies.txt", "# Netscape HTTP Cookie File\nx.test\tFALSE\t/\tFALSE\t0\tlang\tde\n"),
    ("/srv/session.yml", "session:\n  secure: true\n  cookie: sid\n  timeout: 30m\n"),
    (
        "/srv/app.properties",
        "security.oauth2.client.client-id=web-client-1\nserver.ssl.key-store-type=PKCS12\njwt.expiration=3600\n",
    ),
    ("/srv/logback.xml", '<configuration><appender name="token" class="x"/></configuration>'),
    (
        "/srv/pom.xml",
        "<dependency><groupId>org.passay</groupId><artifactId>passay</artifactId><version>1.6.4</version></dependency>",
    ),
    ("/srv/build.gradle", "implementation 'io.jsonwebtoken:jjwt-api:0.12.3'\n"),
    ("/srv/Gemfile", "gem 'bcrypt', '~> 3.1.20'\ngem 'devise-two-factor'\n"),
    (
        "/srv/sealed.yaml",
        "kind: SealedSecret\nspec:\n  encryptedData:\n    password: Ag" + "Bg8oGRjzCGlTKMPLoMzk" * 6 + "\n",
    ),
    ("/srv/y.log", "password=[FILTERED] token=[FILTERED]\npassword for bob: wrong\n"),
    ("/srv/jobs2", "*/5 * * * * root mysql -p shop < f\n"),
    ("/srv/q.yml", "password: enter your new one here\nhint: four words of a song\n"),
    ("/srv/mail.html", '<p><a href="{{ url }}?token={{ token }}">here</a> to reset your password.</p>\n'),
    ("/srv/nodes.json", '[{"key":"1f8b7f6c1de00dab051851c2","parent":null},{"key":"c207cce6fa60d6e3cf3038c4"}]\n'),
    ("/srv/h.vue", '<input v-model="password" type="password" :placeholder="$t(\'password\')">\n'),
    ("/srv/users.csv", "id,forgot_password,password_strength\n1,yes,weak\n2,no,strong\n"),
    ("/srv/pw.csv", "name,password\nanna,$2b$12$abcdefghijklmnopqrstuv\nbob,changeme\n"),
    ("/srv/test_login.py", "login('bob', 'wrong')\nuser = User(username='bob', password='testpw')\n"),
    ("/srv/a.py", "conn = connect(host=HOST, user=USER, password='required')\nraise AuthError('bad', 'password')\n"),
    ("/srv/openapi.yml", "password: {type: string, format: password}\n"),
    ("/srv/minutes.txt", "password rotation: every quarter\ntoken budget agreed\n"),
    ("/etc/x.conf", "password required\nauth_type password\n"),
    ("/srv/login.md", "| name | password |\n|---|---|\n| the user | see vault |\n"),
    ("/srv/m.yml", 'password: "enter your new password here"\nsecret: "the name of the secret"\n'),
    ("/srv/wg.conf", "[Peer]\nPublicKey = WZ+cua0U5F9SXhdWI45VI5mzqoksxQQnTF2GI2AhvcY=\n"),
    ("/etc/services", "kpasswd\t\t464/tcp\nkpasswd\t\t464/udp\n"),
    ("/srv/e.log", "WARN bad password for bob from 10.0.0.1\nERROR invalid token: expired\n"),
    (
        "/srv/v.tf",
        'variable "db_password" {\n  type = string\n}\nvariable "region" {\n  default = "central"\n}\n',
    ),
    ("/srv/radius.txt", "127.0.0.1 localhost 3\n"),
    ("/srv/schema.json", '{"password":{"type":"string"},"secret":{"type":"string"}}'),
    ("/srv/de.yml", "password: bitte passwort hier eingeben\n"),
    (
        "/etc/nginx/sites-available/default",
        "server {\n\t# pass PHP scripts to FastCGI server\n\t#\tfastcgi_pass unix:/run/php/php7.4-fpm.sock;\n"
        "\t#\tfastcgi_pass 127.0.0.1:9000;\n\tuwsgi_pass app:8001;\n}\n",
    ),
    (
        "/var/lib/exim4/config.autogenerated",
        "  warn\n    spf = pass:softfail:neutral:permerror\n    add_header = :at_start:$spf_received\n",
    ),
    ("/usr/share/mime/globs2", "50:application/xspf+xml:*.xspf\n50:application/vnd.apple.pkpass:*.pkpass\n"),
    ("/srv/globs2", "50:application/vnd.apple.pkpass:*.pkpass\n"),
    ("/usr/share/mime/generic-icons", "application/vnd.apple.pkpass:x-office-document\n"),
    (
        "/etc/redis/redis.conf",
        "# The requirepass is not compatible with aclfile option and the ACL LOAD\n"
        "# command, these will cause requirepass to be ignored.\n",
    ),
    ("/etc/squid/squid.conf", "#\tUsage: cachemgr_passwd password action action ...\n"),
    (
        "/etc/snmp/snmpd.conf",
        "# e.g.\n# createuser authPrivUser SHA-512 myauthphrase AES myprivphrase\n#\n",
    ),
    ("/usr/share/fish/completions/x.fish", "set -l x_commands login passwd target api\n"),
]
