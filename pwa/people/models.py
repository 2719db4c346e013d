"""Tables of the people: practices, accounts, codes and sessions."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pwa import clock
from pwa.crypto import Sealed, keyring, unseal
from pwa.db import Base


class Role(StrEnum):
    """What an account may be. A caregiver is FHIR's RelatedPerson."""

    PATIENT = "patient"
    SURGEON = "surgeon"
    STAFF = "staff"
    ADMIN = "admin"
    CAREGIVER = "caregiver"


TEAM = frozenset({Role.SURGEON, Role.STAFF})
EMPLOYED = TEAM | {Role.ADMIN}


TITLES = {"dr", "nurse", "mr", "mrs", "ms", "prof", "admin"}


@dataclass(frozen=True, slots=True)
class Named:
    """Someone's name, and how one speaks of them."""

    name: str

    @property
    def short_name(self) -> str:
        """ "Dr Okafor", "Nurse Lee"; without a title the first name."""
        words = self.name.split()
        return f"{words[0]} {words[-1]}" if words[0].lower() in TITLES else words[0]


class Practice(Base):
    """A surgeon's practice: the tenant. Nothing of one can be reached from another.

    ``contact_plan`` is the practice room's document (numbers, hours, cover), kept
    here because every page needs it with the person who opens the page.
    """

    __tablename__ = "practices"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(String(120))
    region: Mapped[str] = mapped_column(String(2))
    zone: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(8))
    contact_plan: Mapped[str] = mapped_column(Text, default="{}")
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    accounts: Mapped[list["Account"]] = relationship(back_populates="practice")


class Account(Base):
    """A person with a sign-in. Name, date of birth and e-mail are sealed with a key
    of the person's own, which is kept wrapped."""

    __tablename__ = "accounts"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practices.id"), index=True)
    role: Mapped[Role] = mapped_column(String(16))
    wrapped_key: Mapped[bytes]
    sealed_name: Mapped[bytes]
    sealed_birth_date: Mapped[bytes | None]
    sealed_email: Mapped[bytes | None]
    email_index: Mapped[bytes | None] = mapped_column(unique=True)
    passphrase_hash: Mapped[str | None] = mapped_column(String(160))
    demo_name: Mapped[str | None] = mapped_column(String(24), unique=True)
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    practice: Mapped[Practice] = relationship(back_populates="accounts")
    name = Sealed()
    birth_date = Sealed()
    email = Sealed()

    def __init__(self, *, practice: Practice, role: Role, name: str, demo_name: str | None = None) -> None:
        self.id = uuid4()
        self.wrapped_key = keyring().new_data_key(self.id)
        super().__init__(practice=practice, role=role, demo_name=demo_name, is_active=True)
        self.name = name

    @property
    def data_key(self) -> bytes:
        """The key that opens what is sealed of this person."""
        return keyring().unwrap(self.wrapped_key, self.id)

    @property
    def short_name(self) -> str:
        """How one speaks of this person."""
        return Named(self.name).short_name

    def uses_email(self, email: str) -> None:
        """Set the address this person signs in with, and how to find it."""
        self.email = email
        self.email_index = email_index(email)


def name_of(account_id: UUID, wrapped_key: bytes, sealed_name: bytes) -> str:
    """The name in a plain row of accounts."""
    return unseal(keyring().unwrap(wrapped_key, account_id), sealed_name, f"accounts|sealed_name|{account_id}").decode()


def email_index(email: str) -> bytes:
    """How an e-mail address is looked up without being readable."""
    return keyring().blind_index("email", email.strip().casefold())


class CodePurpose(StrEnum):
    """What a code opens."""

    ENROLMENT = "enrolment"
    DEVICE = "device"
    INVITATION = "invitation"


class Code(Base):
    """A code or link that works once, until it expires. Kept as a keyed hash."""

    __tablename__ = "codes"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    purpose: Mapped[CodePurpose] = mapped_column(String(16))
    code_index: Mapped[bytes] = mapped_column(unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    wrong_dates: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    account: Mapped[Account] = relationship()

    def is_good(self, moment: datetime) -> bool:
        """Neither used nor expired, and its owner still has an account."""
        return self.used_at is None and moment < self.expires_at and self.account.is_active


class SignedInSession(Base):
    """Someone signed in on one device. The cookie holds a random token, this row its
    SHA-256: without the row the cookie is worth nothing."""

    __tablename__ = "sessions"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    begun_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)

    account: Mapped[Account] = relationship()


class FailedAttempts(Base):
    """How often someone got it wrong lately. ``key`` is a keyed hash of what is slowed
    down: an address, a code, an e-mail."""

    __tablename__ = "failed_attempts"

    key: Mapped[bytes] = mapped_column(primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(index=True)
