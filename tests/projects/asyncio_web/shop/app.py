"""Puts the application together."""

import asyncio
import signal

from aiohttp import web

from shop.clients.payments import PaymentClient
from shop.clients.shipping import ShippingClient
from shop.config import Settings
from shop.helpers.background import Background
from shop.jobs.cleanup import schedule_cleanup
from shop.jobs.timer import Timer, remember_state
from shop.services.mail import MailService
from shop.services.orders import OrderService
from shop.storage.notes import MemoryNotes
from shop.storage.sqlite import AuditedRepository
from shop.web.admin import AdminHandlers
from shop.web.catalog import CatalogHandlers
from shop.web.metrics import MetricsProtocol
from shop.web.middleware import timing
from shop.web.orders import OrderHandlers


class Lifecycle:
    """What starts and stops together with the loop."""

    def __init__(self, settings: Settings, background: Background) -> None:
        self.settings = settings
        self.background = background
        self.stopping = asyncio.Event()

    async def start(self, app: web.Application) -> None:
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, self.stop)  # error: async-function-as-sync-callback
        loop.add_signal_handler(signal.SIGINT, self.stopping.set)
        schedule_cleanup(loop, self.settings.upload_folder)
        self.timer = Timer(60, remember_state)
        self.timer.start(loop)
        await loop.create_datagram_endpoint(MetricsProtocol, local_addr=("127.0.0.1", 8125))
        asyncio.create_task(self.watch())  # error: dangling-task
        self.watcher = asyncio.create_task(self.watch())
        self.background.start(self.watch())

    async def stop(self) -> None:
        self.stopping.set()
        await self.background.close()

    async def watch(self) -> None:
        await self.stopping.wait()


def create_app(settings: Settings) -> web.Application:
    repository = AuditedRepository(settings.database)
    payments = PaymentClient(settings.payment_url)
    service = OrderService(repository, payments, ShippingClient(), MailService(settings.mail_host))
    background = Background()
    lifecycle = Lifecycle(settings, background)
    app = web.Application(middlewares=[timing])
    app.add_routes(OrderHandlers(service, background).routes())
    app.add_routes(CatalogHandlers(settings.upload_folder, MemoryNotes()).routes())
    app.add_routes(AdminHandlers(service).routes())
    app.on_startup.append(lifecycle.start)
    return app
