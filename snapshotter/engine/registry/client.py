"""Artifacts in an OCI registry, beside the images that engines push: through the library oras.

It takes the credentials of `docker login` from `~/.docker/config.json` and its helpers.  It is imported when a registry
is asked.  What a registry sends is data of somebody else: a blob is compared with its digest, and its size is limited.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from msgspec import Struct, field

from snapshotter.errors import RemoteFailed, Tampered, UsageError
from snapshotter.regex import regex

ARTIFACT = "application/vnd.snapshotter.line.v1+tar.gzip"
"""Type of the artifact that a line is, and of its one blob."""
_NAME = regex(
    r"(?P<host>localhost(?::[0-9]{1,5})?|[A-Za-z0-9][A-Za-z0-9.-]*(?:\.[A-Za-z0-9-]+|:[0-9]{1,5})(?::[0-9]{1,5})?)"
    r"/(?P<path>[a-z0-9]+(?:[._/-]+[a-z0-9]+)*)"
)
LOOPBACK = regex(r"(?:localhost|127\.[0-9.]+)(?::[0-9]+)?")
"""The host of a registry on this machine, which may do without TLS."""
_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
_INDEX = "application/vnd.oci.image.index.v1+json"
_IMAGES = ", ".join(
    [
        _MANIFEST,
        _INDEX,
        "application/vnd.docker.distribution.manifest.v2+json",
        "application/vnd.docker.distribution.manifest.list.v2+json",
    ]
)
_WHOLE = "io.snapshotter.content.digest"
"""The annotation with the digest of the content of an artifact of several blobs."""
_EMPTY = b"{}"
_EMPTY_TYPE = "application/vnd.oci.empty.v1+json"
DIGEST = regex(r"sha256:[0-9a-f]{64}")
_LARGEST_MANIFEST = 4 << 20
_CHUNK = 1 << 20
_SECONDS = 60


class Artifact(Struct, frozen=True):
    """An artifact as its manifest describes it."""

    type: str
    digest: str
    """Of its content, one blob or several behind one another."""
    size: int
    annotations: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[tuple[str, int], ...] = ()
    """Digests and sizes of its blobs where it has several."""


class Manifest(Struct, frozen=True):
    """The manifest of an image or an artifact, as another one names it."""

    type: str
    digest: str
    size: int


def is_name(text: str) -> bool:
    """Return whether a text is the name of a repository of a registry: HOST/NAME, without a tag."""
    return bool(_NAME.fullmatch(text))


def check_name(text: str) -> str:
    """Return a name; raises `UsageError` where it is none."""
    if not is_name(text):
        raise UsageError(
            f"{text[:80]!r} names no repository of a registry",
            "write HOST/NAME in lower case and without a tag, as in ghcr.io/me/web or localhost:5000/web",
        )
    return text


class Registry:
    """One repository of a registry, to be used in a `with` statement."""

    def __init__(self, name: str) -> None:
        """`name` is HOST/NAME; nothing is asked yet."""
        self._name = check_name(name)
        self._host, _, self._path = name.partition("/")
        self._client: Any = None

    def __enter__(self) -> Self:
        """Return the repository itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connections."""
        if self._client is not None:
            self._client.session.close()

    def get(self, tag: str) -> Artifact | None:
        """Return the artifact with a tag, None where there is none; raises `RemoteFailed`."""
        manifest = self._manifest(tag, _MANIFEST)
        if manifest is None:
            return None
        try:
            parts = tuple((str(one["digest"]), int(one["size"])) for one in manifest["layers"])
            annotations = {str(key): str(value) for key, value in dict(manifest.get("annotations") or {}).items()}
            made = Artifact(
                str(manifest.get("artifactType") or manifest["config"]["mediaType"]),
                parts[0][0] if len(parts) == 1 else annotations[_WHOLE],
                sum(size for _, size in parts),
                annotations,
                parts if len(parts) > 1 else (),
            )
        except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
            raise RemoteFailed(
                f"{self._name}:{tag} is no artifact of snapshotter", "name another repository"
            ) from error
        if not made.digest.startswith("sha256:"):
            raise RemoteFailed(f"{self._name}:{tag} has no digest that is known", "name another repository")
        return made

    def layers(self, tag: str) -> list[Artifact]:
        """Return the layers of the image with a tag, lowest first; raises `RemoteFailed`."""
        try:
            manifest = self._image(tag)
            return [Artifact(str(one["mediaType"]), str(one["digest"]), int(one["size"])) for one in manifest["layers"]]
        except (KeyError, TypeError, IndexError, ValueError) as error:
            raise RemoteFailed(f"{self._name}:{tag} is no image", "name another repository") from error

    def diff_ids(self, tag: str) -> tuple[str, ...]:
        """Return the layers of the image with a tag as its configuration names them; raises `RemoteFailed`."""
        try:
            config = self._image(tag)["config"]
            data = self.blob(Artifact("", str(config["digest"]), int(config["size"])), _LARGEST_MANIFEST)
            return tuple(map(str, json.loads(data)["rootfs"]["diff_ids"]))
        except (KeyError, TypeError, ValueError, RecursionError) as error:
            raise RemoteFailed(f"{self._name}:{tag} is no image", "name another repository") from error

    def _image(self, tag: str) -> Any:  # noqa: ANN401 - any JSON
        """Return the manifest of an image; raises `KeyError` or `TypeError` where there is none."""
        manifest = self._manifest(tag, _IMAGES)
        if "manifests" in manifest:  # of several platforms, or with attestations beside it
            wanted = [one for one in manifest["manifests"] if one["platform"]["architecture"] != "unknown"]
            if not wanted:
                raise KeyError(tag)
            manifest = self._manifest(str(wanted[0]["digest"]), _IMAGES)
        return manifest

    def manifest(self, reference: str) -> Manifest | None:
        """Return what a tag or digest names, None where there is nothing; its digest is computed here."""
        found = self._read(f"manifests/{reference}", _IMAGES)
        if found is None:
            return None
        kind, data = found
        return Manifest(kind, f"sha256:{hashlib.sha256(data).hexdigest()}", len(data))

    def index(self, rest: str) -> list[Any] | None:
        """Return the manifests that an index lists, None where there is none; raises `RemoteFailed`."""
        found = self._read(rest, _INDEX)
        if found is None:
            return None
        try:
            listed = json.loads(found[1])["manifests"]
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise RemoteFailed(f"{self._name}: {rest} is no index", "ask who may push there") from error
        return listed if type(listed) is list else []

    def put_index(self, tag: str, manifests: list[Any]) -> None:
        """Store an index with a tag; raises `RemoteFailed`."""
        data = json.dumps({"schemaVersion": 2, "mediaType": _INDEX, "manifests": manifests}, separators=(",", ":"))
        self._expect(self._ask("PUT", f"manifests/{tag}", data=data.encode(), headers={"Content-Type": _INDEX}), 201)

    def blob(self, artifact: Artifact, most: int) -> bytes:
        """Return the content of at most `most` bytes, compared with its digest; raises `RemoteFailed`, `Tampered`."""
        if not DIGEST.fullmatch(artifact.digest) or not 0 <= artifact.size <= most:
            raise RemoteFailed(f"{self._name} has a blob of {artifact.size} bytes", "ask who may push there")
        if not artifact.parts:
            return self._blob(artifact.digest, artifact.size)
        if any(not DIGEST.fullmatch(digest) or size < 0 for digest, size in artifact.parts):
            raise RemoteFailed(f"{self._name} has a blob without a digest", "ask who may push there")
        data = b"".join(self._blob(digest, size) for digest, size in artifact.parts)
        if f"sha256:{hashlib.sha256(data).hexdigest()}" != artifact.digest:
            raise self._other()
        return data

    def _blob(self, digest: str, size: int) -> bytes:
        with contextlib.closing(self._ask("GET", f"blobs/{digest}", stream=True)) as found:
            if found.status_code == 404:
                raise Tampered(f"{self._name} lacks a blob that it announced", "ask who may push there")
            self._expect(found, 200)
            data: bytes = found.raw.read(size + 1, decode_content=True)
        if f"sha256:{hashlib.sha256(data).hexdigest()}" != digest:
            raise self._other()
        return data

    def _other(self) -> Tampered:
        return Tampered(f"{self._name} sent something else than it announced", "try again, or ask who runs it")

    def _read(self, rest: str, accepted: str) -> tuple[str, bytes] | None:
        """Return the type and the bytes of a manifest, None where there is none."""
        with contextlib.closing(self._ask("GET", rest, headers={"Accept": accepted}, stream=True)) as found:
            if found.status_code == 404:
                return None
            self._expect(found, 200)
            data: bytes = found.raw.read(_LARGEST_MANIFEST, decode_content=True)
        wanted = rest.rpartition("/")[2]
        if (
            rest.startswith("manifests/")
            and DIGEST.fullmatch(wanted)
            and wanted != f"sha256:{hashlib.sha256(data).hexdigest()}"
        ):
            raise self._other()
        return str(found.headers.get("Content-Type", "")).partition(";")[0], data

    def _manifest(self, reference: str, accepted: str) -> Any:  # noqa: ANN401 - any JSON
        """Return a manifest, None where there is none."""
        found = self._read(f"manifests/{reference}", accepted)
        if found is None:
            return None
        try:
            return json.loads(found[1])
        except (ValueError, RecursionError) as error:
            raise RemoteFailed(f"{self._name}:{reference} is no manifest", "name another repository") from error

    def download(self, artifact: Artifact, target: Path) -> None:
        """Write the blob of an artifact to a new file, compared with its digest; raises `RemoteFailed`."""
        found = self._ask("GET", f"blobs/{artifact.digest}", stream=True)
        self._expect(found, 200)
        digest, size = hashlib.sha256(), 0
        with contextlib.closing(found), target.open("xb") as file:
            for piece in found.iter_content(_CHUNK):
                digest.update(piece)
                size += len(piece)
                if size > artifact.size:
                    break
                file.write(piece)
        if f"sha256:{digest.hexdigest()}" != artifact.digest or size != artifact.size:
            raise self._other()

    def put(
        self,
        tag: str,
        kind: str,
        blob: Path | bytes | Sequence[bytes],
        annotations: Mapping[str, str],
        subject: Manifest | None = None,
    ) -> tuple[Manifest, bool]:
        """Store a file, or some bytes in one piece or several, as an artifact with a tag, which is set last.

        `tag` may be "". Return its manifest, and whether the registry lists it with the `subject` that it is about;
        raises `RemoteFailed`.
        """
        pieces = [blob] if isinstance(blob, Path | bytes) else [*blob]
        sizes = [len(one) if isinstance(one, bytes) else one.stat().st_size for one in pieces]
        digests = [self.upload(one) for one in pieces]
        if len(pieces) > 1:
            whole = hashlib.sha256(b"".join(one for one in pieces if isinstance(one, bytes)))
            annotations = {**annotations, _WHOLE: f"sha256:{whole.hexdigest()}"}
        config = {"mediaType": _EMPTY_TYPE, "digest": self.upload(_EMPTY), "size": len(_EMPTY)}
        manifest = {
            "schemaVersion": 2,
            "mediaType": _MANIFEST,
            "artifactType": kind,
            "config": config,
            "layers": [
                {"mediaType": kind, "digest": digest, "size": size} for digest, size in zip(digests, sizes, strict=True)
            ],
            "annotations": dict(annotations),
        }
        if subject is not None:
            manifest["subject"] = {"mediaType": subject.type, "digest": subject.digest, "size": subject.size}
        made, done = self._put_manifest(tag, manifest)
        return made, subject is not None and done.headers.get("OCI-Subject") == subject.digest

    def put_image(self, tag: str, config: Mapping[str, Any], layers: list[dict[str, Any]]) -> None:
        """Store the manifest of an image, whose parts are there, with a tag; raises `RemoteFailed`."""
        self._put_manifest(tag, {"schemaVersion": 2, "mediaType": _MANIFEST, "config": dict(config), "layers": layers})

    def image_layers(self, tag: str) -> list[Any]:
        """Return the layers that the manifest with a tag lists, none where there is none; raises `RemoteFailed`."""
        manifest = self._manifest(tag, _MANIFEST)
        listed = manifest.get("layers") if type(manifest) is dict else None
        return listed if type(listed) is list else []

    def _put_manifest(self, tag: str, manifest: Mapping[str, Any]) -> tuple[Manifest, Any]:
        data = json.dumps(manifest, separators=(",", ":")).encode()
        made = Manifest(_MANIFEST, f"sha256:{hashlib.sha256(data).hexdigest()}", len(data))
        done = self._ask("PUT", f"manifests/{tag or made.digest}", data=data, headers={"Content-Type": _MANIFEST})
        self._expect(done, 201)
        return made, done

    def upload(self, content: Path | bytes) -> str:
        """Store a blob that is not there yet; return its digest; raises `RemoteFailed`."""
        digest = f"sha256:{hashlib.sha256(content).hexdigest()}" if isinstance(content, bytes) else _digest_of(content)
        self._upload(digest, content)
        return digest

    def _upload(self, digest: str, content: Path | bytes) -> None:
        if self._ask("HEAD", f"blobs/{digest}").status_code == 200:
            return
        begun = self._ask("POST", "blobs/uploads/", headers={"Content-Length": "0"})
        self._expect(begun, 202)
        place = str(begun.headers.get("Location", ""))
        url = place if "://" in place else f"{self._prefix()}{place}"
        url += ("&" if "?" in url else "?") + f"digest={digest}"
        headers = {"Content-Type": "application/octet-stream"}
        if isinstance(content, bytes):
            self._expect(self._request("PUT", url, data=content, headers=headers), 201)
            return
        with content.open("rb") as file:
            self._expect(self._request("PUT", url, data=file, headers=headers), 201)

    def _ask(self, method: str, rest: str, **words: Any) -> Any:  # noqa: ANN401 - of requests
        return self._request(method, f"{self._prefix()}/v2/{self._path}/{rest}", **words)

    def _prefix(self) -> str:
        return f"{self._connected().prefix}://{self._host}"

    def _request(self, method: str, url: str, **words: Any) -> Any:  # noqa: ANN401 - of requests
        client = self._connected()
        login = getattr(client.auth, "_basic_auth", None) if client.auth_backend == "basic" else None
        if login and url.startswith(f"{self._prefix()}/"):
            # oras sends it with a second request, in which a file is at its end already
            words["headers"] = {**words.get("headers", {}), "Authorization": f"Basic {login}"}
        with self._reaching():  # without its decorator, which waits minutes where a registry does not answer
            return type(client).do_request.__wrapped__(client, url, method, **words)

    @contextlib.contextmanager
    def _reaching(self) -> Iterator[None]:
        import requests
        from oras.auth import AuthenticationException

        try:
            yield
        except requests.exceptions.SSLError as error:
            raise RemoteFailed(
                f"the certificate of {self._host} is not trusted: {_innermost(error)}",
                f"store that of its authority as /etc/docker/certs.d/{self._host}/ca.crt, where Docker looks too,\n"
                "or name the file by REQUESTS_CA_BUNDLE",
            ) from error
        except (requests.RequestException, AuthenticationException, ValueError, OSError, AttributeError) as error:
            # an `AttributeError` is what oras raises where a password is asked for and it has none
            reason = "it asks for a password" if isinstance(error, AttributeError) else str(error)
            raise RemoteFailed(
                f"cannot reach the registry of {self._name}: {reason}",
                f"`docker login {self._host}` stores a password; try `docker pull {self._name}`",
            ) from error

    def _connected(self) -> Any:  # noqa: ANN401 - a class that is made when oras is imported
        if self._client is None:
            with self._reaching():
                self._client = _connect(self._host, self._name)
        return self._client

    def _expect(self, response: Any, status: int) -> None:  # noqa: ANN401 - of requests
        if response.status_code == status:
            return
        raise RemoteFailed(
            f"the registry of {self._name} answered {response.status_code} {response.reason}",
            f"`docker login {self._host}` stores a password; the account needs the right to read or to write there",
        )


def _connect(host: str, name: str) -> Any:  # noqa: ANN401 - see there
    import requests
    from oras.container import Container
    from oras.provider import Registry as Oras

    trusted = next((str(file) for file in _authorities(host)), True)
    found, insecure = None, bool(LOOPBACK.fullmatch(host))  # as engines do, for a registry on this machine without TLS
    if insecure:
        with contextlib.suppress(requests.ConnectionError):
            found = requests.get(f"http://{host}/v2/", timeout=_SECONDS)
    if found is None or found.status_code == 400:  # it has TLS
        insecure = False
        found = requests.get(f"https://{host}/v2/", timeout=_SECONDS, verify=trusted)
    asks_for = found.headers.get("Www-Authenticate", "").lower()
    backend = "basic" if asks_for.startswith("basic") else "token"
    client = Oras(hostname=host, insecure=insecure, auth_backend=backend, tls_verify=trusted)
    client.auth_backend = backend
    client.auth.load_configs(Container(name))
    if not getattr(client.auth, "_basic_auth", None) and (login := _podman_login(host)):
        client.auth._basic_auth = login
    if backend == "basic":  # here oras raises where it has no password, before an answer is read piece by piece
        type(client).do_request.__wrapped__(client, found.url, "GET")
    return client


def _authorities(host: str) -> Iterator[Path]:
    """Yield the certificates that engines trust for a registry, beside those of the system."""
    for folder in ("/etc/docker", "~/.config/docker", "/etc/containers", "~/.config/containers"):
        with contextlib.suppress(OSError):
            yield from sorted(Path(folder, "certs.d", host).expanduser().glob("*.crt"))


def _podman_login(host: str) -> str:
    """Return what `podman login` stored for a registry, "" for nothing; oras knows that of `docker login`."""
    own = Path(os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}")
    folders = (own / "containers", Path(f"/run/containers/{os.getuid()}"), Path("~/.config/containers").expanduser())
    named = os.environ.get("REGISTRY_AUTH_FILE")
    for file in ([Path(named)] if named else []) + [folder / "auth.json" for folder in folders]:
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
            return str(json.loads(file.read_bytes())["auths"][host]["auth"])
    return ""


def _innermost(error: BaseException) -> str:
    """Return the reason within the errors that libraries put around each other."""
    inner = getattr(error, "reason", None)
    if not isinstance(inner, BaseException):
        inner = next(iter(error.args), None)
    if isinstance(inner, BaseException):
        return _innermost(inner)
    return str(getattr(error, "verify_message", "") or error)


def _digest_of(file: Path) -> str:
    found = hashlib.sha256()
    with file.open("rb") as stream:
        while piece := stream.read(_CHUNK):
            found.update(piece)
    return f"sha256:{found.hexdigest()}"
