"""A list of an image's packages as SPDX 2.3, by the format's own library."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from hashlib import sha256

from spdx_tools.spdx.model.actor import Actor, ActorType
from spdx_tools.spdx.model.document import CreationInfo, Document
from spdx_tools.spdx.model.package import (
    ExternalPackageRef,
    ExternalPackageRefCategory,
    Package,
    PackagePurpose,
)
from spdx_tools.spdx.model.relationship import Relationship, RelationshipType
from spdx_tools.spdx.model.spdx_no_assertion import SpdxNoAssertion
from spdx_tools.spdx.writer.json.json_writer import write_document_to_stream

from snapshotter import __version__
from snapshotter.cli.reports.package_urls import package_name, package_url
from snapshotter.cli.show.escape import shown
from snapshotter.work.look.packages import Installed, Inventory

_DOCUMENT, _IMAGE = "SPDXRef-DOCUMENT", "SPDXRef-image"
_NAMESPACE = "https://spdx.org/spdxdocs"


def spdx(found: Inventory) -> str:
    """Return the text of the file; that of the same snapshot is always the same."""
    last = found.snapshot
    info = CreationInfo(
        spdx_version="SPDX-2.3",
        spdx_id=_DOCUMENT,
        name=f"snap/{last.workspace}:{last.seq}",
        document_namespace=f"{_NAMESPACE}/snap-{last.workspace}-{last.seq}-{last.id[:40]}",
        creators=[Actor(ActorType.TOOL, f"snap-{__version__}")],
        created=datetime.fromtimestamp(last.created, UTC).replace(microsecond=0, tzinfo=None),
    )
    image = Package(
        spdx_id=_IMAGE,
        name=f"snap/{last.workspace}",
        version=str(last.seq),
        download_location=SpdxNoAssertion(),
        files_analyzed=False,
        primary_package_purpose=PackagePurpose.CONTAINER,
        source_info=f"the image {last.image}, made by hand from {shown(last.base.reference)}",
    )
    packages = [_package(found, one) for one in found.packages]
    relationships = [
        Relationship(_DOCUMENT, RelationshipType.DESCRIBES, _IMAGE),
        *(Relationship(_IMAGE, RelationshipType.CONTAINS, one.spdx_id) for one in packages),
    ]
    document = Document(info, packages=[image, *packages], relationships=relationships)
    stream = io.StringIO()
    # its validation takes a second for a hundred packages; the tests do it
    write_document_to_stream(document, stream, validate=False, drop_duplicates=False)
    return stream.getvalue()


def _package(found: Inventory, one: Installed) -> Package:
    package = one.package
    url = ExternalPackageRef(ExternalPackageRefCategory.PACKAGE_MANAGER, "purl", package_url(found, one).to_string())
    came = f"snapshot {one.seq}" if one.seq else "the base image"
    by = f", by: {shown(one.command)}" if one.command else ""
    place = f", in {shown(package.place)}" if package.place else ""
    return Package(
        spdx_id=f"SPDXRef-{_id(package.manager, package.key)}",
        name=shown(package_name(one)),
        version=shown(package.version),
        download_location=SpdxNoAssertion(),
        files_analyzed=False,
        external_references=[url],
        source_info=f"{package.manager}{place}; from {came}{by}",
    )


def _id(manager: str, key: str) -> str:
    """Return an id: it may have letters, digits, "." and "-" alone, and names have more."""
    return sha256(f"{manager}:{key}".encode("utf-8", "surrogateescape")).hexdigest()[:16]
