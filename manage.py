"""Django's own commands, for developers; people who run Torhaus use `torhaus`."""

import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "torhaus.config.settings")
execute_from_command_line(sys.argv)
