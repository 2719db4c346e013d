"""Forms: Flask-WTF, with what our pages need of every field."""

import unicodedata
from datetime import date
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field, StringField, ValidationError


class Form(FlaskForm):  # type: ignore[misc]
    """The base of all forms; text comes without stray blanks around it."""

    class Meta:
        """Tidy what was typed, and drop signs no text holds (NUL and its kin)."""

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Only form fields: neither files nor JSON, which no form of ours sends."""
            if formdata is None or isinstance(formdata, MultiDict):
                return formdata
            return request.form if form.is_submitted() else None

        def bind_field(self, form: Any, unbound: Any, options: Any) -> Any:
            filters = unbound.kwargs.get("filters", [])
            if issubclass(unbound.field_class, StringField) and tidy not in filters:
                unbound.kwargs["filters"] = [*filters, tidy]
            return unbound.bind(form=form, **options)


def tidy(text: str | None) -> str | None:
    """Without blanks around it; every kind of blank is an ordinary one, and control
    signs, which no text needs, are gone."""
    if text is None:
        return None
    return "".join(_plain(sign) for sign in text).strip()


def _plain(sign: str) -> str:
    if sign in "\n\t":
        return sign
    kind = unicodedata.category(sign)
    return " " if kind == "Zs" else "" if kind in {"Cc", "Cs"} else sign


class DateInParts(Field):  # type: ignore[misc]
    """A date as three boxes (day, month, year): no picker, no order to guess."""

    data: date | None
    parts = ("day", "month", "year")

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
