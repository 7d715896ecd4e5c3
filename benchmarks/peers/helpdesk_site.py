"""django-helpdesk as its documentation installs it: a site of its own, SQLite, one queue open to the public.

Runs in the environment of the peers: `python -m benchmarks.peers.helpdesk_site` prepares it, gunicorn serves
`benchmarks.peers.helpdesk_site:application`. FOLDER: where its database lies.
"""

import os
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.urls import include, path

FOLDER = Path(os.environ["FOLDER"])
APPS = "admin auth contenttypes sessions sites messages staticfiles humanize".split()

settings.configure(
    SECRET_KEY="only-to-be-measured",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    SITE_ID=1,
    USE_TZ=True,
    STATIC_URL="/static/",
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=[*(f"django.contrib.{app}" for app in APPS), "helpdesk", "rest_framework"],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": FOLDER / "helpdesk.db"}},
    EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",  # nobody here could take the mail
    HELPDESK_TEAMS_MODE_ENABLED=False,
    HELPDESK_PUBLIC_TICKET_QUEUE="repairs",
    HELPDESK_PUBLIC_TICKET_PRIORITY=3,
    HELPDESK_PUBLIC_TICKET_DUE_DATE=None,
)
django.setup()

urlpatterns = [path("", include("helpdesk.urls", namespace="helpdesk"))]
application = get_wsgi_application()


def main() -> None:
    from helpdesk.models import Queue  # a model can be imported after the set-up only

    call_command("migrate", verbosity=0)
    Queue.objects.create(title="Repairs", slug="repairs", allow_public_submission=True)


if __name__ == "__main__":
    main()
