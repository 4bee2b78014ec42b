"""What everything else builds on: the checkout, the data folder, whether this is a development machine."""

import os

from xinan.gateways.home import CHECKOUT

BASE_DIR = CHECKOUT
DEBUG = os.environ.get("XINAN_DEBUG") == "1"
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
# Builds the clock, the keys and the gateways (config/wiring.py); edges read it through xinan.gateways.wiring.
XINAN_WIRING = "config.wiring.build"
# One uploaded workbook may be large; it is streamed to a temporary file beyond this.
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
