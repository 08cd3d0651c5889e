"""Check an image in a registry from there alone: against the line beside it, and by building the recipe attached to it.

All of it is somebody else's: what was changed there is a difference, and the proof that came with it is only shown.
"""

from __future__ import annotations

import contextlib
import io
import os
import stat
import tarfile
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.engine.api import Engine
from snapshotter.engine.registry.attestations import envelopes
from snapshotter.engine.registry.client import Artifact, Registry, is_name
from snapshotter.engine.registry.referrers import attached
from snapshotter.errors import EngineError, ImageNotFound, NotFound, SnapError, Tampered
from snapshotter.model import Proof, Snapshot
from snapshotter.regex import regex
from snapshotter.store import home as homes
from snapshotter.store import identity
from snapshotter.store.codec import FormatError
from snapshotter.store.home import Home
from snapshotter.store.layout import image_tag
from snapshotter.store.repository.remote.scratch import scratch
from snapshotter.work.export.export import Exporter, verify_context
from snapshotter.work.export.secret_options import SecretOptions
from snapshotter.work.select import find
from snapshotter.work.versions.share.attest import CREATED
from snapshotter.work.versions.share.bundle_file import layers_of
from snapshotter.work.versions.share.clone import clone
from snapshotter.work.versions.share.images import image_of, prepare, pull_image
from snapshotter.work.versions.share.registry_file import SCHEME, download
from snapshotter.work.versions.share.signed import cosign
from snapshotter.work.versions.share.signed.ssh import SIGNATURE, key_of, signer, signers_file
from snapshotter.work.versions.share.statement import RECIPE, STATEMENT, Statement, digest, of_rules, read

_LARGEST_STATEMENT = 1 << 20
_LARGEST_RECIPE = 512 << 20
_MOST_FILES = 100_000
_IMAGE = regex(r"(?P<place>[^@]+):(?P<seq>[1-9][0-9]{0,8})")
_CORRUPT = regex(r"(?i)verif(?:y|ication) failed|failed to verify|unexpected (?:commit )?digest|digest mismatch")
"""What engines say of a layer that does not match its digest."""


class Verified(Struct, frozen=True):
    """The result of checking an image."""

    digest: str
    """Of its manifest."""
    theirs: str
    """What whoever pushed it says of it; it counts for nothing."""
    signer: str
    """Who signed that, of those who may; "" for nobody."""
    key: str
    """The fingerprint of the key, where it is signed and nobody asked by whom."""
    proof: Proof


class _Said(Struct, frozen=True):
    """A statement whose image and signature are right, with the recipe that it is about."""

    statement: Statement
    recipe: bytes
    dockerfile: bytes
    signer: str
    key: str


class _Unproven(Exception):
    """The answer is known without a build."""

    def __init__(self, proof: Proof) -> None:
        super().__init__()
        self.proof = proof


def image_name(text: str) -> tuple[str, int] | None:
    """Return HOST/NAME and the number of a snapshot's image in a registry, None where a text names none."""
    match = _IMAGE.fullmatch(text.removeprefix(SCHEME))
    return (match["place"], int(match["seq"])) if match and is_name(match["place"]) else None


def verify_image(
    exporter: Exporter,
    place: str,
    seq: int,
    secret_options: SecretOptions,
    *,
    require_signed: bool = False,
    signers: Path | None = None,
) -> Verified:
    """Check the image of a snapshot in a registry; raises `NotFound` where there is none, `RemoteFailed`.

    With `require_signed` or `signers`, who may sign, it is different unless one of them signed the statement.
    """
    may_sign = signers_file(signers) if require_signed or signers else None
    label, known = f"{place}:{seq}", Verified("", "", "", "", Proof("unknown", ""))
    exporter.progress(f"asking {place}")
    try:
        with Registry(place) as registry:
            image = registry.manifest(str(seq))
            if image is None:
                raise NotFound(
                    f"{place} has no image {seq}", f"`snap push --images {place}` sends the images of a line"
                )
            known = replace(known, digest=image.digest)
            with _line(exporter, place, seq) as (home, name, snapshot):
                _check_layers(registry, home, place, snapshot, image.digest)
                said = _said(registry, label, image.digest, may_sign)
                known = replace(known, theirs=_theirs(said.statement), signer=said.signer, key=said.key)
                _tell(exporter, label, known, said.statement)
                with _pulled(exporter, home, place, name, snapshot, image.digest):
                    other = replace(exporter, home=home)
                    stream = io.BytesIO(said.recipe)
                    text = said.dockerfile
                    proof = verify_context(other, name, seq, stream, text, secret_options, is_told=True)
    except _Unproven as answer:
        proof = answer.proof
    except Tampered as error:
        proof = Proof("different", error.message)
    return replace(known, proof=proof)


