"""Who is behind a request."""

from django.http import Http404, HttpRequest

from xinan.people.models import User


def person_behind(request: HttpRequest) -> User:
    """The signed-in person. Raises Http404 where it is none of ours."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user
