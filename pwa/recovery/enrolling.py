"""A new patient: account, recovery and card in one step, or none of it."""

from uuid import UUID

from wtforms import SelectChoice

from pwa import clock
from pwa.people import Account, CodePurpose, Role
from pwa.people.codes import grouped, issue_code
from pwa.people.colleagues import add_patient, surgeons_of
from pwa.recovery.courses import CannotBegin, Operation, begin_recovery, check_operation
from pwa.recovery.forms import NewPatientForm
from pwa.recovery.models import Recovery
from pwa.timelines import published

OLDEST = 120


def fill_choices(form: NewPatientForm, member: Account) -> NewPatientForm:
    """Offer what this practice has: signed timelines and surgeons."""
    form.version.choices = [SelectChoice(str(version.id), version.title) for version in published(member.practice)]
    form.surgeon.choices = [SelectChoice(str(surgeon.id), surgeon.name) for surgeon in surgeons_of(member)]
    if member.role == Role.SURGEON and not form.surgeon.data:
        form.surgeon.data = str(member.id)
    return form


def enrol_patient(form: NewPatientForm, member: Account) -> tuple[Recovery, str]:
    """Begin it. Raises CannotBegin with a sentence, before anything is written."""
    operation = _operation(form, member)
    _check_birth_date(form)
    check_operation(operation, member.practice_id)
    patient = add_patient(member.practice, name=form.name.data, birth_date=form.birth_date.value.isoformat(), by=member)
    recovery = begin_recovery(patient, operation, by=member)
    return recovery, issue_card(recovery, by=member)


def issue_card(recovery: Recovery, *, by: Account) -> str:
    """The code for the patient's card, shown once."""
    return grouped(issue_code(recovery.patient, CodePurpose.ENROLMENT, issuer=by))


def _operation(form: NewPatientForm, member: Account) -> Operation:
    versions = {str(version.id): version for version in published(member.practice)}
    surgeons = {str(surgeon.id): surgeon for surgeon in surgeons_of(member)}
    return Operation(
        version=versions[form.version.data], surgeon=surgeons[form.surgeon.data],
        surgery_date=form.surgery_date.value, anaesthetic=form.anaesthetic.data, zone=form.zone.data,
        client_id=UUID(form.client_id.data),
    )  # fmt: skip


def _check_birth_date(form: NewPatientForm) -> None:
    born, today = form.birth_date.value, clock.now().date()
    if born > today or today.year - born.year > OLDEST:
        raise CannotBegin("Check the date of birth: it is in the future, or more than 120 years ago.")
