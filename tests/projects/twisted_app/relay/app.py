"""Puts the relay together."""

from twisted.internet import defer
from twisted.internet.endpoints import serverFromString
from twisted.web.server import Site

from relay.clients.legacy import LegacyDirectory
from relay.clients.upstream import Upstream
from relay.config import Config
from relay.jobs.timers import Timers
from relay.protocols.relay import RelayFactory
from relay.protocols.status import StatusResource
from relay.services.accounts import Accounts
from relay.services.delivery import Delivery
from relay.storage.database import MessageTable
from relay.storage.spool import Spool


@defer.inlineCallbacks
def start(reactor, config: Config):
    spool = Spool(config.spool)
    delivery = Delivery(reactor, spool, MessageTable(config.database), Upstream(reactor, config.upstream))
    accounts = Accounts(LegacyDirectory(config.upstream))
    yield serverFromString(reactor, "tcp:2525").listen(RelayFactory(reactor, accounts, delivery))
    yield serverFromString(reactor, "tcp:8080").listen(Site(StatusResource(delivery)))
    Timers(reactor, delivery).start()
    yield defer.Deferred()
