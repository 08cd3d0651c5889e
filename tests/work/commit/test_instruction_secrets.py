"""Secrets in the instructions of `snap commit --change` are refused, and innocent instructions are not."""

from __future__ import annotations

import pytest

from snapshotter.errors import UsageError
from snapshotter.model import ImageConfig
from snapshotter.secrets.redact import Redactor
from snapshotter.work.commit.instruction_secrets import refuse_secrets

SECRET = "Pfeffer6049%kd"


def refusal(*lines: str, redactor: Redactor | None = None) -> UsageError:
    with pytest.raises(UsageError) as refused:
        refuse_secrets(ImageConfig(), lines, (), redactor or Redactor())
    return refused.value


@pytest.mark.parametrize("line", ["ENV API_TOKEN=Zq91horsebat-x9", "LABEL API_TOKEN=Zq91horsebat-x9"])
def test_a_variable_or_label_with_a_secret_is_refused_unless_it_is_allowed(line: str) -> None:
    refused = refusal(line)
    assert refused.message.startswith("API_TOKEN looks like a secret")
    assert "--allow-secret API_TOKEN" in refused.hint
    refuse_secrets(ImageConfig(), [line], ["API_TOKEN"], Redactor())


def test_what_the_image_has_already_is_not_refused() -> None:
    before = ImageConfig(env=("OLD_TOKEN=abcDEF123456789x",))
    refuse_secrets(before, ["ENV MODE=fast", "LABEL version=1", "ENV OLD_TOKEN=abcDEF123456789x"], (), Redactor())


def test_a_value_that_a_later_instruction_replaces_is_refused_too() -> None:
    assert "API_TOKEN" in refusal("ENV API_TOKEN=Zq91horsebat-x9", "ENV API_TOKEN=none").message


@pytest.mark.parametrize(
    "line",
    [
        "CMD app --password @",
        'CMD ["app", "--password", "@"]',
        'CMD ["sh", "-c", "mysql -u root -p@"]',
        "CMD exec app \\\n --password @",
        "ENTRYPOINT curl -u a:@ http://x",
        'ENTRYPOINT ["/bin/x", "--token=ghp_aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5"]',
        "HEALTHCHECK --interval=30s CMD curl -fu app:@ http://localhost",
        'HEALTHCHECK CMD ["redis-cli", "-a", "@", "ping"]',
        "healthcheck CMD PGPASSWORD=@ psql -c 'select 1'",
        "ONBUILD RUN echo @ | docker login -u x --password-stdin",
        "ONBUILD ARG NPM_TOKEN=@",
        "ONBUILD CMD app --password @",
        'SHELL ["/bin/sh", "--password=@", "-c"]',
        "VOLUME /srv/password-@",
        "WORKDIR /srv/password-@",
    ],
)
def test_any_other_instruction_with_a_secret_is_refused_unless_it_is_allowed(line: str) -> None:
    line = line.replace("@", SECRET)
    name = line.split()[0].upper()
    refused = refusal(line)
    assert refused.message.startswith(f"{name} holds what looks like a secret")
    assert "environment" in refused.hint and f"--allow-secret {name}" in refused.hint
    assert SECRET not in refused.message + refused.hint
    refuse_secrets(ImageConfig(), [line], [name], Redactor())


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("ONBUILD ENV DB_PASSWORD=@", "DB_PASSWORD"),
        ("ONBUILD LABEL password=@", "password"),
        ("LABEL run='docker run -e DB_PASSWORD=@ x'", "run"),
        ("LABEL usage='mysql -u root -p@'", "usage"),
        ("LABEL maintainer https://u:@@host", "maintainer"),
        ("ENV JAVA_OPTS=-Djavax.net.ssl.keyStorePassword=@", "JAVA_OPTS"),
    ],
)
def test_the_values_of_variables_and_labels_are_read_as_text_and_as_commands(line: str, name: str) -> None:
    assert refusal(line.replace("@", SECRET, 1)).message.startswith(f"{name} looks like a secret")


def test_the_name_of_a_label_can_be_a_secret_and_is_not_shown() -> None:
    token = "ghp_aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5"
    refused = refusal(f"LABEL {token}=1")
    assert token not in refused.message + refused.hint


@pytest.mark.parametrize("line", ["LABEL note=brotkruemel", "CMD app brotkruemel", "ENV MODE=YnJvdGtydWVtZWw="])
def test_a_known_value_is_refused_in_any_encoding(line: str) -> None:
    redactor = Redactor()
    redactor.conceal("brotkruemel")
    refusal(line, redactor=redactor)
    refuse_secrets(ImageConfig(), [line], (), Redactor())


@pytest.mark.parametrize(
    "line",
    [
        "CMD nginx -g 'daemon off;'",
        'CMD ["nginx", "-g", "daemon off;"]',
        "CMD app --password-file /run/secrets/db",
        "CMD app --password $DB_PASSWORD",
        "CMD postgres -c password_encryption=scram-sha-256",
        "CMD node --auth-mode=token server.js",
        "CMD java -jar app.jar --spring.config.location=/etc/app/",
        'ENTRYPOINT ["tini", "--", "python", "-m", "app"]',
        "HEALTHCHECK --interval=30s --timeout=3s CMD curl -f http://localhost/ || exit 1",
        "HEALTHCHECK CMD wget -qO- http://127.0.0.1:8080/auth/login >/dev/null",
        "HEALTHCHECK NONE",
        "ONBUILD RUN pip install -r requirements.txt",
        "ONBUILD COPY . /app",
        "ONBUILD ARG VERSION=1.2",
        'SHELL ["/bin/bash", "-o", "pipefail", "-c"]',
        "LABEL org.opencontainers.image.revision=0d478152e1c3a5b7d9f0a1b2c3d4e5f60718293a",
        "EXPOSE 80 443/tcp",
        "USER www-data",
        "VOLUME /var/lib/postgresql/data",
        "ENV PASSWORD_FILE=/run/secrets/x",
    ],
)
def test_an_innocent_instruction_is_not_refused(line: str) -> None:
    refuse_secrets(ImageConfig(), [line], (), Redactor())
