"""The worker's timetable, whole, on one screen.

Huey only keeps the time: what must happen is always a row in the database, so a
lost job costs one interval.
"""

from huey import crontab

from pwa import clock, create_app
from pwa.people.attempts import forget_old
from pwa.people.sessions import forget_ended

app = create_app()
huey = app.extensions["queue"]


@huey.periodic_task(crontab(minute="0"))  # type: ignore[untyped-decorator]
def forget_what_is_over() -> None:
    """Each hour: sessions that ended, and wrong tries long past."""
    with app.app_context():
        forget_ended(clock.now())
        forget_old(clock.now())
