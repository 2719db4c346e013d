"""The WSGI entry point: ``granian --interface wsgi wsgi:app``."""

from pwa import create_app

app = create_app()
