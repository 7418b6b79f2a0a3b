"""The web process (`nenep serve` runs it under gunicorn)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nenep.settings")
application = get_wsgi_application()

# After the set-up: a process started by something else than `nenep serve` refuses as well.
from nenep.core.production import refuse_unsafe_start  # noqa: E402

refuse_unsafe_start()
