"""Forms of the timelines."""

from wtforms import PasswordField
from wtforms.validators import InputRequired, Length

from pwa.web.forms import Form


class SignatureForm(Form):
    """A surgeon's signature: the passphrase, again."""

    passphrase = PasswordField(
        "Your passphrase", validators=[InputRequired("Enter your passphrase to sign."), Length(max=1000)]
    )
