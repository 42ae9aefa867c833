"""Makes the floor's session table and one stock Django session per person id given; prints the cookies as JSON."""

import json
import sys

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402

from torhaus.accounts.models import Person  # noqa: E402

call_command("migrate", "sessions", verbosity=0)
cookies = []
for person in Person.objects.filter(pk__in=sys.argv[1:]):
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    cookies.append(session.session_key)
print(json.dumps({"floor_cookies": cookies}))
