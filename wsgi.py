"""The WSGI entry point: ``granian --interface wsgi wsgi:app``."""

import gc

from pwa import create_app

app = create_app()

# The library and the tables live as long as the process: the collector need not walk
# them again and again.
gc.collect()
gc.freeze()
