"""Forms of the patient's side of contact."""

from wtforms import HiddenField, TextAreaField
from wtforms.validators import UUID, AnyOf, Length, Optional

from pwa.checks import Check
from pwa.contact.conversation import Kind
from pwa.web.forms import Form

LONGEST = 4000


class MessageForm(Form):
    """A message, or a request to be rung back. Without anything sent along it must
    say something itself."""

    client_id = HiddenField(validators=[UUID("Open the page anew, then send it again.")])
    check_id = HiddenField(validators=[Optional(), UUID()])
    kind = HiddenField(default=Kind.WRITTEN, validators=[AnyOf(list(Kind))])
    text = TextAreaField(
        "What would you like to ask or tell?",
        validators=[Length(max=LONGEST, message=f"Keep it under {LONGEST} letters. Nothing was lost.")],
    )

    def with_check(self, check: Check | None) -> "MessageForm":
        """The form as it is asked when a check is sent along, or not."""
        if check is not None:
            self.text.label.text = "Anything to add?"
            self.text.description = "You don’t have to. What you picked is sent along."
        return self

    def says_something(self, check: Check | None) -> bool:
        """Whether it can be sent; what is wrong is left on the field."""
        if not self.validate():
            return False
        if check is None and self.kind.data == Kind.WRITTEN and not self.text.data:
            self.text.errors = ["Write a few words first, or ring."]
            return False
        return True
