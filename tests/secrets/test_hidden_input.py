"""What prompts ask for, and the variables into which command lines read secrets."""

from __future__ import annotations

import pytest

from snapshotter.secrets.hidden_input import asked_for, reads_only_secrets, silently_read


@pytest.mark.parametrize(
    "prompt",
    [
        "Password: ",
        "Password",
        "Enter password for bob: ",
        "What is your password? ",
        "[sudo] password for bob: ",
        "Password for 'https://bob@git.example': ",
        "Password for file server: ",
        "Enter passphrase for key '/root/.ssh/id_rsa': ",
        "Enter passphrase (empty for no passphrase): ",
        "Enter PEM pass phrase:",
        "Retype new password: ",
        "\x1b[1mPassword:\x1b[0m ",
        "Log in to the vault.\nToken: ",
        "Enter token: ",
        "AWS Secret Access Key [None]: ",
        "API key: ",
        "PIN: ",
        "Passwort eingeben: ",
        "Mot de passe de l'utilisateur : ",
        "Contraseña: ",
        "Hasło: ",
        "Введите пароль: ",
        "パスワードを入力してください: ",
        "输入密码：",
    ],
)
def test_prompt_that_asks_for_a_secret(prompt: str) -> None:
    assert asked_for(prompt) not in ("", "maybe")


@pytest.mark.parametrize(
    "prompt",
    [
        "",
        "Name: ",
        "Username for 'https://git.example': ",
        "Continue? ",
        "Do you want to set a password? (y/n) ",
        "Reset password? [Y/n]",
        "Password length: ",
        "Password file path: ",
        "Token name: ",
        "Secret santa name: ",
        "AWS Access Key ID [None]: ",
        "Number of tokens: ",
        "Pin the version? ",
        "Public key: ",
        "Compass direction: ",
        "Passwords are stored in /etc.",
        "root@token-server:~# ",
        "bob@secret:~$ ",
        "mysql> ",
        "Password: \nName: ",
    ],
)
def test_prompt_that_asks_for_something_else(prompt: str) -> None:
    assert asked_for(prompt) == ""


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("read -p 'Password: ' P", {"P"}),
        ("read -rp 'Password: ' P Q", {"P", "Q"}),
        ("read -p'Password: ' P", {"P"}),
        ("read -t 5 -p 'Password: ' P", {"P"}),
        ("read -ep 'Password: ' -i x P", {"P"}),
        ('read -p "Password for $USER: " P', {"P"}),
        ("builtin read -p 'Password: ' P", {"P"}),
        ("while read -p 'Token: ' T; do break; done", {"T"}),
        ('read "?Password: "', {"REPLY"}),
        ("read 'P?Password: '", {"P"}),
        ("vared -p 'Password: ' -c P", {"P"}),
        ("read -P 'Password: ' -g p", {"p"}),
        ("read --prompt-str='Token: ' t", {"t"}),
        ("read -p 'echo -n \"Password: \"' p", {"p"}),
        ("printf 'Password: '; read P", {"P"}),
        ("printf '%s' 'Token: ' >&2; IFS= read -r P", {"P"}),
        ('echo -n "Enter token: " && read T', {"T"}),
        ('print -n "Kennwort: "; read P', {"P"}),
        ("echo 'Passwort:'; stty -echo; read P; stty echo", {"P"}),
        ("printf 'User: '; read U; printf 'Password: '; read P", {"P"}),
        ("P=$(whiptail --passwordbox x 8 40 3>&1 1>&2 2>&3)", {"P"}),
        ("set P (systemd-ask-password x)", {"P"}),
        ('P="$(zenity --entry --password)"', {"P"}),
        ("read -p 'Name: ' N", set()),
        ("read -p 'Continue? ' C", set()),
        ("read 'N?Name: '", set()),
        ("printf 'Name: '; read N", set()),
        ("read X", set()),
        ("echo 'Password saved.'; read X", set()),
        ("echo 'Password:'; ls; read X", set()),
        ("echo password | read P", set()),
        ("read -p 'Password: ' P <<< x", set()),
        ("P=$(cat password.txt)", set()),
    ],
)
def test_variables_into_which_secrets_are_read(line: str, names: set[str]) -> None:
    assert silently_read(line)[0] == names


@pytest.mark.parametrize(
    ("line", "only"),
    [
        ("read -s P; echo $P", True),
        ("read -p 'Password: ' P", True),
        ("P=$(systemd-ask-password x)", True),
        ("read -p 'Name: ' N; read -s P", False),
        ("read N", False),
        ("ls", False),
    ],
)
def test_line_that_reads_only_secrets(line: str, only: bool) -> None:
    assert reads_only_secrets(line) == only
