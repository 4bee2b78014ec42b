"""`GET /api/v1/batches/{id}`: what became of a batch, and its errors page by page."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router

from xinan.api.limits import GATE
from xinan.api.problems import Problem
from xinan.api.v1.access import CLIENT, project_of, token_of
from xinan.api.v1.answers import ERRORS_SHOWN, BatchAnswer, batch_answer
from xinan.intake.models import Batch
from xinan.kernel.errors import NotFound
from xinan.kernel.text import Text

router = Router(tags=["batches"])

_LARGEST = 2**63 - 1
_After = Annotated[int, Query(ge=0, le=_LARGEST, description="Errors after this one; as `next` has it.")]
_Limit = Annotated[int, Query(ge=1, le=1000, description="How many errors.")]


@router.get(
    "/{batch}",
    auth=CLIENT,
    response={200: BatchAnswer, 401: Problem, 403: Problem, 404: Problem, 422: Problem, 429: Problem},
    summary="What became of a batch",
    url_name="batch",
)
def batch_(request: HttpRequest, batch: int, after: _After = 0, limit: _Limit = ERRORS_SHOWN) -> dict[str, Any]:
    """One batch of the client's project that came by this interface; the errors are in the order of the lines."""
    with GATE.entered():
        token = token_of(request)
        own = Batch.objects.filter(source="api", project_id=project_of(token), finished_at__isnull=False)
        found = own.filter(pk=batch).first() if 0 < batch <= _LARGEST else None
        if found is None:
            raise NotFound(
                "batch.unknown",
                Text("本项目没有这个批次。", "The project has no such batch."),
                Text("批次号在报送的答复里。", "Its number is in the answer to the sending."),
            )
        return batch_answer(found, after=after, limit=limit)
