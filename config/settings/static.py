"""Files of the pages: ours, and chosen packages of node_modules under short prefixes; served by whitenoise."""

import os

from xinan.gateways.home import CHECKOUT, home

_MODULES = CHECKOUT / "node_modules"
_PACKAGES = {
    "vendor/tabler": "@tabler/core/dist",
    "vendor/icons": "@tabler/icons-webfont/dist",
    "vendor/htmx": "htmx.org/dist",
    "vendor/echarts": "echarts/dist",
    # An npm alias of echarts 4.9.0, the last one that came with the shapes of the provinces.
    "vendor/echarts-map": "echarts-map/map/json/province",
    "vendor/noto": "@fontsource-variable/noto-sans-sc",
}

# The typeface of the files that are printed to PDF, where its whole outlines lie; nothing of it is served.
XINAN_PRINT_FONTS = _MODULES / "@expo-google-fonts/noto-sans-sc"

STATIC_URL = "/static/"
# Where a deployment collects the files, for a web server in front to serve them itself.
STATIC_ROOT = os.environ.get("XINAN_STATIC_ROOT")
STATICFILES_DIRS = [
    *((prefix, _MODULES / path) for prefix, path in _PACKAGES.items() if (_MODULES / path).is_dir()),
    *(folder for folder in [CHECKOUT / "src" / "xinan" / "web" / "static"] if folder.is_dir()),
]
# Served straight from where they lie: no collect step before the first start.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600
MEDIA_ROOT = home() / "media"
