"""Starts servers for a measurement, on loopback and with the same settings for each, and always stops them."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from pathlib import Path

# As in production: both cores of the smallest machine, and threads for what waits on the database.
SHAPE = ["--workers", "2", "--blocking-threads", "1", "--no-ws", "--workers-kill-timeout", "3"]
SECONDS_TO_START = 30


def mend_settings(folder: Path, port: int) -> dict[str, str]:
    """This environment without its own MEND_*: a measurement must never reach somebody's real database."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MEND_")}
    database = f"sqlite:///{folder / 'mend.db'}"
    return kept | {"PORT": str(port), "MEND_HOST": "127.0.0.1", "MEND_DEMO": "1", "MEND_DATABASE_URL": database}


def set_up_demo(settings: dict[str, str]) -> None:
    subprocess.run([sys.executable, "-m", "pwa"], env=settings, check=True)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def serving(app: str, settings: dict[str, str], until: ExitStack) -> int:
    """The port of a server that answers until the stack is closed."""
    address = ["--host", settings["MEND_HOST"], "--port", settings["PORT"]]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", *address, *SHAPE, "--log-level", "warning", app]
    server = subprocess.Popen(command, env=settings, stdin=subprocess.DEVNULL, start_new_session=True)
    until.callback(stop, server)
    wait_until_open(server, app, int(settings["PORT"]))
    return int(settings["PORT"])


def wait_until_open(server: subprocess.Popen[bytes], app: str, port: int) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while server.poll() is None and time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise RuntimeError(f"The server of {app} did not start; its words are above")


def stop(server: subprocess.Popen[bytes]) -> None:
    """By its process group, and in the end by force: granian's workers must not outlive it."""
    with suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        server.wait(6)
    with suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGKILL)
    server.wait()
