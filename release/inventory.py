"""Converts archives into a CycloneDX bill of materials: digests and declared dependencies."""

from __future__ import annotations

import hashlib
import json
import tarfile
import uuid
import zipfile
from collections.abc import Iterable, Sequence
from email.parser import HeaderParser
from pathlib import Path
from typing import Any

from cyclonedx import model
from cyclonedx.model import bom, component, license
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

NAME = "bill-of-materials.cdx.json"
# The decorators of these classes hide their arguments from a type checker.
Bom: Any = bom.Bom
Component: Any = component.Component
HashType: Any = model.HashType
LicenseExpression: Any = license.LicenseExpression
Property: Any = model.Property
RANGE = "declared-range"
"""The property of a dependency that contains its valid versions."""


def inventory(archives: Sequence[Path]) -> str:
    """Return the document. It contains no time, and its serial number is built from the digests."""
    listed = Bom()
    known: dict[str, Any] = {}
    for archive in archives:
        described, needs = _described(archive)
        for need in needs:
            earlier = known.setdefault(str(need.bom_ref), need)
            # What one archive requires is required, although it is optional for another.
            if need.scope == component.ComponentScope.REQUIRED:
                earlier.scope = need.scope
        listed.components.add(described)
        listed.register_dependency(
            described, [known[str(one.bom_ref)] for one in needs]
        )
    listed.components.update(known.values())
    digests = "\n".join(_digest(archive) for archive in archives)
    listed.serial_number = uuid.uuid5(uuid.NAMESPACE_OID, digests)
    output = make_outputter(listed, OutputFormat.JSON, SchemaVersion.V1_6)
    document = json.loads(output.output_as_string())
    # The library always adds the time of the run.
    del document["metadata"]["timestamp"]
    return json.dumps(document, indent=2, sort_keys=True) + "\n"


def _described(archive: Path) -> tuple[Any, list[Any]]:
    """Return an archive as a component, with its dependencies."""
    if archive.suffix == ".tgz":
        return _of_npm(archive)
    metadata = HeaderParser().parsestr(_python_metadata(archive))
    name, version = canonicalize_name(metadata["Name"]), metadata["Version"]
    needs = [Requirement(text) for text in metadata.get_all("Requires-Dist", [])]
    purl = PackageURL("pypi", None, name, version, {"file_name": archive.name})
    return _archive(archive, purl, metadata["License-Expression"]), [
        _needed(PackageURL("pypi", None, name), ranges, optional)
        for name, ranges, optional in _joined(needs)
    ]


def _joined(needs: Iterable[Requirement]) -> list[tuple[str, str, bool]]:
    """Return each distribution once, with its versions and whether only extras need it."""
    found: dict[str, tuple[str, bool]] = {}
    for need in needs:
        name, optional = canonicalize_name(need.name), "extra" in str(need.marker)
        _, before = found.get(name, ("", True))
        found[name] = (str(need.specifier), optional and before)
    return [(name, *rest) for name, rest in sorted(found.items())]


def _python_metadata(archive: Path) -> str:
    """Return the core metadata of a wheel or an sdist."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as opened:
            [name] = [one for one in opened.namelist() if one.endswith("/METADATA")]
            return opened.read(name).decode("utf-8")
    return _from_tar(archive, f"{archive.name.removesuffix('.tar.gz')}/PKG-INFO")


def _of_npm(archive: Path) -> tuple[Any, list[Any]]:
    described = json.loads(_from_tar(archive, "package/package.json"))
    purl = PackageURL("npm", None, described["name"], described["version"])
    needs = sorted(described.get("dependencies", {}).items())
    return _archive(archive, purl, described["license"]), [
        _needed(PackageURL("npm", None, name), ranges, False) for name, ranges in needs
    ]


def _from_tar(archive: Path, name: str) -> str:
    with tarfile.open(archive) as opened:
        member = opened.extractfile(name)
        if member is None:
            raise ValueError(f"{archive.name} has no {name}")
        return member.read().decode("utf-8")


def _archive(archive: Path, purl: PackageURL, terms: str) -> Any:
    return Component(
        name=archive.name,
        version=purl.version,
        type=component.ComponentType.LIBRARY,
        bom_ref=archive.name,
        purl=purl,
        licenses=[LicenseExpression(terms)],
        hashes=[HashType(alg=model.HashAlgorithm.SHA_256, content=_digest(archive))],
    )


def _needed(purl: PackageURL, ranges: str, optional: bool) -> Any:
    scope = (
        component.ComponentScope.OPTIONAL
        if optional
        else component.ComponentScope.REQUIRED
    )
    return Component(
        name=purl.name,
        type=component.ComponentType.LIBRARY,
        bom_ref=purl.to_string(),
        purl=purl,
        scope=scope,
        properties=[Property(name=RANGE, value=ranges)],
    )


def _digest(archive: Path) -> str:
    return hashlib.sha256(archive.read_bytes()).hexdigest()
