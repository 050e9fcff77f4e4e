"""Documents in standard formats for other tools: OpenAPI, RFC 8414 metadata, a Postman collection.

They contain only what the spec says. The README says what a format requires beyond that.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.targets.files import File, Job, Rendered
from generator.targets.interop.documents import metadata, openapi
from generator.targets.interop.postman import collection
from generator.targets.interop.view import document_view, readme_view


def files(job: Job) -> Iterator[File]:
    """Return the files of the target."""
    documents = {
        "openapi.json": openapi(job.provider),
        "authorization-server.json": metadata(job.provider),
        "postman.json": collection(job.provider),
    }
    for path, document in documents.items():
        yield Rendered(path, "interop/document.json.j2", document_view(document))
    yield Rendered("README.md", "interop/README.md.j2", readme_view(job))
