"""The table of contact plans."""

from functools import lru_cache
from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from pwa.db import Base
from pwa.practice.plan import ContactPlan


class ContactPlanRow(Base):
    """A practice's contact plan. All of it is public: numbers, hours, cover."""

    __tablename__ = "contact_plans"

    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practices.id"), primary_key=True)
    document: Mapped[str] = mapped_column(Text)

    @property
    def plan(self) -> ContactPlan:
        """The plan as a document."""
        return _parsed(self.document)


@lru_cache(maxsize=1024)
def _parsed(document: str) -> ContactPlan:
    return ContactPlan.model_validate_json(document)
