"""Says when the `make` above this process has been told to stop.

A terminal's Ctrl-C reaches every process, and make hands SIGTERM on. But a SIGINT sent to make alone stays
there: make waits for its recipe, which never hears of it. And a make that was killed outright says nothing.
"""

import os
import signal
from collections.abc import Callable
from pathlib import Path


def watch() -> Callable[[], bool]:
    """Returns a question to ask now and then: must we stop on make's behalf?"""
    if "MAKELEVEL" not in os.environ:
        return lambda: False
    make = os.getppid()
    caught_at_first = catches_interrupts(make)

    def make_wants_to_stop() -> bool:
        return os.getppid() != make or (caught_at_first and not catches_interrupts(make))

    return make_wants_to_stop


def catches_interrupts(process: int) -> bool:
    """GNU make puts SIGINT back to its default the moment it gets one. Only Linux shows this; elsewhere False."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return False
    caught = next(int(line.split()[1], 16) for line in lines if line.startswith("SigCgt"))
    return bool(caught >> (signal.SIGINT - 1) & 1)
