"""Questions as the phone sends them."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from pwa import db
from pwa.checks.models import Check
from tests.behind import behind
from tests.browser import Browser, Page

SWELLING_GROWS = "swelling/one-side-bigger"
FAST_AND_FAINT = "swelling/fast-and-faint"
BRUISES_FADE = "bruising/fading"


@pytest.fixture
def ask(maria: Browser) -> Callable[..., Page]:
    """Send what Maria ticked."""

    def send(*answers: str, status: int = 200, **more: Any) -> Page:
        sent = {"client_id": str(uuid4()), "asked_at": "", "phone_level": "", "answer": list(answers)} | more
        return maria.post("/checks", sent, status=status)

    return send


@pytest.fixture
def kept(app: Flask) -> Callable[[], list[SimpleNamespace]]:
    """Every check in the database, oldest first, with what was picked."""

    def look() -> list[SimpleNamespace]:
        with behind(app):
            checks = db.session().scalars(sa.select(Check).order_by(Check.received_at, Check.asked_at))
            return [SimpleNamespace(**{**vars(check), "picked": check.picked}) for check in checks]

    return look


@pytest.fixture
def cast_ids(app: Flask) -> dict[str, tuple[Any, Any]]:
    """The pinned version and the recovery of each patient."""
    with behind(app) as cast:
        recoveries = {name: cast.recovery(name) for name in ("maria", "tom", "aisha", "sam")}
        return {name: (recovery.version_id, recovery.id) for name, recovery in recoveries.items()}
