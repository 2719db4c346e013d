"""Write the audit log, and prove that nobody has changed it since."""

import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from pwa import clock, crypto, db
from pwa.audit.models import AuditChain, AuditEntry
from pwa.audit.tags import Tag

NO_PRACTICE = UUID(int=0)
START = bytes(32)


@dataclass(frozen=True, slots=True)
class Act:
    """Who did what to whom."""

    tag: Tag
    actor: UUID | None
    subject: UUID | None
    details: Mapping[str, str | int]


def record(
    tag: Tag, *, practice: UUID | None, actor: UUID | None, subject: UUID | None = None, **details: str | int
) -> None:
    """Append an entry in the transaction of what it describes.

    ``details`` hold counts and kinds, never words of or about a patient.
    """
    _append(db.session(), practice or NO_PRACTICE, Act(tag, actor, subject, details))


def record_look(tag: Tag, *, practice: UUID, actor: UUID, subject: UUID) -> None:
    """Write down that someone read a record. Works while a page is only read."""
    with db.writing() as session:
        _append(session, practice, Act(tag, actor, subject, {}))


def _append(session: Session, practice: UUID, act: Act) -> None:
    chain = _locked_chain(session, practice)
    entry = AuditEntry(
        chain_id=chain.id, position=chain.length, at=clock.now(), tag=str(act.tag),
        actor_id=act.actor, subject_id=act.subject, details=dict(act.details),
    )  # fmt: skip
    entry.hash = link(crypto.keyring().audit, chain.head, entry)
    chain.head, chain.length = entry.hash, chain.length + 1
    session.add(entry)
    session.flush()


def _locked_chain(session: Session, practice: UUID) -> AuditChain:
    """The head of the chain, held until the transaction ends so that entries queue."""
    session.execute(db.insert_if_missing(session, AuditChain).values(id=practice, length=0, head=START))
    query = sa.select(AuditChain).where(AuditChain.id == practice).with_for_update()
    return session.execute(query.execution_options(populate_existing=True)).scalar_one()


def link(key: bytes, previous: bytes, entry: AuditEntry) -> bytes:
    """The keyed hash of an entry and the one before it."""
    body = [
        str(entry.chain_id),
        entry.position,
        _stamp(entry.at),
        entry.tag,
        str(entry.actor_id),
        str(entry.subject_id),
        entry.details,
    ]
    return hmac.digest(key, previous + json.dumps(body, sort_keys=True).encode(), "sha256")


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")


@dataclass(frozen=True, slots=True)
class Verified:
    """One chain after verification; ``fault`` says what is wrong with it, if anything."""

    chain: UUID
    length: int
    head: str
    fault: str | None


Heads = Mapping[str, Sequence[Any]]


def verify(session: Session, key: bytes, kept: Heads | None = None) -> Iterator[Verified]:
    """Walk every chain. A changed, missing, moved or added entry is found at its place.

    A cut tail shows against the chain's head row; if that was rolled back as well, it
    shows against ``kept``: heads that were kept elsewhere, as {chain: [length, hash in hex]}.
    """
    chains = session.scalars(sa.select(AuditChain).order_by(AuditChain.id)).all()
    for chain in chains:
        fault = _first_fault(session, key, chain, (kept or {}).get(str(chain.id)))
        yield Verified(chain.id, chain.length, chain.head.hex(), fault)
    known = {chain.id for chain in chains}
    written = set(session.scalars(sa.select(AuditEntry.chain_id).distinct()))
    for orphan in sorted((written | {UUID(name) for name in kept or {}}) - known):
        yield Verified(orphan, 0, "", "its head is missing")


def _first_fault(session: Session, key: bytes, chain: AuditChain, kept: Sequence[Any] | None) -> str | None:
    query = sa.select(AuditEntry).where(AuditEntry.chain_id == chain.id).order_by(AuditEntry.position)
    previous, position = START, 0
    with session.scalars(query.execution_options(yield_per=1000)) as entries:
        for entry in entries:
            if entry.position != position:
                return f"entry {position} is missing"
            if not hmac.compare_digest(entry.hash, link(key, previous, entry)):
                return f"entry {position} was changed"
            previous, position = entry.hash, position + 1
            if kept and kept[0] == position and previous.hex() != kept[1]:
                return f"entry {position - 1} is not the one that was kept elsewhere"
    if (position, previous) != (chain.length, chain.head):
        return f"it ends at {position}, its head says {chain.length}"
    if kept and position < kept[0]:
        return f"it was {kept[0]} long, now {position}"
    return None
