"""`make run`: from a bare machine to a running Mend, saying each step in plain words.

Settings already in the environment win: PORT, and every MEND_*.
"""

import errno
import os
import signal
import socket
import subprocess
import threading
import time

import environment
import parent
from together import Household

DEFAULTS = {"PORT": "8000", "MEND_HOST": "127.0.0.1", "MEND_DEMO": "1"}

SAYS_YES = ("1", "true", "yes", "on")  # as pwa/config.py reads it

# Each is given three seconds to finish what it has in hand when it is told to stop. Sixteen
# threads, so that a few slow senders don't hold them all; the server would warn of that.
PROGRAMS = {
    "web": (
        "granian --interface wsgi --host {host} --port {port} --workers 1 --blocking-threads 16 --no-ws "
        "--workers-kill-timeout 3 --log-level error wsgi:app"
    ),
    "worker": (
        "huey.bin.huey_consumer pwa.worker.huey --workers 2 --quiet --graceful-signal TERM --shutdown-timeout 3"
    ),
}


def main() -> None:
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
    stop_when_make_does()
    host, port = os.environ["MEND_HOST"], os.environ["PORT"]
    require_free_port(host, port)
    environment.prepare(environment.RUN)
    set_up()
    serve(host, int(port))


def stop_when_make_does() -> None:
    must_stop = parent.watch()

    def look() -> None:
        while not must_stop():
            time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=look, daemon=True).start()


def require_free_port(host: str, port: str) -> None:
    if not port.isdecimal() or not 0 < int(port) < 65536:
        environment.fail(f"PORT is {port!r}, which is no port number: PORT=8001 make run")
    if is_taken(host, int(port)):
        environment.fail(f"port {port} is in use: PORT={int(port) % 65535 + 1} make run")


def is_taken(host: str, port: int) -> bool:
    """Binds and knocks: a browser tries both loopback addresses, and something else may listen on the other one."""
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return True
        environment.fail(f"cannot listen on {host} port {port}: MEND_HOST=127.0.0.1 PORT=8000 make run")
    return is_open("localhost", port)


def is_open(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


def set_up() -> None:
    """Keys, database, demo practice: what is there already stays as it is."""
    environment.say("Preparing the database")
    if subprocess.run([environment.PYTHON, "-m", "pwa"], stdin=subprocess.DEVNULL, check=False).returncode != 0:
        environment.fail("Mend could not be set up: the reason is above")


def serve(host: str, port: int) -> None:
    commands = {
        name: [environment.PYTHON, "-m", *line.format(host=host, port=port).split()] for name, line in PROGRAMS.items()
    }
    household = Household(commands)
    environment.say("Starting web and worker")
    culprit = household.live({**os.environ, "PYTHONUNBUFFERED": "1"}, Welcome(host, port))
    if culprit:
        environment.fail(f"The {culprit} process ended by itself, so Mend stopped: the reason is above")
    environment.say("Mend has stopped")


class Welcome:
    """Says where to go once the page can be opened: a link that doesn't answer yet looks broken."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self.is_said = False

    def __call__(self) -> None:
        if not self.is_said and is_open(self.host, self.port):
            self.is_said = True
            address = f"http://localhost:{self.port}"
            demo = f"  (demo people: {address}/demo)" if os.environ["MEND_DEMO"].lower() in SAYS_YES else ""
            environment.say(f"\nMend is on {address}{demo}\nCtrl-C stops it.\n")


if __name__ == "__main__":
    main()
