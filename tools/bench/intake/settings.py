"""The product's settings with one address more, for the bench alone."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "tools.bench.intake.bare_view"
