"""The national real-name interface (docs/decisions/0034)."""

import os

XINAN_NATIONAL = {
    # How far a sender's clock may be off, in minutes. The clocks of gates drift; beyond this a copied request is refused
    # by its timestamp, within it by its nonce.
    "window_minutes": int(os.environ.get("XINAN_NATIONAL_WINDOW", "15")),
    # The largest body, in bytes, after unpacking: 100 workers with the largest photograph each.
    "largest_body": int(os.environ.get("XINAN_NATIONAL_BODY", str(16 * 1024 * 1024))),
    # Wrong signatures of one address: so many at once, and so many a minute after that.
    "wrong_signatures": int(os.environ.get("XINAN_NATIONAL_WRONG", "30")),
}
