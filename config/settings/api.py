"""The machine interfaces: what one client may ask, what one process takes on."""

import os

# Requests a second of one client in one process, and how many at once.
XINAN_API_RATE = {
    "rate": float(os.environ.get("XINAN_API_RATE", "500")),
    "burst": float(os.environ.get("XINAN_API_BURST", "1000")),
}
# Requests worked on at once by one process, how many more wait, and for how many seconds.
XINAN_API_GATE = {
    "width": int(os.environ.get("XINAN_API_WIDTH", "4")),
    "queue": int(os.environ.get("XINAN_API_QUEUE", "8")),
    "patience": 1.0,
}
# Written to docs/openapi/ and compared there by `xinan docs --check`.
XINAN_INTERFACES = {"v1": "xinan.api.v1.api.api"}
