"""Several workers, and one that dies: nothing is sent by two, nothing is lost."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event, Lock

import pytest
from django.db import connections, transaction

from tests.notices.people import MONDAY, MovingClock, SmsBox, outbound_of, reachable, tell
from xinan.gateways.sms import SmsMessage
from xinan.kernel.ciphers import Keyring
from xinan.notices.actions.build_digests import build_digests
from xinan.notices.actions.send_due import send_due
from xinan.notices.models import Delivery

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 4


class SharedBox(SmsBox):
    """Counts what several threads hand over; the first message waits until another worker has come by."""

    def __init__(self) -> None:
        super().__init__()
        self.lock, self.others = Lock(), Event()
        self.first = True

    def send(self, message: SmsMessage, *, now: object) -> str:
        with self.lock:
            first, self.first = self.first, False
        if first:
            assert self.others.wait(30)
        else:
            self.others.set()
        with self.lock:
            self.sent.append(message)
        return message.key


def together(work: Callable[[], object], *, times: int) -> None:
    """Run it in as many threads, all begun at once."""
    barrier = Barrier(times)

    def run() -> None:
        barrier.wait(30)
        try:
            work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        for done in [pool.submit(run) for _ in range(times)]:
            done.result(60)


def test_workers_at_once_send_each_message_once(keyring: Keyring) -> None:
    people = [reachable(keyring, phone=f"138{n:08d}") for n in range(30)]
    tell(*people, now=MONDAY)
    box = SharedBox()
    outbound = outbound_of(MovingClock(), keyring=keyring, sms=box)
    together(lambda: send_due(outbound=outbound), times=WORKERS)
    assert Counter(message.phone.number for message in box.sent) == Counter(f"138{n:08d}" for n in range(30))
    texts = Delivery.objects.filter(channel="sms")
    assert set(texts.values_list("state", "attempts")) == {("sent", 1)}
    assert {text.provider_id for text in texts} == {message.key for message in box.sent}


def test_workers_at_once_begin_one_digest_a_person(keyring: Keyring) -> None:
    for n in range(20):
        tell(reachable(keyring, email=f"a{n}@example.cn"), kind="warning_pushed", now=MONDAY)
    outbound = outbound_of(MovingClock(), keyring=keyring, sms=None)
    together(lambda: build_digests(outbound=outbound), times=WORKERS)
    assert Delivery.objects.filter(digest_on=MONDAY.date()).count() == 20
    assert not Delivery.objects.filter(state="digest", within=None).exists()


def test_a_worker_that_dies_after_the_provider_answered_sends_again_with_the_same_key(keyring: Keyring) -> None:
    """At least once; the key lets the provider make it once."""
    user = reachable(keyring, phone="13800000001")
    tell(user, now=MONDAY)
    tell(user, now=MONDAY)
    box = SmsBox()
    outbound = outbound_of(MovingClock(), keyring=keyring, sms=box)

    class Killed(BaseException):
        pass

    def dies_before_the_commit() -> None:
        with transaction.atomic():
            send_due(outbound=outbound)
            raise Killed

    with pytest.raises(Killed):
        dies_before_the_commit()
    assert set(Delivery.objects.filter(channel="sms").values_list("state", "attempts")) == {("queued", 0)}
    send_due(outbound=outbound)
    assert len(box.sent) == 2
    assert box.sent[0].key == box.sent[1].key
    assert box.sent[1].params["count"] == "2"


def test_another_notice_makes_another_key(keyring: Keyring) -> None:
    user = reachable(keyring, phone="13800000001")
    box = SmsBox()
    outbound = outbound_of(MovingClock(), keyring=keyring, sms=box)
    for _ in range(2):
        tell(user, now=MONDAY)
        send_due(outbound=outbound)
    assert box.sent[0].key != box.sent[1].key
