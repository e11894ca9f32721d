"""The protocol by which messages come in."""

import socket

from twisted.internet import reactor
from twisted.internet.protocol import Factory

from relay.helpers.plugins import plugin
from relay.protocols.base import GreetingReceiver
from relay.services.accounts import Accounts
from relay.services.delivery import Delivery


class RelayProtocol(GreetingReceiver):
    def __init__(self, accounts: Accounts, delivery: Delivery) -> None:
        self.accounts = accounts
        self.delivery = delivery
        self.lines: list[bytes] = []

    def command(self, name: str, rest: str) -> None:
        if name == "FROM" and not self.accounts.check(rest):
            self.transport.loseConnection()
        elif name == "DATA":
            self.lines.append(rest.encode())
        elif name == "END":
            self.delivery.accept(rest, self.lines)
        else:
            plugin(name).run(rest)

    def connectionLost(self, reason) -> None:
        reactor.callLater(1, self.delivery.confirm, None, "lost")  # error: async-function-as-sync-callback


class RelayFactory(Factory):
    def __init__(self, reactor, accounts: Accounts, delivery: Delivery) -> None:
        self.reactor = reactor
        self.accounts = accounts
        self.delivery = delivery

    def buildProtocol(self, addr) -> RelayProtocol:
        self.name = socket.gethostbyaddr(addr.host)[0]  # error: blocking-network
        return RelayProtocol(self.accounts, self.delivery)