@contextlib.contextmanager
def _line(exporter: Exporter, place: str, seq: int) -> Iterator[tuple[Home, str, Snapshot]]:
    """Yield a home of its own with the line of a registry, which is checked, and the snapshot."""
    exporter.home.line.prepare()
    with scratch(exporter.home.line.repository) as repository:
        home = homes.at(repository.parent / "home")
        home.path.mkdir(mode=0o700)
        identity.put(home.path, exporter.home.identity)  # images that a kill leaves are those of this home
        name = f"verify-{os.urandom(4).hex()}"
        clone(home, f"{SCHEME}{place}", name, exporter.progress)
        wanted = find(home.line, name, str(seq))
        yield home, name, home.line.snapshots(name, wanted.seq)[-1]


def _check_layers(registry: Registry, home: Home, place: str, snapshot: Snapshot, manifest: str) -> None:
    with download(home, place) as file:
        layers = tuple(layers_of(file).get(snapshot.id, ()))
    if not layers or registry.diff_ids(manifest) != layers:
        raise Tampered(
            f"the image was changed: {place}:{snapshot.seq} has other layers than the line there says",
            "ask who may push there",
        )


def _said(registry: Registry, label: str, image: str, may_sign: Path | None) -> _Said:
    """Return the newest statement about an image with its recipe, of those that somebody who may has signed."""
    found = attached(registry, image, (STATEMENT, RECIPE))
    recipes = {one.digest: one for one in found if one.type == RECIPE}
    statements = [one for one in found if one.type == STATEMENT]
    statements.sort(key=lambda one: one.annotations.get(CREATED, ""))
    why: _Unproven | None = None
    for one in reversed(statements):
        try:
            return _checked(registry, label, image, one, recipes, may_sign)
        except _Unproven as error:
            why = why or error
            if may_sign is None:
                break
    missing = "no recipe with a statement is attached to it"
    if may_sign and why is None:
        raise _different(f"{label} is not signed: {missing}")
    raise why or _Unproven(Proof("unknown", f"not provable: {label}: {missing}"))


def _checked(
    registry: Registry, label: str, image: str, one: Artifact, recipes: dict[str, Artifact], may_sign: Path | None
) -> _Said:
    try:
        data = registry.blob(one, _LARGEST_STATEMENT)
    except Tampered as error:
        raise _different(f"the statement about {label} was changed: {error.message}") from error
    if may_sign and (keys := cosign.public_keys(may_sign)):
        by, key = _signed_by_cosign(registry, data, image, label, keys, may_sign)
    else:
        by, key = _signed(data, one.annotations.get(SIGNATURE, ""), label, may_sign)
    try:
        statement = read(data)
    except FormatError as error:
        raise _different(f"the statement about {label} was changed: {error}") from error
    if statement.image != image:
        raise _different(f"the statement about {label} was changed: it is about another image")
    if statement.context not in recipes:
        raise _different(f"the recipe of {label} was changed: what is attached is not what the statement is about")
    try:
        recipe = registry.blob(recipes[statement.context], _LARGEST_RECIPE)
        dockerfile = _dockerfile(recipe)
    except (Tampered, FormatError) as error:
        message = error.message if isinstance(error, SnapError) else str(error)
        raise _different(f"the recipe of {label} was changed: {message}") from error
    if digest(dockerfile) != statement.dockerfile:
        raise _different(f"the recipe of {label} was changed: its Dockerfile is not what the statement is about")
    return _Said(statement, recipe, dockerfile, by, key)


