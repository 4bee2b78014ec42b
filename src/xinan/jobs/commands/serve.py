"""`xinan serve`: the pages, by gunicorn."""

from pathlib import Path
from typing import Annotated, Any

import typer
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from gunicorn.app.base import BaseApplication

KEEP_ALIVE_SECONDS = 75


class Pages(BaseApplication):
    """Gunicorn with our settings instead of its command line."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return get_wsgi_application()


def command(
    bind: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Processes; one or two a core.")] = 2,
    threads: Annotated[int, typer.Option(min=1, help="Threads in each process: those at work and those waiting.")] = 16,
) -> None:
    """Serve the pages. Put a proxy that ends TLS in front of it (docs/operations/server.md)."""
    # Where a deployment may collect files; whitenoise wants the folder to be there.
    if settings.STATIC_ROOT:
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    Pages(
        {
            "bind": f"{bind}:{port}",
            "workers": workers,
            "threads": threads,
            "worker_class": "gthread",
            # Loaded once and shared: the list of static files, templates and rules is the same in all.
            "preload_app": True,
            # Nothing outside the product's own folders, and nothing two servers of one user could quarrel over.
            "control_socket_disable": True,
            "timeout": 120,
            "graceful_timeout": 8,
            # Longer than machines and proxies keep an idle connection (30 to 60 s): whoever closes first must be the
            # client, for a server that closes while a request is on its way loses it. Two seconds, as usual, did.
            "keepalive": KEEP_ALIVE_SECONDS,
            # A gate sends hundreds a second, and a restart cuts the connections it keeps open: rarely, not every 7 s.
            "max_requests": 200_000,
            "max_requests_jitter": 50_000,
        }
    ).run()
