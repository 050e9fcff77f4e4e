"""Values that contain a secret, and so are neither copied nor written anywhere."""

from __future__ import annotations

from typing import NoReturn

from . import messages

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing_extensions import Self


class Unpicklable:
    """A value that is never changed, so a copy is the value itself.

    Pickles are written unencrypted, to files, caches, and queues.
    """

    __slots__ = ()

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        return self

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError(messages.NOT_PICKLED.format(found=type(self).__name__))

    # From Python 3.11 on, object has one that returns the secret.
    def __getstate__(self) -> NoReturn:
        raise TypeError(messages.NOT_PICKLED.format(found=type(self).__name__))
