"""Users in PostgreSQL. The connection is made before the loop starts."""

import psycopg2

from wiki.helpers.offload import settle_in_thread


class UserTable:
    def __init__(self, url: str) -> None:
        self.connection = psycopg2.connect(url)

    def find(self, name: str):
        with self.connection.cursor() as cursor:
            cursor.execute("select name, email from users where name = %s", (name,))  # error: blocking-database
            return cursor.fetchone()

    def rename(self, old: str, new: str) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("update users set name = %s where name = %s", (new, old))
        settle_in_thread(0.1)
