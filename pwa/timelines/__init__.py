"""Recovery timelines: documents, the starter library, signatures, published versions."""

from pwa.timelines.answers import Symptom
from pwa.timelines.compiled import NONE_FITS, compile_table
from pwa.timelines.document import Document
from pwa.timelines.facts import Activity, AnaestheticKind, Area, Milestone, Phase, covers
from pwa.timelines.levels import Level, Soon, highest
from pwa.timelines.models import TimelineVersion
from pwa.timelines.shelf import published, sign, starters
from pwa.timelines.signed import SignedVersion, signed_version

__all__ = [
    "NONE_FITS", "Activity", "AnaestheticKind", "Area", "Document", "Level", "Milestone", "Phase", "SignedVersion",
    "Soon", "Symptom", "TimelineVersion", "compile_table", "covers", "highest", "published", "sign", "signed_version",
    "starters",
]  # fmt: skip
