"""Forms of the people: sign-in, enrolment, codes, invitations."""

from wtforms import EmailField, HiddenField, PasswordField, SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from pwa.people.models import Account, Role
from pwa.people.passphrases import fault_of
from pwa.web.forms import DateInParts, Form

AN_EMAIL = Regexp(
    r"^[^@\s]{1,64}@[^@\s]{1,180}\.[^@\s.]{2,60}$", message="Enter an e-mail address, such as name@practice.org."
)


class SignInForm(Form):
    """Staff: e-mail and passphrase."""

    email = EmailField("E-mail", validators=[DataRequired("Enter your e-mail address."), Length(max=254)])
    passphrase = PasswordField("Passphrase", validators=[InputRequired("Enter your passphrase."), Length(max=1000)])
    next = HiddenField()
    held = HiddenField()


class EnrolmentForm(Form):
    """Patients: the code on the card, with the date of birth."""

    code = StringField("Code on your card", validators=[DataRequired("Enter the code on your card."), Length(max=40)])
    birth_date = DateInParts("Your date of birth")


class DeviceForm(Form):
    """A person's next phone: the ten-minute code."""

    code = StringField("Ten-minute code", validators=[DataRequired("Enter the code."), Length(max=40)])


class PassphraseForm(Form):
    """Accepting an invitation."""

    passphrase = PasswordField(
        "Choose a passphrase", validators=[InputRequired("Choose a passphrase."), Length(max=1000)]
    )
    again = PasswordField("The same again", validators=[InputRequired("Type it a second time."), Length(max=1000)])

    def suits(self, account: Account) -> bool:
        """Whether the passphrase can be this person's; what is wrong is left on the fields."""
        if not self.validate():
            return False
        if self.passphrase.data != self.again.data:
            self.again.errors = ["The two are not the same. Type it again."]
            return False
        fault = fault_of(self.passphrase.data, account.name, account.email or "", account.practice.name)
        self.passphrase.errors = [fault] if fault else []
        return fault is None


class ColleagueForm(Form):
    """Someone who works at the practice."""

    name = StringField("Name", description="As patients know them, such as Dr Ada Okafor.", validators=[
        DataRequired("Enter a name."), Length(max=120)])  # fmt: skip
    email = EmailField("E-mail", validators=[DataRequired("Enter an e-mail address."), Length(max=254), AN_EMAIL])
    role = SelectField(
        "Role",
        choices=[
            SelectChoice(Role.SURGEON, "Surgeon"),
            SelectChoice(Role.STAFF, "Nurse or other staff"),
            SelectChoice(Role.ADMIN, "Administrator"),
        ],
    )
