"""What happens to an order. The calls that wait are one to three modules away."""

import asyncio

from shop.clients.payments import PaymentClient
from shop.clients.shipping import ShippingClient
from shop.model import Order
from shop.services.mail import MailService
from shop.storage.base import Repository


class OrderService:
    def __init__(
        self, repository: Repository, payments: PaymentClient, shipping: ShippingClient, mail: MailService
    ) -> None:
        self.repository = repository
        self.payments = payments
        self.shipping = shipping
        self.mail = mail

    async def place(self, order: Order) -> str:
        receipt = self.payments.charge(order)
        self.repository.save(order)
        self.mail.confirm(order)  # error: unawaited-coroutine
        return receipt

    async def close(self, number: int) -> None:
        order = self.repository.close_order(number)
        await self.mail.confirm(order)

    async def cancel(self, number: int) -> None:
        order = await asyncio.to_thread(self.repository.load, number)
        order.state = "cancelled"
        await asyncio.to_thread(self.repository.save, order)

    async def is_paid(self, order: Order) -> bool:
        current = await asyncio.to_thread(self.repository.load, order.number)
        return current.state == "paid"

    async def ship(self, order: Order) -> str:
        if not self.is_paid(order):  # error: coroutine-in-condition
            raise ValueError(order.number)
        if not await self.is_paid(order):
            raise ValueError(order.number)
        return await self.shipping.label(order)

    async def statement(self) -> bytes:
        return await asyncio.get_running_loop().run_in_executor(None, self.payments.statement)
