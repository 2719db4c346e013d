"""Runs the programs that make up Mend side by side until told to stop, and leaves nothing behind.

Small enough to keep: honcho, which does this too, stumbles over a signal that comes before its programs are up
(a KeyError, after which they run on without it), and waits for ever for two that won't end.
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress

PATIENCE = 6  # seconds; web and worker each end by themselves within 3


class Household:
    def __init__(self, commands: dict[str, list[str]]) -> None:
        self.commands = commands
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.told_to_stop = False

    def live(self, settings: dict[str, str], look_around: Callable[[], None]) -> str | None:
        """Returns the name of the program that ended by itself, or None when all were told to."""
        # A flag rather than an exception: one raised between a start and its being noted would lose that program.
        for told in (signal.SIGINT, signal.SIGTERM):
            signal.signal(told, self.note_told)
        for name, command in self.commands.items():
            if not self.told_to_stop:
                self.running[name] = start(command, settings)
        while not self.told_to_stop and not self.first_ended():
            look_around()
            time.sleep(0.2)
        culprit = None if self.told_to_stop else self.first_ended()
        self.stop()
        return culprit

    def note_told(self, *_: object) -> None:
        self.told_to_stop = True

    def first_ended(self) -> str | None:
        return next((name for name, program in self.running.items() if program.poll() is not None), None)

    def stop(self) -> None:
        for program in self.running.values():
            tell_group(program, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        for program in self.running.values():
            with suppress(subprocess.TimeoutExpired):
                program.wait(max(0.0, deadline - time.monotonic()))
            # Also when it ended in good order: it may have left a child of its own.
            tell_group(program, signal.SIGKILL)
            program.wait()


def start(command: list[str], settings: dict[str, str]) -> subprocess.Popen[bytes]:
    """In a session of its own, so that Ctrl-C comes to it once, from here, and its children can be reached with it."""
    return subprocess.Popen(command, env=settings, stdin=subprocess.DEVNULL, start_new_session=True)


def tell_group(program: subprocess.Popen[bytes], what: signal.Signals) -> None:
    # All gone; macOS says "not permitted" for a group of which only the dead are left.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(program.pid, what)
