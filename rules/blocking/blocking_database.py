"""AL106 blocking-database."""

from asynclint.rule import Blocking, Fixable

from .reports import BlockingRule


class BlockingDatabase(BlockingRule):
    """Reports a synchronous use of a database that holds up an event loop.

    ## What it does
    Finds connections, queries and commits by `sqlite3`, `dbm`, `shelve`, `psycopg`, `psycopg2`, MySQL drivers,
    SQLAlchemy's synchronous half, Django's ORM, `peewee`, `pymongo`, `redis`, `elasticsearch` and others, wherever an
    event loop reaches them through plain calls.

    ## Why is this bad?
    A query waits for the server, for locks of other transactions and for the disk. The loop stands still as long: one
    slow query delays every request, not only its own.

    ## Example

    ```python
    import sqlite3


    async def users(path):
        connection = sqlite3.connect(path)  # error: blocking-database
        return connection.execute("select name from users").fetchall()  # error: blocking-database
    ```

    A client behind an attribute, in another module:

    ```python
    # file: app/cache.py
    import redis


    class Cache:
        def __init__(self, host: str):
            self.client = redis.Redis(host)

        def lookup(self, key):
            return self.client.get(key)  # error: blocking-database

    # file: app/pages.py
    from app.cache import Cache


    class Pages:
        def __init__(self, cache: Cache):
            self.cache = cache

        async def show(self, name):
            return self.cache.lookup(name)
    ```

    ## Use instead

    ```python
    import aiosqlite


    async def users(path):
        async with aiosqlite.connect(path) as connection:
            async with connection.execute("select name from users") as cursor:
                return await cursor.fetchall()
    ```

    Many libraries have an asynchronous half:

    ```python
    import redis.asyncio


    class Cache:
        def __init__(self, host: str):
            self.client = redis.asyncio.Redis(host=host)

        async def lookup(self, key):
            return await self.client.get(key)
    ```

    Twisted runs any DB-API driver in threads:

    ```python
    from twisted.enterprise import adbapi
    from twisted.internet.defer import inlineCallbacks

    pool = adbapi.ConnectionPool("sqlite3", "app.db", check_same_thread=False)


    @inlineCallbacks
    def users():
        rows = yield pool.runQuery("select name from users")
        return rows
    ```

    ## Known problems
    A database in memory (`sqlite3.connect(":memory:")`) is fast and reported like any other. Objects from a driver that
    no knowledge file describes are not known.

    ## Options
    * `min-confidence`: `"possible"` also shows calls that block on some of several ways, and what is usually fast
      enough; `"certain"` shows only calls to which every step has one target.
    * `knowledge`: the project's own files, which say what blocks and what hands work to threads.
    * `# asynclint: ignore[blocking-database] the reason` on the call, or on any call of its trace, says that the wait
      is meant.

    ## References
    * [asyncio: running blocking code](https://docs.python.org/3/library/asyncio-dev.html#running-blocking-code)
    * [PEP 249: the database API](https://peps.python.org/pep-0249/)
    * [SQLAlchemy: asynchronous I/O](https://docs.sqlalchemy.org/en/20/orm/extensions/asyncio.html)
    * [Django: asynchronous support](https://docs.djangoproject.com/en/stable/topics/async/)
    * [Twisted: `twisted.enterprise.adbapi`](https://docs.twisted.org/en/stable/core/howto/rdbms.html)
    """

    code = "AL106"
    name = "blocking-database"
    since = "0.1"
    fixable = Fixable.NO
    aliases = ()
    kinds = (Blocking.DATABASE,)
    waits = "waits for a database"
