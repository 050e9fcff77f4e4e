"""Templates that were compiled by an earlier run, so that a run compiles what has changed alone."""

from __future__ import annotations

import contextlib
import hashlib
import secrets
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

_DIGEST_BYTES = 32


class CompiledTemplates(BytecodeCache):
    """Keeps the code of templates in a folder, which may be deleted at any time.

    Jinja holds each entry against the template's text. An entry that is not whole counts for
    nothing, and a folder that cannot be written keeps nothing.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return the name of a template's entry.

        Jinja adds the path of the template, which need not be text that can be encoded.
        """
        return super().get_cache_key(name)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the bucket the code of its template, where that is kept."""
        try:
            entry = (self._folder / bucket.key).read_bytes()
        except OSError:
            return
        digest, code = entry[:_DIGEST_BYTES], entry[_DIGEST_BYTES:]
        if hashlib.sha256(code).digest() == digest:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template; a run beside this one sees it whole or not at all."""
        code = bucket.bytecode_to_string()
        temporary = self._folder / f"{bucket.key}-{secrets.token_hex(8)}"
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(hashlib.sha256(code).digest() + code)
            temporary.replace(self._folder / bucket.key)
