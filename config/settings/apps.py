"""The nouns and the packages they stand on, and what every request passes through."""

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    # Before allauth, so that its sign-in pages are ours.
    "xinan.web",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "xinan.people",
    "xinan.documents",
    "xinan.notices",
    "xinan.procedures",
    "xinan.registry",
    "xinan.workforce",
    "xinan.payments",
    "xinan.intake",
    "xinan.monitoring",
    "xinan.patrols",
    "xinan.casework.lawbook",
    "xinan.casework",
    "xinan.casework.directory",
    "xinan.casework.cases",
    "xinan.casework.choosing",
    "xinan.casework.relief",
    "xinan.casework.dossier",
    "xinan.coordination",
    "xinan.jobs",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "xinan.people.middleware.RequestIdMiddleware",
    "config.content_security.ContentSecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "xinan.people.middleware.HistoryMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "xinan.web.shell.errors.ProblemMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ]
        },
    }
]

# Where the engine's facts come from: each module has FACTS, SQL by fact table (xinan.monitoring.facts).
XINAN_FACT_MODULES = [
    "xinan.registry.facts",
    "xinan.workforce.facts",
    "xinan.payments.facts",
    "xinan.casework.facts",
]
