"""Forms: Flask-WTF, with what our pages need of every field."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, StringField, ValidationError
from wtforms.widgets import html_params


class Form(FlaskForm):  # type: ignore[misc]
    """The base of all forms; text comes without stray blanks around it."""

    class Meta:
        """Tidy what was typed, and drop signs no text holds (NUL and its kin)."""

        def bind_field(self, form: Any, unbound: Any, options: Any) -> Any:
            filters = unbound.kwargs.get("filters", [])
            if issubclass(unbound.field_class, StringField) and tidy not in filters:
                unbound.kwargs["filters"] = [*filters, tidy]
            return unbound.bind(form=form, **options)


def tidy(text: str | None) -> str | None:
    """Without blanks around it and without control signs."""
    if text is None:
        return None
    return "".join(c for c in text if c.isprintable() or c in "\n\t").strip()


class DateInParts(Field):  # type: ignore[misc]
    """A date as three boxes (day, month, year): no picker, no order to guess."""

    data: date | None
    parts = ("day", "month", "year")

    def widget(self, field: "DateInParts", **kwargs: Any) -> str:
        """Unused: the macro in web/fields.html draws the three boxes."""
        return f"<input {html_params(name=field.name, **kwargs)}>"

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        super().process(None, data, extra_filters)
        self.typed = dict.fromkeys(self.parts, "")
        if isinstance(self.data, date):
            self.typed = {"day": str(self.data.day), "month": str(self.data.month), "year": str(self.data.year)}
        if formdata is not None and any(f"{self.name}-{part}" in formdata for part in self.parts):
            self.typed = {part: (formdata.get(f"{self.name}-{part}") or "").strip()[:8] for part in self.parts}
            self.data = self._read()

    @property
    def value(self) -> date:
        """The date, once the form was found valid."""
        if self.data is None:
            raise ValueError("the date was not checked")
        return self.data

    def _read(self) -> date | None:
        try:
            day, month, year = (int(self.typed[part]) for part in self.parts)
            return date(year, month, day)
        except ValueError:
            return None

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002
        if self.data is None:
            raise ValidationError("Enter a date that exists, such as 27 3 1952.")


def first_errors(form: FlaskForm) -> Sequence[tuple[str, str]]:
    """Each wrong field's id and first sentence, for the summary above the form."""
    return [(form[name].id, str(errors[0])) for name, errors in form.errors.items() if name in form and errors]
