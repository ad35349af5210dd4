import os

from django.core.wsgi import get_wsgi_application

from home import page_cache

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.production")

application = get_wsgi_application()

# A new release makes its pages anew: those of the one before name style sheets that are gone.
page_cache.forget_now()
