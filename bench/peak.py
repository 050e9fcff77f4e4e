"""`python -I -S peak.py COMMAND…` runs a command and prints its peak memory in KiB.

Linux begins that figure of a process with the memory of the one that starts it, so this one is small.
What the command prints goes to standard error.
"""

import os
import sys


def main(words: list[str]) -> int:
    """Print the peak memory of the command's largest process; return its exit code."""
    to_stderr = [(os.POSIX_SPAWN_DUP2, 2, 1)]
    child = os.posix_spawnp(words[0], words, os.environ, file_actions=to_stderr)
    _, status, usage = os.wait4(child, 0)
    print(usage.ru_maxrss)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
