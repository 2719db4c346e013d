"""Forms of the patient's side of contact."""

from wtforms import HiddenField, TextAreaField
from wtforms.validators import UUID, AnyOf, Length, Optional

from pwa.contact.conversation import Kind
from pwa.web.forms import Form

LONGEST = 4000


class MessageForm(Form):
    """A message, or a request to be rung back."""

    client_id = HiddenField(validators=[UUID("Open the page anew, then send it again.")])
    check_id = HiddenField(validators=[Optional(), UUID()])
    kind = HiddenField(default=Kind.WRITTEN, validators=[AnyOf(list(Kind))])
    text = TextAreaField(
        "Anything to add?",
        description="You don’t have to. What you picked is sent along.",
        validators=[Length(max=LONGEST, message=f"Keep it under {LONGEST} letters. Nothing was lost.")],
    )
