"""`make check`: the quick steps, each by name. All of them run, so that one round shows everything there is to mend."""

import subprocess
import time

import environment

STEPS = {
    "format": ["ruff", "format", "--check"],
    "lint": ["ruff", "check"],
    "types": ["mypy"],
    "laws": ["pytest", "tests/laws"],
}


def main() -> None:
    environment.prepare(environment.TESTS)
    failed = [name for name, command in STEPS.items() if not passes(name, command)]
    if failed:
        environment.fail(f"Not yet: {', '.join(failed)}")
    environment.say("All well")


def passes(name: str, command: list[str]) -> bool:
    environment.say(f"── {name}: {' '.join(command)}")
    begun = time.monotonic()
    ended = subprocess.run([environment.PYTHON, "-m", *command], stdin=subprocess.DEVNULL, check=False)
    environment.say(f"   {'passed' if ended.returncode == 0 else 'FAILED'} in {time.monotonic() - begun:.1f} s")
    return ended.returncode == 0


if __name__ == "__main__":
    main()
