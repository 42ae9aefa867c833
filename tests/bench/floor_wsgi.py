"""The WSGI application of the floor."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.floor"

application = get_wsgi_application()
