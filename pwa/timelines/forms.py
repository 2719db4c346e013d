"""Forms of the timelines."""

from wtforms import HiddenField, PasswordField
from wtforms.validators import InputRequired, Length

from pwa.web.forms import Form


class SignatureForm(Form):
    """A surgeon's signature: the passphrase, again, under the very text that was read."""

    content_hash = HiddenField()

    passphrase = PasswordField(
        "Your passphrase", validators=[InputRequired("Enter your passphrase to sign."), Length(max=1000)]
    )
