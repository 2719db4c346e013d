""" "Is this normal?" and "When can I…?": symptoms, answers, verdicts."""

from pwa.checks.asking import check_of, checks_of, verdicts_of
from pwa.checks.models import Check
from pwa.checks.rules import Verdict

__all__ = ["Check", "Verdict", "check_of", "checks_of", "verdicts_of"]
