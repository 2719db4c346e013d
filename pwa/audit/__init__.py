"""The audit log: append-only, hash-chained, verifiable. Says who did what, never
anything about health. An entry is FHIR's AuditEvent."""

from pwa.audit.log import record, record_look
from pwa.audit.tags import Tag

__all__ = ["Tag", "record", "record_look"]
