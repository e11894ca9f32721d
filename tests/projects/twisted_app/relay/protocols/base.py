"""What the protocols share. The reactor calls them."""

from twisted.protocols.basic import LineReceiver

from relay.config import greeting


class GreetingReceiver(LineReceiver):
    delimiter = b"\n"

    def connectionMade(self) -> None:
        self.sendLine(greeting())
        self.greeted()

    def greeted(self) -> None:
        """For subclasses."""

    def lineReceived(self, line: bytes) -> None:
        command, _, rest = line.partition(b" ")
        self.command(command.decode(), rest.decode())

    def command(self, name: str, rest: str) -> None:
        raise NotImplementedError
