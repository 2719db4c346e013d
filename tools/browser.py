"""Finds a Chromium for the journeys, or has the system's own package manager install one.

Not Playwright's download: distributions keep theirs patched, and many networks let nothing else through.
"""

import os
import shutil
import subprocess
from pathlib import Path

import environment

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FOLDERS = ("/usr/bin", "/usr/local/bin", "/snap/bin", "/opt/homebrew/bin")
MAC_APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)

INSTALLERS = {
    "apt-get": (
        ["apt-get", "update", "-qq"],
        # The sandbox and a font are only recommended, but without them pages don't start or show boxes for letters.
        [
            "apt-get",
            "install",
            "-y",
            "-qq",
            "--no-install-recommends",
            "chromium",
            "chromium-sandbox",
            "fonts-liberation",
        ],
    ),
    "dnf": (["dnf", "install", "-y", "-q", "chromium"],),
    "apk": (["apk", "add", "--quiet", "chromium"],),
    "brew": (["brew", "install", "--quiet", "--cask", "chromium"],),
}
INSTALLS_AS_ONESELF = ("brew",)

MEND = "A Chromium is needed: apt-get install chromium, or MEND_CHROMIUM=/path/to/chromium make test"


def prepare() -> str:
    """The path of a Chromium that starts."""
    named = os.environ.get("MEND_CHROMIUM")
    if named:
        return named if starts(named) else environment.fail(f"MEND_CHROMIUM is {named!r}, which does not start. {MEND}")
    found = find()
    if not found:
        install()
        found = find()
    return found or environment.fail(MEND)


def find() -> str | None:
    path = os.pathsep.join([os.environ.get("PATH", ""), *FOLDERS])
    on_path = (shutil.which(name, path=path) for name in NAMES)
    return next((program for program in (*on_path, *MAC_APPLICATIONS) if program and starts(program)), None)


def starts(program: str) -> bool:
    """Some systems put a script of this name that only asks for another kind of package."""
    if not Path(program).is_file():
        return False
    try:
        ended = subprocess.run(
            [program, "--version"], capture_output=True, stdin=subprocess.DEVNULL, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return ended.returncode == 0


def install() -> None:
    manager = next((name for name in INSTALLERS if shutil.which(name)), None)
    if not manager:
        environment.fail(MEND)
    prefix = as_root(manager)
    environment.say(f"Installing Chromium with {manager}, for the tests in a real browser; this takes a minute")
    for command in INSTALLERS[manager]:
        quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        if subprocess.run([*prefix, *command], env=quietly, stdin=subprocess.DEVNULL, check=False).returncode != 0:
            environment.fail(f"{manager} could not install it. {MEND}")


def as_root(manager: str) -> list[str]:
    if os.geteuid() == 0 or manager in INSTALLS_AS_ONESELF:
        return []
    asks_no_password = ["sudo", "-n"]
    if (
        not shutil.which("sudo")
        or subprocess.run([*asks_no_password, "true"], capture_output=True, check=False).returncode
    ):
        environment.fail(MEND)
    return [*asks_no_password, "env", "DEBIAN_FRONTEND=noninteractive"]
