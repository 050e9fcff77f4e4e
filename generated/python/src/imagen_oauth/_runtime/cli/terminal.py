"""A terminal that does not show what is typed, and drops none of it."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress

QUIET = 0.2
"""Seconds without input after which a paste has ended."""


class NotHidden(Exception):
    """The terminal may show what is typed."""


if sys.platform == "win32":

    @contextmanager
    def hidden(descriptor: int) -> Generator[bool]:
        """Yield True: a Windows console drops nothing that is typed before a prompt."""
        yield True

    def discard(descriptor: int) -> None:
        """Drop what was typed so far."""
        import msvcrt

        while msvcrt.kbhit():
            msvcrt.getwch()

else:
    import fcntl
    import os
    import select
    import termios
    import time

    from ..protocol import LINUX_LINE_BYTES, MACOS_LINE_BYTES

    _Mode = list[int | list[bytes | int]]
    _INPUT, _LOCAL, _CONTROL = 0, 3, 6
    _SHOWN_OR_LINES = termios.ECHO | termios.ICANON
    _LIMIT = {"linux": LINUX_LINE_BYTES}.get(sys.platform, MACOS_LINE_BYTES)
    _LONGEST = 2.0

    @contextmanager
    def hidden(descriptor: int) -> Generator[bool]:
        """Stop showing what is typed; yield whether none of the input so far was lost.

        Before, the terminal collects lines and drops what exceeds its limit. Afterward, it
        makes the sender wait. Raises NotHidden.
        """
        before = _attributes(descriptor)
        try:
            _hide(descriptor)
            yield _pending(descriptor) < _LIMIT
        except BaseException:
            # The rest of a rejected paste must not reach the shell.
            discard(descriptor)
            raise
        finally:
            _restore(descriptor, before)

    def _attributes(descriptor: int) -> _Mode:
        with suppress(termios.error):
            return termios.tcgetattr(descriptor)
        raise NotHidden

    def _hide(descriptor: int) -> None:
        """Leave Ctrl-C and output as they are, because a browser starts meanwhile."""
        mode = _attributes(descriptor)
        control = mode[_CONTROL]
        assert isinstance(control, list)
        mode[_INPUT] = _flags(mode, _INPUT) & ~termios.ICRNL
        mode[_LOCAL] = _flags(mode, _LOCAL) & ~_SHOWN_OR_LINES
        control[termios.VMIN] = 1
        control[termios.VTIME] = 0
        with suppress(termios.error):
            termios.tcsetattr(descriptor, termios.TCSANOW, mode)
        # A partial change counts as success, so the result is read back.
        if _flags(_attributes(descriptor), _LOCAL) & _SHOWN_OR_LINES:
            raise NotHidden

    def _flags(mode: _Mode, index: int) -> int:
        flags = mode[index]
        assert isinstance(flags, int)
        return flags

    def _pending(descriptor: int) -> int:
        """Return how many bytes are waiting to be read."""
        count = fcntl.ioctl(descriptor, termios.FIONREAD, bytes(4))
        return int.from_bytes(count, sys.byteorder)

    def discard(descriptor: int) -> None:
        """Drop input until none arrives, for a limited time."""
        end = time.monotonic() + _LONGEST
        with suppress(OSError):
            while time.monotonic() < end:
                if not select.select([descriptor], [], [], QUIET)[0]:
                    return
                if not os.read(descriptor, 65_536):
                    return

    def _restore(descriptor: int, mode: _Mode) -> None:
        # The terminal may be gone.
        with suppress(termios.error):
            termios.tcsetattr(descriptor, termios.TCSAFLUSH, mode)
