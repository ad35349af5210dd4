import os

from django.core.wsgi import get_wsgi_application

from certificates import counting
from home import page_cache

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.production")

application = get_wsgi_application()

# A new release makes its pages anew: those of the one before name style sheets that are gone.
page_cache.forget_now()

# Only where something serves: a command or a test that checks a code counts nothing.
counting.write_regularly()
