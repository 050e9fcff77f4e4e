"""Language-neutral test vectors, with the schema of their format."""

from __future__ import annotations

from collections.abc import Iterator

from generator.languages.encoders import json_value, markdown, markdown_code
from generator.languages.files import Copied, File, Job, Rendered


def files(job: Job) -> Iterator[File]:
    """Return the files of the target."""
    groups = sorted({str(vector["group"]) for vector in job.vectors})
    view = {
        "provider": markdown(job.provider.name),
        "spec": job.spec,
        "groups": [markdown_code(name) for name in groups],
        "vectors": [json_value(vector) for vector in job.vectors],
    }
    yield Rendered("authorization.json", "fixtures/authorization.json.j2", view)
    yield Rendered("README.md", "fixtures/README.md.j2", view)
    yield Copied("vectors.schema.json", "fixtures/runtime/vectors.schema.json")
