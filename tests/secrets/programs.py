"""Command lines with secrets in options, arguments and input of single programs, each between « and »."""

from __future__ import annotations

PROGRAMS = {
    "bundle": ["bundle config gems.x.invalid anna:«geheim»"],
    "caddy": ["caddy hash-password --plaintext «geheim»", "caddy hash-password -p «geheim»"],
    "cf": ["cf auth anna «geheim»"],
    "cloudflared": ["cloudflared service install «abcdefgh»"],
    "consul": ["consul kv put app/db_password «geheim»"],
    "create-user": [
        "samba-tool user create anna «geheim»",
        "prosodyctl register anna x.invalid «geheim»",
        "drush user:password anna «geheim»",
        "grafana-cli admin reset-admin-password «geheim»",
        "airflow users create -u anna -p «geheim»",
        "register_new_matrix_user -u anna -p «geheim»",
    ],
    "crypt": ["ccencrypt -K «geheim» f", "mcrypt -k «geheim» f", "pk12util -i f -W «geheim»"],
    "cvs": ["cvs -d :pserver:anna:«geheim»@h.invalid:/r co x"],
    "data-base": [
        "cypher-shell -u neo4j -p «geheim»",
        "isql -S h -U sa -P «geheim»",
        "influx setup -u a -p «geheim» -t «abcdefgh» -f",
        "db2 connect to x user anna using «geheim»",
    ],
    "dvc": ["dvc remote modify --local r password «geheim»"],
    "etcd": ["etcdctl --user root:«geheim» get x"],
    "ftp": ["ncftpput -u anna -p «geheim» h.invalid . f"],
    "jenkins": ["java -jar jenkins-cli.jar -auth anna:«abcdef» list-jobs"],
    "kadmin": ["kadmin -p anna/admin -w «geheim»", "kadmin.local -q 'addprinc -pw «geheim» bob'"],
    "keychain": ["security add-generic-password -a anna -s x -w «geheim»"],
    "load-test": ["ab -A anna:«geheim» http://x.invalid/", "hey -a anna:«geheim» http://x.invalid/"],
    "login": [
        "oc login -u anna -p «geheim»",
        "doctl auth init -t «abcdefgh»",
        "vercel deploy --token «abcdefgh»",
        "poetry publish -u anna -p «geheim»",
    ],
    "mail": ["swaks -au anna -ap «geheim» -t b@x.invalid", "sendemail -xu anna -xp «geheim»"],
    "minio": ["mc alias set s3 http://h.invalid:9000 minio «geheim»", "mc admin user add s3 anna «geheim»"],
    "monitoring": ["check_http -H h.invalid -a anna:«geheim»"],
    "mysqlsh": ["mysqlsh anna:«geheim»@h.invalid"],
    "newusers": ["echo 'anna:«geheim»:1000:1000::/home/anna:/bin/sh' | newusers"],
    "nuget": [
        "dotnet nuget add source https://x.invalid -u anna -p «geheim»",
        "nuget sources add -Name x -Password «geheim»",
        "dotnet nuget push x -k «abcdefgh»",
    ],
    "oracle": [
        "sqlplus scott/«geheim»@db",
        "sqlplus -s scott/«geheim»",
        "expdp system/«geheim» full=y",
        "sqlldr userid=scott/«geheim» control=x.ctl",
    ],
    "pdf": ["qpdf --encrypt «geheim» «geheim2» 256 -- a b", "pdftk a output b user_pw «geheim»"],
    "queue": ["mosquitto_pub -u anna -P «geheim» -t t -m m", "ipmitool -H h -U anna -P «geheim» chassis status"],
    "radius": ["radtest anna «geheim» h.invalid 0 «geheim2»"],
    "rclone": ["rclone obscure «geheim»", "rclone config create r sftp host h.invalid pass «geheim»"],
    "remote": ["rdesktop -u anna -p «geheim» h.invalid", "xfreerdp /u:anna /p:«geheim» /v:h.invalid"],
    "share": ["smbclient //h.invalid/s «geheim» -U anna"],
    "snmp": [
        "snmpwalk -v3 -u anna -A «geheim» -X «geheim2» h.invalid",
        "snmpget -v2c -c «geheim» h.invalid",
        "echo 'createUser anna SHA \"«geheim77»\" AES' >> /etc/snmp/snmpd.conf",
        "echo 'rocommunity «geheim» default' >> snmp.conf",
    ],
    "stored-secret": [
        "fly secrets set FOO=«geheim»",
        "vault kv put kv/x foo=«geheim»",
        "pulumi config set --secret foo «geheim»",
        "aws secretsmanager create-secret --name x --secret-string «geheim»",
        "aws ssm put-parameter --name x --type SecureString --value «geheim»",
        "az keyvault secret set --name x --value «geheim»",
        "echo «geheim» | docker secret create x -",
        "echo «geheim» | pass insert -e x",
    ],
}
"""For each kind of secret, lines that contain secrets of this kind and no others."""

