"""The WSGI entry point: ``granian --interface wsgi wsgi:app``."""

import gc
import os
import sys

from pwa import create_app
from pwa.commands import prepare_keys
from pwa.config import CannotStart

try:
    prepare_keys(os.environ)
    app = create_app()
except CannotStart as error:
    sys.exit(f"Mend can't start. {error}")

# The library and the tables live as long as the process: the collector need not walk
# them again and again.
gc.collect()
gc.freeze()
