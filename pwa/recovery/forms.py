"""Forms of the recovery."""

from wtforms import HiddenField, SelectChoice, SelectField, StringField
from wtforms.validators import UUID, DataRequired, Length

from pwa.web.forms import DateInParts, Form

ANAESTHETICS = [
    SelectChoice("general", "General (asleep)"),
    SelectChoice("spinal", "Spinal (awake, legs numb)"),
    SelectChoice("local", "Local (awake, one part numb)"),
]


class NewPatientForm(Form):
    """A new patient and the operation."""

    client_id = HiddenField(validators=[UUID("Open the page anew, then send it again.")])
    name = StringField("Patient’s name", validators=[DataRequired("Enter the patient’s name."), Length(max=120)])
    birth_date = DateInParts("Date of birth")
    version = SelectField("Operation", description="Timelines a surgeon here has signed.")
    surgeon = SelectField("Surgeon")
    surgery_date = DateInParts("Date of surgery")
    anaesthetic = SelectField("Kind of anaesthetic", choices=ANAESTHETICS)
    zone = StringField("Time zone", description="Where the patient will recover, such as Europe/London.", validators=[
        DataRequired("Enter a time zone."), Length(max=64)])  # fmt: skip
