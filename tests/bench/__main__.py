"""`make bench`: measures what this house promises to be quick at, prints a table, writes bench-results.json.

ONLY=today runs one part. A part is a module beside this one with a `measure()` that returns its figures.
Everything runs on this machine, over loopback, and for a bounded time.
"""

import importlib
import json
import os
import platform
import sys
import traceback
from pathlib import Path

PARTS = ("today",)
RESULTS = Path("bench-results.json")

Figures = dict[str, float]


def main() -> int:
    only = os.environ.get("ONLY")
    if only and only not in PARTS:
        print(f"ONLY={only} is no part; there are: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before the start")
    results = {part: figures for part in PARTS if part == (only or part) and (figures := figures_of(part))}
    # The results of other parts stay: with ONLY one part is measured anew.
    kept = json.loads(RESULTS.read_text()) if only and RESULTS.exists() else {}
    RESULTS.write_text(json.dumps(kept | results, indent=2) + "\n")
    print(f"\nWritten to {RESULTS}")
    return 0 if len(results) == (1 if only else len(PARTS)) else 1


def figures_of(part: str) -> Figures | None:
    module = importlib.import_module(f"tests.bench.{part}")
    what, *_ = (module.__doc__ or "").splitlines()
    print(f"\n{part}: {what}", flush=True)
    try:
        figures: Figures = module.measure()
    except Exception:  # one part that fails must not cost the others
        traceback.print_exc()
        return None
    for name, figure in figures.items():
        print(f"  {name:<28}{figure:>12,.2f}")
    return figures


if __name__ == "__main__":
    sys.exit(main())
