"""Messages in SQLite: once through Twisted's pool of threads, once directly."""

import sqlite3

from twisted.enterprise.adbapi import ConnectionPool


class MessageTable:
    def __init__(self, path: str) -> None:
        self.path = path
        self.pool = ConnectionPool("sqlite3", path, check_same_thread=False)

    def save(self, sender: str, text: str):
        return self.pool.runOperation("insert into messages values (?, ?)", (sender, text))

    def texts(self):
        return self.pool.runInteraction(self.select_texts)

    def select_texts(self, transaction) -> list[str]:
        """Runs in a thread of the pool."""
        with open("queries.log", "a") as log:
            log.write("texts\n")
        transaction.execute("select text from messages")
        return [row[0] for row in transaction.fetchall()]

    def count_at_once(self) -> int:
        connection = sqlite3.connect(self.path)  # error: blocking-database
        return connection.execute("select count(*) from messages").fetchone()[0]  # error: blocking-database