def _signed(data: bytes, signature: str, label: str, may_sign: Path | None) -> tuple[str, str]:
    """Return who signed a statement, of those who may, and the key where nobody asked by whom."""
    if not signature:
        if may_sign:
            raise _different(f"{label} is not signed")
        return "", ""
    key = key_of(data, signature)
    if not key:
        raise _different(f"the statement about {label} was changed: its signature is that of something else")
    if may_sign is None:
        return "", key
    by = signer(data, signature, may_sign)
    if not by:
        raise _different(f"{label} is signed with a key that nobody in {may_sign} has: {key}")
    return by, key


def _signed_by_cosign(
    registry: Registry, data: bytes, image: str, label: str, keys: list[bytes], may_sign: Path
) -> tuple[str, str]:
    """Return the fingerprint of the key of cosign that signed a statement, of those in a file."""
    made = cosign.signatures(envelopes(registry, image), data)
    if not made:
        raise _different(f"{label} is not signed with a key of cosign")
    by = cosign.signer(data, made, keys)
    if not by:
        raise _different(f"{label} is signed with a key that is not in {may_sign}")
    return f"the owner of key {by}", by


def _different(text: str) -> _Unproven:
    return _Unproven(Proof("different", text))


def _dockerfile(recipe: bytes) -> bytes:
    """Return the Dockerfile in the tar of a build context; raises `FormatError` where that is none of snapshotter."""
    found = b""
    try:
        with tarfile.open(fileobj=io.BytesIO(recipe), mode="r:") as tar:
            for number, member in enumerate(tar):
                parts = member.name.split("/")
                if number >= _MOST_FILES or {"", ".", ".."} & set(parts) or not _is_plain(member):
                    raise FormatError(f"it has {member.name[:80]!r}")
                if member.name == "Dockerfile" and (stream := tar.extractfile(member)):
                    found = stream.read()
    except (tarfile.TarError, EOFError, ValueError, OSError) as error:
        raise FormatError(f"it cannot be read: {error}") from error
    if not found:
        raise FormatError("it has no Dockerfile")
    return found


def _is_plain(member: tarfile.TarInfo) -> bool:
    if member.name == "Dockerfile" and not member.isreg():
        return False
    is_known = member.isreg() or member.isdir() or member.issym()
    return is_known and not member.mode & (stat.S_ISUID | stat.S_ISGID)


def _theirs(statement: Statement) -> str:
    return f"{statement.result}: {statement.summary}"


def _tell(exporter: Exporter, label: str, known: Verified, statement: Statement) -> None:
    """Report whose commands are about to be run, and what they say of them."""
    whose = known.signer or (f"the owner of key {known.key}" if known.key else "whoever pushed it")
    exporter.tell(f"the recipe of {label} is that of {whose}: its commands are run next, in containers")
    exporter.tell(f"they say {known.theirs} (shown only, it does not count)")
    if statement.equivalence != of_rules(()):
        exporter.tell("they compared by other rules than those here, which count")


@contextlib.contextmanager
def _pulled(exporter: Exporter, home: Home, place: str, name: str, snapshot: Snapshot, manifest: str) -> Iterator[None]:
    """Have an image and its base in the engine in the block; names that are made for it are removed again."""
    engine, reference = exporter.connect(), f"{place}@{manifest}"
    was_here = image_of(engine, reference) is not None
    seqs = [one.seq for one in home.line.snapshots(name, snapshot.seq)]
    try:
        try:
            if not pull_image(engine, home, place, snapshot, exporter.progress, manifest):
                raise ImageNotFound(f"the line in {place} does not know the image of snapshot {snapshot.seq}")
        except (EngineError, ImageNotFound) as error:
            if _CORRUPT.search(error.message):
                raise Tampered(f"the image was changed: {error.message}", "ask who may push there") from error
            raise _Unproven(Proof("unknown", f"not provable: {error.message}")) from error
        wanted = find(home.line, name, str(snapshot.seq))
        prepare(engine, home, home.workspaces.get(name), wanted, exporter.progress, exporter.tell)
        yield
    finally:
        for tag in [*(image_tag(name, seq) for seq in seqs), *([] if was_here else [reference])]:
            _remove(engine, tag)


def _remove(engine: Engine, reference: str) -> None:
    with contextlib.suppress(ImageNotFound, EngineError):
        engine.remove_image(reference)
