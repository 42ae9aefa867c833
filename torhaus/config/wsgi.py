"""The WSGI application that `torhaus web` serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "torhaus.config.settings")

application = get_wsgi_application()
