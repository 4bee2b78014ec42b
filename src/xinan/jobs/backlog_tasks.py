"""Each Monday morning: heads are told of overdue casework of which nobody said a word in the week that has ended."""

import structlog
from procrastinate.contrib.django import app

from xinan.casework.boards.actions.tell_of_missing_words import tell_of_missing_words
from xinan.gateways.wiring import wiring

log = structlog.get_logger(__name__)


@app.periodic(cron="0 0 * * 1")  # eight on Monday morning in China
@app.task(name="tell_of_missing_words", queueing_lock="tell_of_missing_words", pass_context=False)
def tell_of_missing_words_task(timestamp: int) -> None:
    """Nothing overdue is passed over in silence."""
    log.info("missing_words_told", notices=tell_of_missing_words(now=wiring().clock.now()))
