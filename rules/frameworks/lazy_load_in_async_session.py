"""AL811 lazy-load-in-async-session."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import Confidence, Finding, ProgramRule

if TYPE_CHECKING:
    from asynclint.rule import Program


class LazyLoadInAsyncSession(ProgramRule):
    """Reports a relationship that is read without having been loaded by an `AsyncSession`.

    ## What it does
    Finds coroutines that get an object of a mapped class from an `AsyncSession` (`get`, `scalar`, `execute` of a
    `select`) and read an attribute of it that is a `relationship`, while neither the relationship nor the function says
    that it is loaded at once (`lazy="selectin"`, `selectinload`, `joinedload`, `refresh`, `awaitable_attrs`).

    ## Why is this bad?
    Reading the attribute asks the database, by a call that cannot wait: SQLAlchemy raises `MissingGreenlet`, often only
    in production, where the related rows are not in the session yet.

    ## Example

    ```python
    from sqlalchemy.ext.asyncio import AsyncSession
    from sqlalchemy.orm import DeclarativeBase, relationship


    class Base(DeclarativeBase):
        pass


    class Order(Base):
        lines = relationship("Line")


    async def count(session: AsyncSession, key):
        order = await session.get(Order, key)
        return len(order.lines)  # error: lazy-load-in-async-session
    ```

    ## Use instead

    ```python
    from sqlalchemy.ext.asyncio import AsyncSession
    from sqlalchemy.orm import DeclarativeBase, relationship, selectinload


    class Base(DeclarativeBase):
        pass


    class Order(Base):
        lines = relationship("Line")


    async def count(session: AsyncSession, key):
        order = await session.get(Order, key, options=[selectinload(Order.lines)])
        return len(order.lines)
    ```

    ## Known problems
    Off by default: the rows may be in the session already. Objects that another function loaded are not followed.

    ## Options
    * `# asynclint: ignore[lazy-load-in-async-session] the reason` on the statement says that it is meant.

    ## References
    * [SQLAlchemy: preventing implicit IO](https://docs.sqlalchemy.org/en/20/orm/extensions/asyncio.html#preventing-implicit-io-when-using-asyncsession)
    """

    code = "AL811"
    name = "lazy-load-in-async-session"
    since = "0.1"
    default = False

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each attribute of each function."""
        for site, spelled in program.relations.lazy_reads():
            message = f"`{spelled}` is a relationship that nothing has loaded: reading it cannot wait for the database"
            yield self.finding(site, message, confidence=Confidence.LIKELY)
