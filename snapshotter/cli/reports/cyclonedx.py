"""A list of an image's packages as CycloneDX 1.6, by the format's own library."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.model import Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6

from snapshotter import __version__
from snapshotter.cli.reports.package_urls import package_name, package_url
from snapshotter.cli.show.escape import shown
from snapshotter.work.look.packages import Installed, Inventory


def cyclonedx(found: Inventory) -> str:
    """Return the text of the file; that of the same snapshot is always the same."""
    last = found.snapshot
    image = Component(
        name=f"snap/{last.workspace}",
        version=str(last.seq),
        type=ComponentType.CONTAINER,
        bom_ref="image",
        properties=[
            Property(name="snap:image", value=last.image),
            Property(name="snap:base", value=shown(last.base.reference)),
        ],
    )
    bom = Bom(
        components=[_component(found, one) for one in found.packages],
        serial_number=uuid5(NAMESPACE_URL, f"snap:{last.id}"),
    )
    bom.metadata.component = image
    bom.metadata.timestamp = datetime.fromtimestamp(last.created, UTC).replace(microsecond=0)
    bom.metadata.tools.components.add(Component(name="snap", version=__version__, type=ComponentType.APPLICATION))
    bom.register_dependency(image, bom.components)
    return JsonV1Dot6(bom).output_as_string(indent=1)


def _component(found: Inventory, one: Installed) -> Component:
    package = one.package
    about = {
        "snap:snapshot": str(one.seq) if one.seq else "base image",
        "snap:command": shown(one.command),
        "snap:place": shown(package.place),
        "snap:automatic": "true" if package.automatic else "",
    }
    return Component(
        name=shown(package_name(one)),
        version=shown(package.version),
        type=ComponentType.LIBRARY,
        bom_ref=shown(f"{package.manager}:{package.key}"),
        purl=package_url(found, one),
        properties=[Property(name=name, value=value) for name, value in about.items() if value],
    )
