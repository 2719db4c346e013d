"""The queue: Huey on a SQLite file, or on Redis at scale."""

from pathlib import Path
from typing import Any

from flask import current_app
from huey import Huey, RedisHuey, SqliteHuey


def make_queue(url: str) -> Huey:
    """The queue behind an address: Redis over TCP, TLS or a socket; or a SQLite file."""
    if url.startswith(("redis://", "rediss://", "unix://")):
        return RedisHuey("mend", url=url)
    path = Path(url.removeprefix("sqlite:///"))
    path.parent.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("mend", filename=str(path), fsync=True)


def waiting_jobs() -> int:
    """How many jobs wait in the running app's queue. Raises if it does not answer."""
    queue: Any = current_app.extensions["queue"]
    return int(queue.pending_count())
