"""The command at a terminal: what is pasted is not shown, and questions are asked there alone."""

from __future__ import annotations

import fcntl
import os
import pty
import subprocess
import termios
from pathlib import Path

import pytest

from tests.binding.commands import ANSWER, CLIENT, COMMAND, SECRET, environment, run


def _take_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class Terminal:
    """A process that has a terminal of its own, and all that it shows."""

    def __init__(self, folder: Path, *arguments: str, **more: str) -> None:
        self._master, slave = pty.openpty()
        self.slave = slave
        self.shown = ""
        self._process = subprocess.Popen(
            [*COMMAND, *arguments],
            cwd=folder,
            env={**environment(folder), "TERM": "xterm", "COLUMNS": "200", **more},
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            # Else Ctrl-C, which reaches those whose terminal it is, would do nothing.
            preexec_fn=_take_terminal,  # noqa: PLW1509
        )

    def wait_for(self, text: str) -> None:
        """Read until a text is shown."""
        while text not in self.shown:
            self.shown += os.read(self._master, 65_536).decode()

    def wait_for_hidden_input(self) -> None:
        """Wait until the terminal shows no more what is typed: the prompt comes after."""
        self.wait_for("(it is not shown): ")
        assert not termios.tcgetattr(self.slave)[3] & termios.ECHO

    def type(self, text: str) -> None:
        os.write(self._master, text.encode())

    def end(self) -> int:
        """Return the exit code, once all is shown."""
        os.close(self.slave)
        try:
            while data := os.read(self._master, 65_536):
                self.shown += data.decode()
        # Linux ends the reading of a terminal that nobody has open in this way.
        except OSError:
            pass
        os.close(self._master)
        return self._process.wait()


def test_answer_is_pasted_at_a_prompt_that_does_not_show_it(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "login", *CLIENT, "--state", "s")
    terminal.wait_for_hidden_input()
    terminal.type(f"{ANSWER}\n")
    assert terminal.end() == 0
    assert "granted: roles" in terminal.shown
    assert SECRET not in terminal.shown
    assert run(tmp_path, "token")[1] == f"{SECRET}\n"


def test_rest_of_an_answer_of_several_lines_does_not_reach_the_shell(
    tmp_path: Path,
) -> None:
    terminal = Terminal(tmp_path, "login", *CLIENT, "--state", "s")
    terminal.wait_for_hidden_input()
    terminal.type(f"{ANSWER}\n{ANSWER}\n")
    terminal.wait_for("kept in")
    os.set_blocking(terminal.slave, False)
    with pytest.raises(BlockingIOError):
        os.read(terminal.slave, 100)
    assert terminal.end() == 0
    assert SECRET not in terminal.shown


def test_line_that_the_terminal_cuts_is_said_and_kept_nowhere(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "login", *CLIENT, "--state", "s")
    terminal.wait_for_hidden_input()
    terminal.type(f"{ANSWER}&x={'x' * 5000}"[:4090])
    terminal.type("x" * 1000 + "\n")
    assert terminal.end() == 1
    assert "4,095 characters" in terminal.shown
    assert "--state s < FILE" in terminal.shown
    assert SECRET not in terminal.shown


@pytest.mark.parametrize(
    ("reply", "code", "kept"), [("y", 0, f"{SECRET}\n"), ("n", 1, ""), ("", 1, "")]
)
def test_bare_token_is_kept_after_a_question_alone(
    tmp_path: Path, reply: str, code: int, kept: str
) -> None:
    terminal = Terminal(tmp_path, "login", *CLIENT, "--state", "s")
    terminal.wait_for_hidden_input()
    terminal.type(f"{SECRET}\n")
    terminal.wait_for("Keep it as not verified? [y/N]: ")
    terminal.type(f"{reply}\n")
    assert terminal.end() == code
    assert ("not verified: nothing ties" in terminal.shown) == (code == 0)
    assert SECRET not in terminal.shown
    assert run(tmp_path, "token")[1] == kept


def test_end_of_input_at_the_prompt_ends_without_a_traceback(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "login", *CLIENT, "--state", "s")
    terminal.wait_for_hidden_input()
    terminal.type("\x04")
    assert terminal.end() == 130
    assert terminal.shown.endswith("\r\nError: stopped\r\n")
    assert "Traceback" not in terminal.shown


def test_ctrl_c_at_the_prompt_keeps_nothing_and_leaves_the_terminal_as_it_was(
    tmp_path: Path,
) -> None:
    terminal = Terminal(
        tmp_path, "login", *CLIENT, "--state", "s", "--store", str(tmp_path / "s" / "t")
    )
    before = termios.tcgetattr(terminal.slave)[3]
    terminal.wait_for_hidden_input()
    terminal.type(f"{ANSWER}\x03")
    terminal.wait_for("Error: stopped\r\n")
    after = termios.tcgetattr(terminal.slave)[3]
    assert terminal.end() == 130
    assert after == before | termios.ECHO
    assert "Traceback" not in terminal.shown
    assert terminal.shown.splitlines()[-1] == "Error: stopped"
    assert SECRET not in terminal.shown
    assert not (tmp_path / "s" / "t").exists()


def test_scopes_are_a_table_without_codes_where_no_colour_is_wanted(
    tmp_path: Path,
) -> None:
    terminal = Terminal(tmp_path, "scopes", NO_COLOR="1")
    assert terminal.end() == 0
    lines = terminal.shown.splitlines()
    assert lines[0].split() == ["scope", "┃", "what", "it", "permits", "┃", "reach"]
    assert "readUsersData" in lines[2]
    assert "\x1b" not in terminal.shown


def test_heading_of_the_table_is_bold_otherwise(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "scopes")
    assert terminal.end() == 0
    assert "\x1b[1m" in terminal.shown
