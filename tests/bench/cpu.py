"""Processor time of one page in one process, as a whole and by component.

    echo '{"path", "port", "headers"}' | python -m tests.bench.cpu wsgi:app

The whole is measured without a profiler. The profiler then only says how it is shared out: it slows Python code more
than C, so read the shares as a hint where to look. C and standard library code counts for the package that called it.
"""

import cProfile
import importlib
import io
import json
import pstats
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from werkzeug.test import EnvironBuilder

WARM_UP, TIMED, PROFILED = 50, 500, 300

COMPONENTS = {
    "pwa": "mend",
    "wsgi.py": "mend",
    "templates": "jinja2",
    "sqlalchemy": "sqlalchemy",
    "jinja2": "jinja2",
    "markupsafe": "jinja2",
    "flask": "flask",
    "werkzeug": "flask",
    "itsdangerous": "flask",
    "flask_login": "flask",
    "flask_wtf": "flask",
    "wtforms": "flask",
    "flask_compress": "compression",
    "brotli": "compression",
    "cryptography": "cryptography",
}

Function = tuple[str, int, str]


def main() -> None:
    module, _, name = sys.argv[1].partition(":")
    page = Page(getattr(importlib.import_module(module), name), json.load(sys.stdin))
    size = page.ask_often(WARM_UP)
    begun = time.process_time()
    page.ask_often(TIMED)
    ms = 1000 * (time.process_time() - begun) / TIMED
    anew = page.ms_anew()
    with cProfile.Profile() as profile:
        page.ask_often(PROFILED)
    by_component = {name: share * ms for name, share in shares(profile).items()}
    print(json.dumps({"ms": ms, "anew_ms": anew, "bytes": size, "by_component": by_component}))


class Page:
    def __init__(self, app: Any, job: dict[str, Any]) -> None:
        self.app = app
        builder = EnvironBuilder(
            job["path"],
            base_url=f"http://localhost:{job['port']}/",
            headers=job["headers"],
            environ_base={"REMOTE_ADDR": "127.0.0.1"},
        )
        self.environ = builder.get_environ()
        self.status = ""

    def ask_often(self, times: int) -> int:
        """The size of the last answer, as it would cross the air."""
        return [self.ask() for _ in range(times)][-1]

    def ms_anew(self) -> float:
        """What it takes when nothing of it is remembered, as for the first who opens it."""
        kept = getattr(self.app, "extensions", {}).get("remembered_pages", {})
        spent = 0.0
        for _ in range(TIMED // 5):
            kept.clear()
            begun = time.process_time()
            self.ask()
            spent += time.process_time() - begun
        return 1000 * spent / (TIMED // 5)

    def ask(self) -> int:
        """As a server calls it; Flask's test client would cost as much as a small page."""
        answer = self.app({**self.environ, "wsgi.input": io.BytesIO()}, self.note_status)
        try:
            size = sum(len(part) for part in answer)
        finally:
            getattr(answer, "close", lambda: None)()
        if not self.status.startswith("200"):
            raise RuntimeError(f"The page was answered with {self.status}")
        return size

    def note_status(self, status: str, _headers: object, _exc_info: object = None) -> None:
        self.status = status


def shares(profile: cProfile.Profile) -> dict[str, float]:
    functions: dict[Function, Any] = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    owners = Owners(functions)
    spent: dict[str, float] = defaultdict(float)
    for function, (_, _, own_time, _, callers) in functions.items():
        if component_of(function) or not callers:
            spent[component_of(function) or "other"] += own_time
        for caller, (_, _, own_time_for_caller, _) in callers.items():
            if not component_of(function):
                spent[owners.of(caller)] += own_time_for_caller
    total = sum(spent.values())
    return {name: seconds / total for name, seconds in spent.items()}


class Owners:
    """Which component a function works for: its own, or that of whoever calls it most."""

    def __init__(self, functions: dict[Function, Any]) -> None:
        self.functions = functions
        self.known: dict[Function, str] = {}

    def of(self, function: Function) -> str:
        if function not in self.known:
            self.known[function] = "other"  # for two that call each other
            self.known[function] = component_of(function) or self.busiest_caller(function)
        return self.known[function]

    def busiest_caller(self, function: Function) -> str:
        callers = self.functions[function][4]
        return self.of(max(callers, key=lambda caller: callers[caller][3])) if callers else "other"


def component_of(function: Function) -> str | None:
    """None for C code and the standard library."""
    file = Path(function[0])
    if "site-packages" in file.parts:
        package = file.parts[file.parts.index("site-packages") + 1].removesuffix(".py")
        return COMPONENTS.get(package, "other")
    if file.is_relative_to(Path.cwd()):
        return COMPONENTS.get(file.relative_to(Path.cwd()).parts[0])
    return "jinja2" if function[0] == "<template>" else None


if __name__ == "__main__":
    main()
