"""What every storage of orders can do."""

import abc

from shop.model import Order


class Repository(abc.ABC):
    @abc.abstractmethod
    def load(self, number: int) -> Order: ...

    @abc.abstractmethod
    def save(self, order: Order) -> None: ...

    def close_order(self, number: int) -> Order:
        order = self.load(number)
        order.state = "closed"
        self.save(order)
        return order
