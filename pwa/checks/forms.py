"""Forms of the checks."""

from datetime import UTC, datetime

from wtforms import HiddenField, SelectMultipleField
from wtforms.validators import UUID, AnyOf, Optional

from pwa.timelines import Level
from pwa.web.forms import Form


class CheckForm(Form):
    """What was ticked: each value is "symptom/answer"."""

    client_id = HiddenField(validators=[UUID("Open the question anew, then answer it again.")])
    asked_at = HiddenField(validators=[Optional()])
    phone_level = HiddenField(validators=[Optional(), AnyOf(list(Level))])
    answer = SelectMultipleField(validate_choice=False)

    @property
    def picked(self) -> list[tuple[str, str]]:
        """The (symptom, answer) pairs, each once, in the order ticked."""
        pairs = (value[:130].partition("/") for value in self.answer.data or [])
        return list(dict.fromkeys((symptom, answer) for symptom, _, answer in pairs if symptom and answer))

    @property
    def asked_moment(self) -> datetime | None:
        """The phone's time of asking, if it is a moment at all."""
        try:
            moment = datetime.fromisoformat(self.asked_at.data or "")
        except ValueError:
            return None
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
