"""What is filled in for several warnings at once."""

from typing import Any

from xinan.web.proceedings.forms import MoveForm


class TogetherForm(MoveForm):
    """What is said once for several warnings; each is made on the version that the preview looked at."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, proof_welcome=False, **options)
        del self.fields["version"]
