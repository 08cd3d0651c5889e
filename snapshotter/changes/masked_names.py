"""Names that hold a secret, replaced where the layers of a container or an image are read.

Each part of a path, each target of a symbolic link and each extended attribute in which a secret is found has a word in
the place of the secret.  The word is a keyed hash: it is the same in every snapshot, in the container and in a rebuilt
image, so that a path is compared with itself.  What is in the base image or in the line already is left as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from msgspec.structs import replace

from snapshotter.model import PLACEHOLDER, Change, Entry, Layer, Snapshot, Tree
from snapshotter.rootfs.layer.skip_reading import Known
from snapshotter.rootfs.packed import copied, unusual
from snapshotter.secrets.files.suspicious_names import name_word, suspicious

IN_NAME = "has a secret in its name"
IN_TARGET = "has a secret in its target"
IN_ATTRIBUTE = "has a secret in an extended attribute"
NOT_STORED = frozenset({IN_NAME, IN_TARGET, IN_ATTRIBUTE})
"""Reasons for which the line does not have all of a path."""
_MARK = "SNAP_SECRET_"
_MARK_IN_HEX = _MARK.encode().hex()
_USER_ATTRIBUTE = "user."
"""Beginning of the names of attributes that programs may set as they like."""


class NameMask:
    """The words for secrets in names, those of one workspace."""

    def __init__(
        self, key: Callable[[], bytes], snapshots: Sequence[Snapshot] = (), values: Iterable[str] = ()
    ) -> None:
        """`key` returns that of the words, and is called only if there is a secret.

        `snapshots` are the earlier ones, `values` secrets that are known and unusual enough to be searched in names.
        """
        self._make_key, self._snapshots = key, snapshots
        self._values = tuple(sorted(values, key=len, reverse=True))
        self._masked: dict[str, str] = {}
        """Names that hold a secret → what replaces them."""
        self._seen: set[str] = set()
        """Names that were searched."""
        self.found: set[str] = set()
        """The secrets that were found."""

    def layers(self, layers: Iterable[Layer], base: Tree) -> list[Layer]:
        """Return layers with masked names; paths that `base` has are left as they are."""
        return [self._layer(layer, base) for layer in layers]

    def path(self, path: str, base: Tree | None = None) -> str:
        """Return one path, or a pattern of paths, with masked names."""
        self._search(path.split("/"))
        return self._path(path, base or {})

    def known(self, known: Known) -> Known:
        """Return the function for the real paths of a container, where `known` has to be called with masked ones."""
        if not self._templates:
            return known
        return lambda path, info: known(self.path(path), info)

    def changes(self, changes: Iterable[Change]) -> list[Change]:
        """Return changes of masked layers with the reason for which some are withheld."""
        return [replace(change, secret=why) if (why := _reason(change)) else change for change in changes]

    @cached_property
    def _key(self) -> bytes:
        return self._make_key()

    @cached_property
    def _public(self) -> frozenset[str]:
        """The paths in the line."""
        return frozenset(change.path for snapshot in self._snapshots for change in snapshot.changes)

    @cached_property
    def _templates(self) -> frozenset[str]:
        """The masked names in the line: their secrets may be known no more."""
        paths = (change.path for snapshot in self._snapshots for change in snapshot.changes if _MARK in change.path)
        return frozenset(name for path in paths for name in path.split("/") if _MARK in name)

    def _layer(self, layer: Layer, base: Tree) -> Layer:
        paths = [*layer.entries, *layer.whiteouts, *layer.opaque, *layer.lost]
        directories = {path.rpartition("/")[0] for path in paths}
        names = {path.rpartition("/")[2] for path in paths}
        names |= {name for directory in directories for name in directory.split("/")}
        special = {path: layer.entries[path] for path in unusual(layer.entries)}
        self._search(names | {name for entry in special.values() for name in entry.link.split("/")})
        found = {path: self._entry(entry, base) for path, entry in special.items()}
        special = {path: entry for path, entry in found.items() if entry is not special[path]}
        masked = self._masked.keys() & names
        if not masked and not special:
            return layer
        new = {path: self._path(path, base) for path in paths if any(name in path for name in masked)}
        entries = copied(layer.entries)
        for path in {*special, *(new.keys() & layer.entries.keys())}:
            entry = special.get(path) or layer.entries[path]
            del entries[path]
            entries[new.get(path, path)] = entry
        return Layer(
            entries,
            frozenset(new.get(path, path) for path in layer.whiteouts),
            frozenset(new.get(path, path) for path in layer.opaque),
            {new.get(path, path): at for path, at in layer.deleted_ns.items()},
            {new.get(path, path): why for path, why in layer.lost.items()},
        )

    def _path(self, path: str, base: Tree) -> str:
        if self._masked.keys().isdisjoint(names := path.split("/")):
            return path
        for index, name in enumerate(names):
            if name in self._masked:
                before = "/".join(path.split("/")[: index + 1])
                if before not in base and before not in self._public:
                    names[index] = self._masked[name]
        return "/".join(names)

    def _entry(self, entry: Entry, base: Tree) -> Entry:
        """Return an entry with what it refers to masked; the same object if there is nothing to mask."""
        link = self._link(entry.link) if entry.link else ""
        hardlink = self._path(entry.hardlink, base) if entry.hardlink else ""
        xattrs = tuple((name, self._attribute(name, value)) for name, value in entry.xattrs)
        if (link, hardlink, xattrs) == (entry.link, entry.hardlink, entry.xattrs):
            return entry
        return replace(entry, link=link, hardlink=hardlink, xattrs=xattrs)

    def _link(self, target: str) -> str:
        masked = "/".join(self._masked.get(name, name) for name in target.split("/"))
        if "://" not in masked:
            return masked
        from snapshotter.secrets.in_name import secrets_in_link

        return self._replaced(masked, secrets_in_link(masked))

    def _attribute(self, name: str, value: str) -> str:
        if not name.startswith(_USER_ATTRIBUTE):
            return value
        from snapshotter.secrets.in_name import secrets_in_attribute

        text = bytes.fromhex(value).decode("utf-8", "surrogateescape")
        masked = self._replaced(text, secrets_in_attribute(name.removeprefix(_USER_ATTRIBUTE), text))
        return masked.encode("utf-8", "surrogateescape").hex()

    def _search(self, names: Iterable[str]) -> None:
        """Find the names that hold a secret."""
        names = [name for name in names if name and name not in self._seen]
        self._seen.update(names)
        joined = "\n".join(names)
        for name in suspicious(names):
            from snapshotter.secrets.in_name import secrets_in_name

            self._mask(name, secrets_in_name(name))
        for value in self._values:
            if value in joined:
                for name in names:
                    if value in name and name not in self._masked:
                        at = name.index(value)
                        self._mask(name, [(at, at + len(value))])
        for template in self._templates:
            before, behind = PLACEHOLDER.split(template, 1)[0], PLACEHOLDER.split(template)[-1]
            if before in joined and behind in joined:
                for name in names:
                    if name.startswith(before) and name.endswith(behind) and name not in self._masked:
                        self._fit(name, template, len(before), len(name) - len(behind))

    def _fit(self, name: str, template: str, start: int, end: int) -> None:
        """Mask a name that an earlier snapshot has masked; of those with several secrets only by the rules."""
        value = name[start:end]
        if value and template[start : len(template) - (len(name) - end)] == name_word(value, self._key):
            self._mask(name, [(start, end)])

    def _mask(self, name: str, spans: Sequence[tuple[int, int]]) -> None:
        masked = self._replaced(name, spans)
        if masked != name:
            self._masked[name] = masked

    def _replaced(self, text: str, spans: Sequence[tuple[int, int]]) -> str:
        for start, end in reversed(spans):
            value = text[start:end]
            if not PLACEHOLDER.search(value):
                self.found.add(value)
                text = text[:start] + name_word(value, self._key) + text[end:]
        return text


def _reason(change: Change) -> str:
    if _MARK in change.path:
        return IN_NAME
    for entry in (change.before, change.after):
        if entry is not None and entry.link and _MARK in entry.link:
            return IN_TARGET
        if entry is not None and entry.xattrs and any(_MARK_IN_HEX in value for _, value in entry.xattrs):
            return IN_ATTRIBUTE
    return ""
