"""Phone numbers: as a phone dials them, and as people write them. Pure."""

import phonenumbers


def dialable(text: str | None, region: str) -> str | None:
    """A number as a phone dials it (E.164). Raises ValueError with a sentence."""
    if not text:
        return None
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or number.extension or not _has_whole_length(number):
        raise ValueError(f"“{text}” is not a phone number we can ring. Write it with its area code.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _has_whole_length(number: phonenumbers.PhoneNumber) -> bool:
    """With its area code. Not whether it is in use: new ranges open all the time."""
    return phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE


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
