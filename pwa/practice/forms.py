"""Forms of a practice's set-up."""

from wtforms import IntegerField, SelectChoice, SelectField, StringField, TelField, ValidationError
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from pwa import clock
from pwa.practice.numbers import dialable
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
        self._dialable(field)

    def validate_on_call_number(self, field: TelField) -> None:
        """The same."""
        self._dialable(field)

    def _dialable(self, field: TelField) -> None:
        try:
            field.data = dialable(field.data, self.region_code)
        except ValueError as error:
            raise ValidationError(str(error)) from error


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
