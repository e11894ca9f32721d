"""What the reactor calls again and again."""

from twisted.internet import task
from twisted.internet.defer import ensureDeferred

from relay.helpers.threads import start_work
from relay.jobs.cleanup import Cleaner, rotate
from relay.services.delivery import Delivery


class Timers:
    def __init__(self, reactor, delivery: Delivery) -> None:
        self.reactor = reactor
        self.delivery = delivery
        self.cleaner = Cleaner()

    def start(self) -> None:
        task.LoopingCall(self.tick).start(60)
        task.LoopingCall(self.delivery.stored_texts).start(600)
        task.LoopingCall(self.cleaner).start(3600)
        task.deferLater(self.reactor, 5, rotate, "relay.log")
        start_work()

    def tick(self) -> None:
        self.delivery.retry().addErrback(self.delivery.report_in_thread)
        ensureDeferred(self.delivery.stored_texts()).addErrback(self.delivery.report_in_thread)
        self.settle()  # asynclint: ignore[blocking-sleep] the disk of the old machine needs it; goes away with it

    def settle(self) -> None:
        from time import sleep

        sleep(0.05)
