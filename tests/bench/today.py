"""The page a patient opens: /today as Maria, beside a bare Flask page on an identical server.

The bare page (tests/bench/bare_app.py) is what Flask does at best on this machine: no database, no account, a page of
about the same size. So `ratio` can be compared between machines; the other figures can't.
"""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.servers import free_port, mend_settings, serving, set_up_demo
from tests.bench.visitor import Visitor

ROUNDS = 3
SECONDS_A_ROUND = 4
CONNECTIONS = 8
STEADY_RATE = 100
STEADY_SECONDS = 10

BARE, REAL = "tests.bench.bare_app:app", "wsgi:app"

Figures = dict[str, float]


def measure() -> Figures:
    with tempfile.TemporaryDirectory(prefix="mend-bench-") as folder, ExitStack() as servers:
        settings = mend_settings(Path(folder), free_port())
        set_up_demo(settings)
        bare = page(serving(BARE, mend_settings(Path(folder), free_port()), servers), "/")
        today = page(serving(REAL, settings, servers), "/today", person="Maria")
        figures = saturated(bare, today) | steady(today)
        servers.close()  # the next figures are of one process with the machine to itself
        return figures | processor_time(bare, today, settings)


def page(port: int, path: str, person: str | None = None) -> dict[str, Any]:
    visitor = Visitor(port)
    if person:
        visitor.continue_as(person)
    visitor.require_page(path)
    return {"port": port, "path": path, "headers": visitor.headers()}


def saturated(bare: dict[str, Any], today: dict[str, Any]) -> Figures:
    """As many as they answer. In turns, and the order changes, so that a busy minute of the machine strikes both."""
    rates: dict[str, list[float]] = {"bare": [], "today": []}
    pages = {"bare": bare, "today": today}
    for round_number in range(ROUNDS):
        for name in sorted(pages, reverse=bool(round_number % 2)):
            result = load({**pages[name], "connections": CONNECTIONS, "seconds": SECONDS_A_ROUND})
            rates[name].append(result["answered"] / result["seconds"])
    bare_rps, today_rps = median(rates["bare"]), median(rates["today"])
    return {"today_rps": today_rps, "bare_rps": bare_rps, "ratio": today_rps / bare_rps}


def steady(today: dict[str, Any]) -> Figures:
    """Waiting times at a rate that doesn't slow down when the server does, as people don't."""
    result = load({**today, "connections": 64, "seconds": STEADY_SECONDS, "rate": STEADY_RATE})
    return {name: result[name] for name in ("p50_ms", "p95_ms", "p99_ms")}


def load(job: dict[str, Any]) -> dict[str, float]:
    """One run of the load generator; figures of error pages would be worthless, so one of them ends the part."""
    result: dict[str, float] = in_its_own_process(["tests.bench.load"], job, dict(os.environ))
    if result["failed"]:
        raise RuntimeError(f"{job['path']}: {result['failed']:.0f} requests were not answered with a page")
    return result


def processor_time(bare: dict[str, Any], today: dict[str, Any], settings: dict[str, str]) -> Figures:
    bare_cpu = in_its_own_process(["tests.bench.cpu", BARE], bare, settings)
    today_cpu = in_its_own_process(["tests.bench.cpu", REAL], today, settings)
    by_component = {f"cpu_{name}_ms": ms for name, ms in sorted(today_cpu["by_component"].items())}
    sizes = {"bare_bytes": bare_cpu["bytes"], "today_bytes": today_cpu["bytes"]}
    whole = {"bare_cpu_ms": bare_cpu["ms"], "today_cpu_ms": today_cpu["ms"], "today_anew_cpu_ms": today_cpu["anew_ms"]}
    return {**whole, **by_component, **sizes}


def in_its_own_process(program: list[str], job: dict[str, Any], settings: dict[str, str]) -> Any:
    """So that measuring and being measured don't share an interpreter."""
    command = [sys.executable, "-m", *program]
    ended = subprocess.run(
        command, input=json.dumps(job), env=settings, stdout=subprocess.PIPE, text=True, timeout=120, check=True
    )
    return json.loads(ended.stdout.splitlines()[-1])
