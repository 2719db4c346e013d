"""Forms of a practice's set-up."""

import phonenumbers
from wtforms import IntegerField, SelectChoice, SelectField, StringField, TelField, ValidationError
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from pwa import clock
from pwa.practice.regions import REGIONS
from pwa.web.forms import DateInParts, Form

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LANGUAGES = [SelectChoice("en", "English"), SelectChoice("es", "Español")]
COUNTRIES = [SelectChoice(r.code, r.name) for r in sorted(REGIONS.values(), key=lambda r: r.name)]
COVERED = [SelectChoice("yes", "Yes, the on-call number is answered"), SelectChoice("no", "No")]


class PracticeForm(Form):
    """Who the practice is."""

    name = StringField("Name of the practice", validators=[DataRequired("Enter the practice’s name."), Length(max=120)])
    region = SelectField("Country", choices=COUNTRIES)
    zone = StringField(
        "Time zone",
        description="Such as Europe/London.",
        validators=[DataRequired("Enter a time zone."), Length(max=64)],
    )
    language = SelectField("Language", choices=LANGUAGES)

    def validate_zone(self, field: StringField) -> None:
        """A zone of the IANA database."""
        if not clock.is_zone(field.data):
            raise ValidationError(f"“{field.data}” is not a time zone. Use one such as Europe/London.")


class NumbersForm(Form):
    """The numbers a patient rings, and what is promised."""

    office_number = TelField(
        "Office number", description="Rung in opening hours.", validators=[Optional(), Length(max=40)]
    )
    on_call_number = TelField(
        "On-call number",
        description="Rung when the office is closed, on covered days.",
        validators=[Optional(), Length(max=40)],
    )
    reply_hours = IntegerField(
        "Answer messages within (opening hours)", validators=[NumberRange(1, 40, "Between 1 and 40 hours.")]
    )
    call_back_minutes = IntegerField(
        "Ring back within (minutes)", validators=[NumberRange(10, 480, "Between 10 and 480 minutes.")]
    )

    def __init__(self, *args: object, region: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.region_code = region

    def validate_office_number(self, field: TelField) -> None:
        """A number that exists in the practice's country."""
        field.data = dialable(field.data, self.region_code)

    def validate_on_call_number(self, field: TelField) -> None:
        """The same."""
        field.data = dialable(field.data, self.region_code)


class HoursForm(Form):
    """Opening hours, one line a weekday, and the days with on-call cover."""


for _index, _day in enumerate(WEEKDAYS):
    setattr(HoursForm, f"day_{_index}", StringField(_day, validators=[Length(max=80)]))


class UnusualDayForm(Form):
    """A day that is not like its weekday."""

    day = DateInParts("Date")
    hours = StringField(
        "Opening hours that day", description="Leave empty if closed all day.", validators=[Length(max=80)]
    )
    covered = SelectField("On-call cover", choices=COVERED)
    note = StringField("Why", description="For your team, such as “Bank holiday”.", validators=[Length(max=80)])


def dialable(text: str | None, region: str) -> str | None:
    """A number as a phone dials it (E.164). Raises ValidationError with a sentence."""
    if not text:
        return None
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise ValidationError(f"“{text}” is not a phone number we can ring. Write it with its area code.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def readable(number: str | None, region: str) -> str:
    """A number as people of that country write it; short numbers as they are."""
    if not number:
        return ""
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return number
    at_home = phonenumbers.region_code_for_number(parsed) == region
    style = phonenumbers.PhoneNumberFormat.NATIONAL if at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, style) if number.startswith("+") else number
