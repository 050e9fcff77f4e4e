"""What a process that a test starts does at Ctrl-C, however the tests themselves were started."""

from __future__ import annotations

import signal


def heed_ctrl_c() -> None:
    """Let Ctrl-C end this process; give this to `preexec_fn`.

    A shell ignores SIGINT in a background job, and a child of that job would ignore it too.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
