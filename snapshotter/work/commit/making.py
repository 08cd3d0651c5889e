"""The image of a snapshot, made in the background: a layer on the last one's, or the engine's own commit.

A layer holds exactly what changed since the last snapshot.  It is written to a file while the container is frozen; then
the container may go on, and the engine loads it, for which it prepares before that.  The engine's own commit holds
everything since the container began.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Self

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.engine.api import Container, Engine
from snapshotter.errors import LayerError, NotStacked, SnapError
from snapshotter.model import Image, Layer, Tree
from snapshotter.rootfs import cache as tree_cache
from snapshotter.rootfs.image import base_tree
from snapshotter.store.home import Home
from snapshotter.work.background import BackgroundCall
from snapshotter.work.commit.draft import Draft
from snapshotter.work.commit.freeze import Freeze
from snapshotter.work.commit.space import refuse_too_large
from snapshotter.work.commit.stacking import answer, keep_answer

if TYPE_CHECKING:
    from snapshotter.rootfs.layer.write import LayerFile, Visit


class Read(Struct, frozen=True):
    """What was read of a container, in place or from its image."""

    tree: Callable[[], Tree]
    """Returns its file system, with real names."""
    layer: Layer
    """Its own layer."""
    masked: bool
    """Whether a name holds a secret: then nothing is kept in the cache."""
    visit: Callable[[], AbstractContextManager[Visit]]
    """Returns what reads its files."""
    below: Callable[[Sequence[str]], Tree | None] = lambda _: None
    """Returns the file system of the last image, which has these layers, if it is known."""
    paths: Collection[str] | None = None
    """All paths in which the two may differ, None if that is not known."""


class _NotNeeded(Exception):
    """Ends a load for which there is no layer."""


class Making:
    """The making of the image of a draft; it is a context that ends with what it kept for that."""

    def __init__(
        self, engine: Engine, home: Home, draft: Draft, container: Container, below: Image | None, freeze: Freeze
    ) -> None:
        """`below` is the image on which a layer goes, None where the engine commits; nothing is made before `start`."""
        self._engine, self._home, self._container, self._freeze = engine, home, container, freeze
        self._draft = draft
        self._below = below
        self._read: Read | None = None
        self._layer: LayerFile | None = None
        self._ahead = self._abandoned = False
        self._started = threading.Event()
        self._before = BackgroundCall(self._read_before)
        self._reading = BackgroundCall(self._write)
        self._making = BackgroundCall(self._load)

    def __enter__(self) -> Self:
        """Return the making itself; what is below is read while the container is."""
        below = self._below
        if below is not None and self._container.upper is not None and self._is_cached(below):
            self._before.start()
        return self

    def _is_cached(self, image: Image) -> bool:
        return tree_cache.is_cached(self._home.cache, image.layers)

    def _read_before(self) -> Tree:
        assert self._below is not None
        return base_tree(self._engine, self._below, self._home.cache, keep=False)

    def __exit__(self, *_: object) -> None:
        """Wait for what runs, and remove the layer's file; an image that was begun and not started is given up."""
        self._abandoned = not self._started.is_set()
        self._started.set()
        try:
            self.wait()
            self._before.wait()
        finally:
            if self._layer is not None:
                self._layer.close()

    @property
    def needs_reading(self) -> bool:
        """Whether the container has to be read before the image is made."""
        return self._below is not None

    def begin(self) -> None:
        """Let an engine that has taken a layer before prepare for the next, where there surely is something to commit.

        Where the container need not be read, start to make the image.
        """
        if self._below is None:
            self.start()
        elif self._container.upper is not None and self._is_taken():
            self._ahead = True
            self._making.start()

    def _is_taken(self) -> bool:
        """Return whether the engine surely takes the layer: no base image may be one that it stacks nothing on."""
        return bool(self._draft.earlier) and answer(self._home.cache, self._engine.info()) == ""

    def start(self, read: Read | None = None) -> None:
        """Start to make the image, unless that was done already; without what was `read` by the engine's commit."""
        if self._read is None:
            self._read = read
        self._reading.start()
        self._started.set()
        self._making.start()

    def result(self) -> str:
        """Return the id of the image; raises the error of the engine."""
        self.start()
        return self._making.result()

    def again(self, draft: Draft) -> None:
        """Make the image again, with the message of another draft, and remove the first."""
        first, self._draft = self.result(), draft
        self._making = BackgroundCall(self._commit if self._layer is None else lambda: self._stack(self._written))
        if self.result() != first:
            with contextlib.suppress(SnapError):  # it has no name any more
                self._engine.remove_image(first)

    def shrink(self, read: Read) -> None:
        """Make the image again where the engine committed the container: as a layer on the last one, if that is known.

        The first image is removed.  `read` was read from it; so it is kept where anything fails.
        """
        first, self._read = self.result(), read
        if self._below is None or (read.below(self._below.layers) is None and not self._is_cached(self._below)):
            return
        self._making = BackgroundCall(lambda: self._shrunk(first))
        self._making.start()

    def wait_read(self) -> None:
        """Wait until the container is needed no more."""
        self._reading.wait()

    def wait(self) -> None:
        """Wait until nothing runs any more, with or without an error."""
        self._reading.wait()
        self._making.wait()

    def keeping(self, *, elsewhere: bool = False) -> BackgroundCall[None]:
        """Return a call, not started, that keeps the file system of the image for the next commit to compare with.

        If it is kept `elsewhere`, the call only removes that of the image below.
        """
        return BackgroundCall(self._remove_below if elsewhere else self._keep)

    def layers(self) -> tuple[str, ...]:
        """Return the layers of the image, by their digests; raises the error of the engine."""
        ident = self.result()
        if self._layer is not None and self._below is not None:
            return (*self._below.layers, self._layer.digest)
        return tuple(self._engine.image(ident).layers)

    def _write(self) -> str:
        """Write the layer and return ""; or where that is not possible make the image, and return its id."""
        self._freeze.wait_frozen()
        if self._below is None or self._read is None:
            return self._commit()
        try:
            self._layer = self._written_layer(self._read)
        except (LayerError, OSError):  # such as a full disk, or an image whose layers cannot be read
            return self._commit()
        if self._is_taken():
            return ""
        info, cache = self._engine.info(), self._home.cache
        try:  # frozen all the while, since the engine may refuse it
            made = self._stack(self._written)
        except NotStacked as error:
            if self._draft.earlier:
                keep_answer(cache, info, error.message)
            self._layer.close()
            self._layer = None
            return self._commit()
        keep_answer(cache, info, "")
        return made

    def _load(self) -> str:
        if not self._ahead and (made := self._reading.result()):
            return made
        try:
            return self._stack(self._written_in_time)
        except _NotNeeded:
            return "" if self._abandoned else self._reading.result()
        except NotStacked as error:
            keep_answer(self._home.cache, self._engine.info(), None)  # the next commit finds out
            raise NotStacked(f"the engine cannot load the image: {error.message}", "commit again") from error

    def _written_in_time(self) -> LayerFile:
        """Wait for the layer and return it; raises `_NotNeeded` where none is written."""
        self._started.wait()
        if self._abandoned or self._reading.result():
            raise _NotNeeded
        return self._written()

    def _written(self) -> LayerFile:
        assert self._layer is not None
        return self._layer

    def _shrunk(self, first: str) -> str:
        assert self._read is not None
        info, cache = self._engine.info(), self._home.cache
        try:
            self._layer = self._written_layer(self._read)
            made = self._stack(self._written)
        except (SnapError, OSError) as error:
            if isinstance(error, NotStacked):
                keep_answer(cache, info, error.message)
            self._engine.tag(first, self._draft.tag)  # where the engine moved the name
            if self._layer is not None:
                self._layer.close()
            self._layer = None
            return first
        keep_answer(cache, info, "")
        with contextlib.suppress(SnapError):
            self._engine.remove_image(first)
        return made

    def _commit(self) -> str:
        if self._below is not None and self._container.upper is not None and self._draft.check_space:
            refuse_too_large(self._container.upper)  # else it was checked before
        repository, _, tag = self._draft.tag.partition(":")
        config, message = self._draft.config, self._draft.text
        return self._engine.commit(
            self._container.id, config, repository=repository, tag=tag, message=message, pause=False
        )

    def _stack(self, layer: Callable[[], LayerFile]) -> str:
        """Return the id of the image below with the layer on it, labelled as the engine's commit would do it."""
        assert self._below is not None
        draft = self._draft
        labels = tuple(sorted((dict(self._container.labels) | dict(draft.config.labels)).items()))
        config = replace(draft.config, labels=labels)
        return self._engine.stack(self._below.id, layer, config, name=draft.tag, message=draft.text)

    def _written_layer(self, read: Read) -> LayerFile:
        from snapshotter.rootfs.layer.difference import difference  # `snapshot.py` has loaded them
        from snapshotter.rootfs.layer.write import LayerFile, write_layer

        assert self._below is not None
        known = read.below(self._below.layers)
        before, after = self._before.result() if known is None else known, read.tree()
        paths = None if known is None else read.paths
        file = LayerFile(self._home.cache)
        try:
            with read.visit() as visit:
                write_layer(file, after, difference(before, after, read.layer, paths), visit)
        except BaseException:
            file.close()
            raise
        return file

    def _keep(self) -> None:
        """Store the tree under the layers of the image, in the place of that of the image below."""
        if self._read is None or self._read.masked:
            return
        with contextlib.suppress(SnapError):
            data = tree_cache.as_bytes(self._read.tree())
            tree_cache.store_bytes(tree_cache.location(self._home.cache, self.layers()), data)
            self._remove_below()

    def _remove_below(self) -> None:
        if self._below is not None and self._below.layers != self._draft.workspace.base.layers:
            with contextlib.suppress(OSError):
                tree_cache.location(self._home.cache, self._below.layers).unlink(missing_ok=True)
