"""A real Mend on a free port of this machine, with a database of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from flask import Flask

from pwa import create_app, db
from pwa.demo import account_named
from pwa.practice import ContactPlan
from pwa.practice.reach import keep_plan
from tests.conftest import MASTER_KEY

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30  # seconds
OFFICE, ON_CALL = "+442079460101", "+447700900101"

# Whatever the hour at which the tests run: the office open all week, or only on the day after tomorrow.
ALL_DAY = ((0, 24 * 60),)
OFFICE_HOURS = ((8 * 60 + 30, 17 * 60),)


def plan_open() -> ContactPlan:
    """The office is open now."""
    return ContactPlan(office_number=OFFICE, on_call_number=ON_CALL, week=(ALL_DAY,) * 7, covered=(True,) * 7)


def plan_on_call() -> ContactPlan:
    """The office is closed, and a surgeon is on call."""
    return ContactPlan(office_number=OFFICE, on_call_number=ON_CALL, week=_later_this_week(), covered=(True,) * 7)


def plan_no_cover() -> ContactPlan:
    """The office is closed, and nobody is on call."""
    return ContactPlan(office_number=OFFICE, on_call_number=ON_CALL, week=_later_this_week())


def _later_this_week() -> tuple[tuple[tuple[int, int], ...], ...]:
    opens = (datetime.now(UTC) + timedelta(days=2)).weekday()
    return tuple(OFFICE_HOURS if day == opens else () for day in range(7))


DOORS = {"open": plan_open, "on-call": plan_on_call, "no-cover": plan_no_cover}


class Server:
    """Mend as people run it. ``app`` is a second one, in this process, on the same database."""

    def __init__(self, folder: Path, *, demo: bool = True) -> None:
        self.environment = {
            "MEND_DATABASE_URL": f"sqlite:///{folder / 'mend.sqlite3'}",
            "MEND_QUEUE_URL": f"sqlite:///{folder / 'queue.sqlite3'}",
            "MEND_MASTER_KEY": MASTER_KEY, "MEND_DEMO": "1" if demo else "0", "MEND_HTTPS": "0",
        }  # fmt: skip
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.say("pwa")
        self.app: Flask = create_app(self.environment)

    def say(self, module: str, *words: str) -> str:
        """Run one of Mend's commands, and read what it prints."""
        command = [sys.executable, "-m", module, *words]
        return subprocess.run(
            command, cwd=ROOT, env=os.environ | self.environment, check=True, capture_output=True, text=True
        ).stdout

    @contextmanager
    def running(self) -> Iterator["Server"]:
        """Until the end of the block."""
        granian = (
            "granian --interface wsgi --host 127.0.0.1 --workers 1 --blocking-threads 4 --no-ws "
            f"--log-level warning --port {self.port} wsgi:app"
        )
        with subprocess.Popen(
            [sys.executable, "-m", *granian.split()], cwd=ROOT, env=os.environ | self.environment,
            stdin=subprocess.DEVNULL,
        ) as process:  # fmt: skip
            try:
                self._wait_for(process)
                yield self
            finally:
                process.terminate()
                try:
                    process.wait(PATIENCE)
                except subprocess.TimeoutExpired:
                    process.kill()

    def _wait_for(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and process.poll() is None:
            try:
                with urlopen(f"{self.url}/healthz", timeout=5):  # noqa: S310 – our own address
                    return
            except (URLError, OSError):
                time.sleep(0.1)
        raise AssertionError(f"no answer from {self.url}: {process.poll()}")

    def keep_plan(self, plan: ContactPlan, of: str = "maria") -> None:
        """Change when a practice can be reached, while it runs."""
        with self.app.app_context():
            keep_plan(account_named(of).practice, plan)
            db.session().commit()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])
