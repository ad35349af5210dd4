import os

import django

from certificates import counting
from home import page_cache
from lms.handler import Handler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.production")

django.setup(set_prefix=False)
application = Handler()

# A new release makes its pages anew: those of the one before name style sheets that are gone.
page_cache.forget_now()

# Only where something serves: a command or a test that checks a code counts nothing.
counting.write_regularly()
