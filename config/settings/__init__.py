"""Django's settings, by subject. Nothing here starts a server or needs a database."""

# Star imports: Django reads every upper-case name of this module, and each part says which it defines.
from config.settings.accounts import *  # noqa: F403
from config.settings.api import *  # noqa: F403
from config.settings.apps import *  # noqa: F403
from config.settings.base import *  # noqa: F403
from config.settings.database import *  # noqa: F403
from config.settings.i18n import *  # noqa: F403
from config.settings.logs import *  # noqa: F403
from config.settings.national import *  # noqa: F403
from config.settings.notices import *  # noqa: F403
from config.settings.security import *  # noqa: F403
from config.settings.static import *  # noqa: F403
