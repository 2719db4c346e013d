"""Messages as a patient sends them."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from tests.browser import Browser, Page


@pytest.fixture
def send(maria: Browser) -> Callable[..., Page]:
    """Send what Maria wrote; gives back the page of what became of it."""

    def post(text: str = "It throbs.", *, status: int = 200, **more: Any) -> Page:
        sent = {"client_id": str(uuid4()), "check_id": "", "kind": "written", "text": text} | more
        return maria.post("/messages", sent, status=status)

    return post


@pytest.fixture
def ask(maria: Browser) -> Callable[[str], Page]:
    """Ask whether something is normal."""
    return lambda answer: maria.post("/checks", {"client_id": str(uuid4()), "answer": answer})