MORE = {
    "ipmi": ["ipmitool user set password 2 «geheim»"],
    "postfix": ["echo 'smtp_sasl_password_maps = static:anna:«sonnenblume»' >> main.cf"],
    "samba-user": ["mount -t cifs //h/s /m -o username=anna%«geheim»"],
    "keystore": ["keytool -storepasswd -new «geheim» -storepass changeit"],
    "assignment": [
        "frob --jwt-secret «sonnenblume»",
    ],
    "basic-fake": [
        "echo 'AuthBasicFake anna «sonnenblume»' >> dav.conf",
    ],
    "composer-auth": [
        "composer config github-oauth.github.com «0f871ab416f48cec787265f93a37bc1b99d2b193»",
    ],
    "connection-string": [
        "cat >> odbc.ini <<EOF\n[x]\nUID=anna\nPWD=«sonnenblume»\nEOF",
    ],
    "credentials": [
        "python3 -c \"requests.get(u, auth=('anna','«Garten4785+x7»'))\"",
        "python3 manage.py shell -c \"User.objects.create_superuser('a','a@x.invalid','«Garten4785_x7»')\"",
        'perl -e \'DBI->connect("dbi:mysql:x","root","«sonnenblume»")\'',
        'php -r \'new PDO("mysql:host=h","root","«sonnenblume»");\'',
        "ruby -e 'puts BCrypt::Password.create(\"«sonnenblume»\")'",
        "mongosh --eval \"db.changeUserPassword('anna','«sonnenblume»')\"",
    ],
    "curl-user": [
        "find . -exec curl -u a:«geheim» {} \\;",
    ],
    "debconf": [
        "debconf-set-selections <<< 'a a/b password «geheim»'",
    ],
    "desktop": [
        "dconf write /x/password «geheim»",
    ],
    "directory": [
        "ipa-server-install -p «geheim» -a «geheim2»",
        "ipa-client-install -w «geheim»",
    ],
    "dovecot": [
        "doveadm pw -s SHA512-CRYPT -p «geheim»",
        "doveadm auth test anna «geheim»",
    ],
    "download": [
        "yt-dlp -u anna -p «geheim» http://x.invalid",
    ],
    "etcd": [
        "etcdctl user add anna:«geheim»",
    ],
    "ftp": [
        "ftp -n h.invalid <<EOF\nuser anna «geheim»\nput f\nEOF",
    ],
    "gossip": [
        "echo 'encrypt = \"«WZ+cua0U5F9SXhdWI45VI5mzqoksxQQnTF2GI2AhvcY=»\"' > consul.hcl",
    ],
    "haproxy": [
        "echo 'stats auth anna:«sonnenblume»' >> haproxy.cfg",
    ],
    "in-name": [
        "touch /srv/pass_«Pfeffer3252#Tj»",
        "ln -s /srv/x /srv/token-«0ce93df7ec18ac8db715cb69618c6822»",
    ],
    "input": [
        "frob <<< «Pfeffer6871.wh»",
        "echo «Pfeffer6871.wh» | frob",
    ],
    "kafka": [
        "kafka-configs --alter --add-config 'SCRAM-SHA-256=[iterations=8192,password=«sonnenblume»]'",
    ],
    "lftp-user": [
        "lftp -c 'open -u anna,«geheim» h.invalid; ls'",
    ],
    "minio": [
        "mc config host add s3 http://m.invalid anna «geheim»",
    ],
    "mysql-password": [
        "function x { mysql -p«geheim»; }",
    ],
    "name-server": [
        "nsupdate -y hmac-sha256:k:«QTJCM0M0RDVFNkY3» x",
    ],
    "named": [
        "printf '[client]\\npassword=%s\\n' '«sonnenblume»' > my.cnf",
        "git credential approve <<< \"$(printf 'host=x\\npassword=«sonnenblume»\\n')\"",
        "aws lambda x --environment 'Variables={DB_PASSWORD=«sonnenblume»}'",
        "cat <<EOF | kubectl apply -f -\nkind: Secret\nstringData:\n  x: «sonnenblume»\nEOF",
    ],
    "network": [
        "nmcli connection modify x wifi-sec.psk «geheimnis»",
    ],
    "option": [
        "frob login -u anna -p «geheim»",
    ],
    "passwd": [
        "echo «geheim» | su -c id anna",
    ],
    "plain-text": [
        "echo 'anna:{PLAIN}«sonnenblume»:1000::' > users",
    ],
    "printed": [
        "msmtp --passwordeval='echo «sonnenblume»' x",
        "echo 'passwordeval \"echo «sonnenblume»\"' > rc",
    ],
    "proftpd": [
        "echo 'SQLConnectInfo db@localhost anna «sonnenblume»' >> sql.conf",
    ],
    "redis-auth": [
        "redis-cli ACL SETUSER anna on '>«geheim»' '~*'",
    ],
    "replacement": [
        "sed -i 's/DB_PASSWORD_HERE/«sonnenblume»/' wp.php",
        'sed -i "s|__DB_PASSWORD__|«sonnenblume»|" x',
        "sed -i \"s/'password_here'/'«sonnenblume»'/\" x",
        "sed -i 's/password=.*/password=«sonnenblume»/' x",
        "perl -pi -e 's/changeme/«Garten4785_8U»/ if /x/' a.ini",
        "awk '{sub(/TOKEN/,\"«8f68e8c38a6de555e045f11c95be9da84f0cd1c2»\")}1' f",
    ],
    "secure-string": [
        "pwsh -c \"ConvertTo-SecureString '«sonnenblume»' -AsPlainText -Force\"",
    ],
    "sentence": [
        "echo 'Mot de passe : «sonnenblume»' >> acces",
    ],
    "squid": [
        "echo 'cache_peer p.invalid parent 3128 0 login=anna:«sonnenblume»' >> squid.conf",
    ],
    "stored-secret": [
        "vault write auth/approle/login role_id=x secret_id=«geheim»",
    ],
    "substituted": [
        "wg set wg0 private-key <(echo «fm0XDnRwY79pBQ8lIK8f6Zfg5lUQ5G8tXG+Vz7ZNaPs=»)",
    ],
    "symfony": [
        "php bin/console security:hash-password «geheim»",
    ],
    "wireguard": [
        "wg pubkey <<< «fm0XDnRwY79pBQ8lIK8f6Zfg5lUQ5G8tXG+Vz7ZNaPs=»",
    ],
    "zookeeper": [
        "echo 'x.DigestLoginModule required user_super=\"«sonnenblume»\";' > jaas.conf",
    ],
}
"""More lines, for kinds that other tables may have as well."""
