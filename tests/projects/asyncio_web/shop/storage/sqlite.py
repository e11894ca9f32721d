"""Orders in SQLite. Made before the loop starts, used on it."""

import sqlite3
from pathlib import Path

from shop.helpers.threads import logged
from shop.model import Order
from shop.storage.base import Repository


class SqliteRepository(Repository):
    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, check_same_thread=False)
        self.connection.execute("create table if not exists orders (number, email, state)")

    def load(self, number: int) -> Order:
        rows = self.connection.execute(  # error: blocking-database
            "select email, state from orders where number = ?", (number,)
        )
        email, state = next(rows)
        return Order(number, email, state=state)

    def save(self, order: Order) -> None:
        self.connection.execute(  # error: blocking-database
            "replace into orders values (?, ?, ?)", (order.number, order.email, order.state)
        )
        self.connection.commit()  # error: blocking-database

    @logged
    def count(self) -> int:
        return self.connection.execute("select count(*) from orders").fetchone()[0]  # error: blocking-database

    def vacuum(self) -> None:
        """Only ever run in a thread."""
        self.connection.execute("vacuum")


class AuditedRepository(SqliteRepository):
    """Writes down what was saved."""

    def save(self, order: Order) -> None:
        super().save(order)
        with open("audit.txt", "a") as audit:  # error: blocking-file-io
            audit.write(f"{order.number} {order.state}\n")
