"""The load generator: one thread, plain sockets, because a costly one would measure itself.

    {"port", "path", "headers", "connections", "seconds"}           each connection asks again as soon as it is answered
    {…, "rate": 100}                                                so many a second, whether answered or not

The job comes as JSON on stdin, the result leaves as JSON on stdout. Asks 127.0.0.1 only. With a rate, a waiting time
counts from the moment a request was *due*: counted from when it could be sent, a stall would hide all who queued in it.
"""

import json
import select
import socket
import sys
import time
from typing import Any

WARM_UP_SECONDS = 1.0
SECONDS_FOR_THE_LAST = 5.0
LOOK_AGAIN = 0.05


class Connection:
    def __init__(self, port: int) -> None:
        self.port = port
        self.due = 0.0
        self.open()

    def open(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=5)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = b""

    def fileno(self) -> int:
        return self.socket.fileno()

    def ask(self, request: bytes, due: float) -> None:
        self.due = due
        self.received = b""
        self.socket.sendall(request)

    def take(self) -> bool | None:
        """None while the answer is on its way, then whether it was a page."""
        try:
            part = self.socket.recv(262_144)
        except ConnectionError:
            part = b""
        if not part:
            self.socket.close()
            self.open()
            return False
        self.received += part
        return self.received.startswith(b"HTTP/1.1 200") if is_whole(self.received) else None


def is_whole(answer: bytes) -> bool:
    head, blank_line, body = answer.partition(b"\r\n\r\n")
    if not blank_line:
        return False
    _, named, rest = head.lower().partition(b"\r\ncontent-length:")
    if named:
        return len(body) >= int(rest.partition(b"\r\n")[0])
    return body.endswith(b"0\r\n\r\n")


class Load:
    def __init__(self, job: dict[str, Any]) -> None:
        lines = [f"GET {job['path']} HTTP/1.1", f"Host: localhost:{job['port']}"]
        lines += [f"{name}: {value}" for name, value in job["headers"].items()]
        self.request = "\r\n".join([*lines, "", ""]).encode()
        self.idle = [Connection(job["port"]) for _ in range(job["connections"])]
        self.busy: set[Connection] = set()
        self.forget()

    def forget(self) -> None:
        self.waits: list[float] = []
        self.failed = 0

    def saturate(self, seconds: float) -> None:
        end = time.perf_counter() + seconds
        while (now := time.perf_counter()) < end:
            while self.idle:
                self.ask(due=now)
            self.receive(end - now)

    def keep_pace(self, rate: float, seconds: float) -> None:
        start, sent = time.perf_counter(), 0
        while sent < rate * seconds:
            due = start + sent / rate
            now = time.perf_counter()
            if due <= now and self.idle:
                self.ask(due)
                sent += 1
            else:
                self.receive(due - now if due > now else LOOK_AGAIN)

    def drain(self) -> None:
        end = time.perf_counter() + SECONDS_FOR_THE_LAST
        while self.busy and (now := time.perf_counter()) < end:
            self.receive(end - now)
        self.failed += len(self.busy)

    def ask(self, due: float) -> None:
        connection = self.idle.pop()
        connection.ask(self.request, due)
        self.busy.add(connection)

    def receive(self, patience: float) -> None:
        for connection in select.select(list(self.busy), [], [], max(0.0, patience))[0]:
            was_page = connection.take()
            if was_page is not None:
                self.waits.append(time.perf_counter() - connection.due)
                self.failed += not was_page
                self.busy.remove(connection)
                self.idle.append(connection)


def run(job: dict[str, Any]) -> dict[str, float]:
    load = Load(job)
    load.saturate(WARM_UP_SECONDS)
    load.drain()
    load.forget()
    if "rate" in job:
        load.keep_pace(job["rate"], job["seconds"])
        load.drain()
    else:
        load.saturate(job["seconds"])
    waits = sorted(load.waits)
    at = {f"p{percent}_ms": 1000 * waits[int(len(waits) * percent / 100)] for percent in (50, 95, 99)}
    return {"answered": len(waits), "failed": load.failed, "seconds": job["seconds"], **at}


if __name__ == "__main__":
    print(json.dumps(run(json.load(sys.stdin))))
