"""Forms of the team's inbox."""

from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from pwa.web.forms import Form


class AnswerForm(Form):
    """An answer to a patient."""

    text = TextAreaField(
        "Your answer",
        validators=[
            DataRequired("Write an answer first."),
            Length(max=4000, message="Keep it under 4000 letters. Nothing was lost."),
        ],
    )
