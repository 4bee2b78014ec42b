"""The database backend of the product: Django's own, but for how it sees that a kept connection has died."""

from select import POLLIN, poll

from django.db.backends.postgresql.base import DatabaseWrapper as PostgresWrapper


class DatabaseWrapper(PostgresWrapper):
    """Django sends a SELECT before the first statement of each request, a fifth of a short request's time.

    A server that ended the connection has left that on the socket: an idle connection with nothing to read is alive.
    """

    def is_usable(self) -> bool:
        """Whether the connection can be used; asks the server only where the socket has something to say."""
        if self.connection is None or self.connection.closed:
            return False
        socket = poll()
        socket.register(self.connection.fileno(), POLLIN)
        return not socket.poll(0) or super().is_usable()
