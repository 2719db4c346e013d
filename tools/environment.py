"""Makes the virtual environment and puts in it what a command needs, once.

Standard library only: this runs before anything is installed.
A stamp per list of packages says what is in place, so that the second `make run` doesn't wake pip at all.
"""

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = str(VENV / "bin" / "python")

RUN = Path("requirements.txt")
TESTS = Path("tests/requirements.txt")

# The test list begins with `-r ../requirements.txt`, so a change in either counts for it.
READS = {RUN: [RUN], TESTS: [RUN, TESTS]}
PURPOSE = {RUN: "what Mend runs on", TESTS: "what the tests need"}

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)

OFFLINE_SIGNS = (
    "connection broken",
    "Failed to establish a new connection",
    "Temporary failure in name resolution",
    "Network is unreachable",
    "ProxyError",
    "ConnectTimeoutError",
    "Max retries exceeded",
)


def prepare(requirements: Path) -> None:
    """Leaves `.venv` holding what the list names."""
    os.chdir(ROOT)
    die_when_told()
    with one_at_a_time():
        if not is_usable(VENV):
            create()
        stamp = VENV / f"installed-{requirements.parent.name or 'run'}.sha256"
        wanted = fingerprint(requirements)
        if not stamp.exists() or stamp.read_text() != wanted:
            install(requirements)
            stamp.write_text(wanted)


def die_when_told() -> None:
    """Quietly, and by an exception, so that `subprocess` takes its child along: on SIGTERM Python would just die."""

    def end(number: int, _: object) -> NoReturn:
        # Ctrl-C in a terminal may come twice, from the terminal and from make: the second must not disturb the first.
        for told in STOP_SIGNALS:
            signal.signal(told, signal.SIG_IGN)
        sys.exit(128 + number)

    for told in STOP_SIGNALS:
        signal.signal(told, end)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """`make run` and `make check` in two terminals must not build the same environment at once."""
    with RUN.open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def is_usable(environment: Path) -> bool:
    """False for one that was interrupted, is too old, lost its Python, or was copied from another folder."""
    scripts_name_their_home = environment / "bin" / "pip"
    if not scripts_name_their_home.exists() or str(environment) not in scripts_name_their_home.read_text():
        return False
    is_new_enough = "import sys; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([environment / "bin" / "python", "-c", is_new_enough], check=False).returncode == 0
    except OSError:
        return False


def create() -> None:
    say(f"Making the virtual environment .venv with Python {sys.version.split()[0]}")
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        venv.EnvBuilder(with_pip=True).create(VENV)
    except (OSError, subprocess.CalledProcessError) as error:
        fail(f"The virtual environment could not be made ({error}): check the disk, then try again")


def fingerprint(requirements: Path) -> str:
    version = subprocess.run([PYTHON, "-VV"], check=True, capture_output=True).stdout
    parts = [version, *(path.read_bytes() for path in READS[requirements])]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def install(requirements: Path) -> None:
    """Runs pip as this machine has it configured; adds no index, mirror or certificate of its own."""
    say(f"Installing {PURPOSE[requirements]} ({requirements}); the first time takes about a minute")
    quietly = ["--quiet", "--disable-pip-version-check", "--no-input"]
    words = run_and_listen([PYTHON, "-m", "pip", "install", *quietly, "--requirement", str(requirements)])
    if words is None:
        return
    if any(sign in words for sign in OFFLINE_SIGNS):
        fail("pip could not reach its package index: check the network, or name yours in PIP_INDEX_URL or pip.conf")
    fail(f"pip could not install {requirements}: its own words are above")


def run_and_listen(command: list[str]) -> str | None:
    """Shows what pip says while it says it. None when all went well, else all it said."""
    heard = []
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as pip:
        try:
            for line in pip.stderr or ():
                sys.stderr.write(line)
                heard.append(line)
        except BaseException:
            pip.kill()
            raise
    return None if pip.returncode == 0 else "".join(heard)


def become(module: str, *arguments: str, **settings: str) -> NoReturn:
    """Replaces this process by one of `.venv`, so that a signal for the command reaches the program itself.

    By module, not by the script in .venv/bin: its first line may be too long for the system on a deep path.
    """
    sys.stdout.flush()
    os.execve(PYTHON, [PYTHON, "-m", module, *arguments], {**os.environ, **settings})  # noqa: S606 - no shell, as meant


def say(words: str) -> None:
    print(words, flush=True)


def fail(mend: str) -> NoReturn:
    """One line that says what is wrong and what mends it."""
    sys.stdout.flush()
    sys.exit(mend)
