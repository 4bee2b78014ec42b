"""Where the product keeps its data on this machine, and the secrets made on its first start."""

import os
import secrets
from pathlib import Path

from xinan.kernel.ciphers import generate_key
from xinan.kernel.errors import XinanError
from xinan.kernel.text import Text

CHECKOUT = Path(__file__).resolve().parents[3]


def home() -> Path:
    """The data folder: XINAN_HOME, or `.xinan` in the checkout."""
    return Path(os.environ.get("XINAN_HOME") or CHECKOUT / ".xinan").expanduser().resolve()


def postgres_dir() -> Path:
    """The data directory of the embedded PostgreSQL."""
    return home() / "postgres"


def secret(name: str) -> str:
    """The secret `name` from the environment, else from `secrets.env`, where a missing one is made.

    The file serves demo and development, and is readable by its owner alone. Behind TLS (XINAN_TLS=1) none is made:
    keys that nobody has a copy of would be lost with the machine. Raises MissingSecret there.
    """
    given = os.environ.get(name)
    if given:
        return given
    kept = _read_secrets()
    if name not in kept:
        if os.environ.get("XINAN_TLS") == "1":
            raise MissingSecret(name)
        kept = _make_secret(name)
    return kept[name]


class MissingSecret(XinanError):
    """A secret that a server needs is not set."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "secret-missing",
            Text(f"未设置 {name}。", f"{name} is not set."),
            Text(
                f"在服务器的环境变量中设置 {name}（密钥用 xinan keys new 生成），并另行备份。",
                f"Set {name} in the server's environment (`xinan keys new` makes keys) and keep a copy elsewhere.",
            ),
        )


def _make_secret(name: str) -> dict[str, str]:
    path = home() / "secrets.env"
    path.parent.mkdir(parents=True, exist_ok=True)
    line = f"{name}={_MAKERS[name]()}\n"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as file:
        file.write(line)
    # Read back: where two processes start at once, the first line written is the one both use.
    return _read_secrets()


def _read_secrets() -> dict[str, str]:
    path = home() / "secrets.env"
    found: dict[str, str] = {}
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            key, _, value = line.partition("=")
            found.setdefault(key, value)
    return found


_MAKERS = {
    "XINAN_SECRET_KEY": lambda: secrets.token_urlsafe(50),
    "XINAN_KEYS": lambda: generate_key("k1"),
}
