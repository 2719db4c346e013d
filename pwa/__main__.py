"""Make an installation ready: ``python -m pwa``.

Makes the master key if there is none, brings the database to the newest shape and,
for a demo, fills an empty one with the cast. Safe to run again.
"""

import os
import sys

from pwa import create_app
from pwa.commands import migrate_database, prepare_keys
from pwa.config import CannotStart
from pwa.demo import fill_if_empty


def main() -> None:
    """Prepare it, or say in one line what stands in the way."""
    try:
        prepare_keys(os.environ)
        app = create_app()
    except CannotStart as error:
        sys.exit(f"Mend can't start. {error}")
    with app.app_context():
        migrate_database()
        if app.extensions["settings"].demo:
            fill_if_empty()


if __name__ == "__main__":
    main()
