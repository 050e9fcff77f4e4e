"""A prompt that reads a paste of several lines and shows only its length."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, contextmanager, suppress

from prompt_toolkit.input import Input, create_input
from prompt_toolkit.key_binding import KeyPress
from prompt_toolkit.keys import Keys
from prompt_toolkit.output import Output, create_output
from prompt_toolkit.utils import is_dumb_terminal

from ..errors import OAuthError
from ..line_limit import mark_whole
from ..parameters import check_size
from ..protocol import MAX_RESPONSE_CHARACTERS
from ..store.secret import Secret
from . import messages
from .interrupts import deferred
from .output import print_notes
from .pasted_input import Subscribe
from .terminal import QUIET, NotHidden, discard, hidden

_BREAKS = (Keys.ControlM, Keys.ControlJ)
_TEXT = (*_BREAKS, Keys.ControlI, Keys.BracketedPaste)


@contextmanager
def hidden_prompt(
    subscribe: Subscribe | None = None,
) -> Generator[Callable[[str], Secret]]:
    """Stop showing what is typed, and yield the function that asks for a paste.

    subscribe gets a function that ends the wait for a paste from another thread, with an
    exception. The function that asks raises it. It also raises NotHidden if the terminal may show what is typed, OAuthError
    ``truncated_input`` and ``input_too_large``, KeyboardInterrupt, and EOFError. After an
    error, it can be called again.
    """
    with ExitStack() as stack:
        ask: Callable[[str], Secret] = _refuse
        with suppress(NotHidden):
            if not is_dumb_terminal():
                is_whole = stack.enter_context(hidden(sys.stdin.fileno()))
                ask = _Prompt(is_whole=is_whole, subscribe=subscribe).ask
        yield ask


def _refuse(_: str) -> Secret:
    raise NotHidden


class _Prompt:
    """Asks for a paste, and for another one if it is rejected."""

    def __init__(self, *, is_whole: bool, subscribe: Subscribe | None) -> None:
        """Store whether all of the input before the first prompt is there, and who can end the wait."""
        self._is_whole = is_whole
        self._subscribe = subscribe
        self._is_first = True

    def ask(self, prompt: str) -> Secret:
        """Return a paste. Input before another prompt is the rest of a rejected paste."""
        if not self._is_first:
            discard(sys.stdin.fileno())
        elif not self._is_whole:
            self._is_first = False
            raise OAuthError(messages.TRUNCATED_INPUT_BEFORE_PROMPT)
        self._is_first = False
        return _ask(prompt, self._subscribe)


def _ask(prompt: str, subscribe: Subscribe | None) -> Secret:
    print_notes(prompt)
    typed = _Typed()
    if subscribe is not None:
        subscribe(typed.stop)
    source = create_input(sys.stdin)
    with source.raw_mode(), _screen() as screen, deferred(typed.stop):
        asyncio.run(_collect(source, typed, screen))
    if typed.end is not None:
        raise typed.end
    return typed.secret()


class _Typed:
    """The text that has been typed or pasted so far; no repr shows it."""

    def __init__(self) -> None:
        self.end: BaseException | None = None
        self.wake: Callable[[], object] | None = None
        self._last: Keys | str | None = None
        self._characters: list[str] = []

    @property
    def count(self) -> int:
        """The number of characters, without a final line break."""
        return len(self._characters) - self.is_line

    @property
    def is_line(self) -> bool:
        """Whether the last key was a line break."""
        return self._last in _BREAKS

    def stop(self, end: BaseException) -> None:
        """End with an exception, and wake the loop if it waits for a key."""
        self.end = end
        if self.wake is not None:
            # The loop may have ended just now.
            with suppress(RuntimeError):
                self.wake()

    def add(self, keys: Sequence[KeyPress]) -> None:
        """Add the keys that arrived together: several are a paste."""
        for key in keys:
            if key.key == Keys.ControlC:
                self.end = KeyboardInterrupt()
            elif key.key == Keys.ControlD and not self._characters:
                self.end = EOFError()
            elif key.key == Keys.ControlH:
                del self._characters[-1:]
            elif key.key == Keys.ControlU:
                self._characters.clear()
            elif (self._last, key.key) == (Keys.ControlM, Keys.ControlJ):
                pass  # The second half of CR LF.
            elif len(keys) > 1 or key.key in _TEXT or not isinstance(key.key, Keys):
                # A control key is ignored, but one in a paste is part of the text.
                self._append(key.data)
            self._last = key.key

    def _append(self, data: str) -> None:
        """Keep only as much as shows that the text is too large, and a final line break."""
        text = data.replace("\r\n", "\n").replace("\r", "\n")
        self._characters += text[: MAX_RESPONSE_CHARACTERS + 2 - len(self._characters)]

    def secret(self) -> Secret:
        """Return the text without the line break that ended it."""
        text = "".join(self._characters).removesuffix("\n")
        check_size(text)
        return Secret(mark_whole(text))


async def _collect(source: Input, typed: _Typed, screen: _Screen) -> None:
    """Read keys until nothing follows a line break."""
    arrived = asyncio.Event()
    loop = asyncio.get_running_loop()
    typed.wake = lambda: loop.call_soon_threadsafe(arrived.set)
    is_quiet = True
    with source.attach(arrived.set):
        while typed.end is None:
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(arrived.wait(), None if is_quiet else QUIET)
            is_quiet = not arrived.is_set()
            arrived.clear()
            # If no input follows, the start of an escape sequence is a key.
            typed.add(source.flush_keys() if is_quiet else source.read_keys())
            screen.show(typed.count)
            if is_quiet and typed.is_line:
                return
            if source.closed:
                typed.end = EOFError()


class _Screen:
    """Shows a number of characters, and asks the terminal to mark pastes."""

    def __init__(self, output: Output | None) -> None:
        self._output = output
        self._shown = 0

    def show(self, count: int) -> None:
        """Replace the number that is shown."""
        if self._output is None or count == self._shown:
            return
        self._shown = count
        more = "more than " if count > MAX_RESPONSE_CHARACTERS else ""
        unit = "character" if count == 1 else "characters"
        self._output.write_raw("\r")
        self._output.write(f"{more}{min(count, MAX_RESPONSE_CHARACTERS):,} {unit}")
        self._output.erase_end_of_line()
        self._output.flush()


@contextmanager
def _screen() -> Generator[_Screen]:
    if sys.stderr is None or not sys.stderr.isatty():
        yield _Screen(None)
        return
    output = create_output(sys.stderr)
    try:
        output.enable_bracketed_paste()
        output.flush()
        yield _Screen(output)
    finally:
        output.disable_bracketed_paste()
        output.flush()
        print_notes("")
