"""Relationships that are loaded late."""

import pytest

from asynclint.knowledge.table import Table
from tests.program.linking import link

HEAD = """
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import relationship, selectinload
class Base: ...
class User(Base):
    posts = relationship("Post")
    tags = relationship("Tag", lazy="selectin")
"""


def reads(body: str) -> list[str]:
    """The late reads in a coroutine function of this body."""
    text = f"{HEAD}async def f(session: AsyncSession, other):\n    {body}\n"
    return [spelled for _, spelled in link(text, table=Table.load(("sqlalchemy",))).relations.lazy_reads()]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("user = await session.get(User, 1)\n    user.posts", ["user.posts"]),
        ("user = await session.scalar(select(User))\n    return user.posts", ["user.posts"]),
        ("user = await session.get(User, 1)\n    user.tags", []),
        ("user = await session.scalar(select(User).options(selectinload(User.posts)))\n    user.posts", []),
        ("user = await session.get(User, 1)\n    await session.refresh(user)\n    user.posts", []),
        ("user = other.get(User, 1)\n    user.posts", []),
        ("user = await session.get(User, 1)\n    user.name", []),
    ],
)
def test_lazy_reads(body: str, found: list[str]) -> None:
    """An object that a session alone gave has its relationships read in the loop, unless they were loaded."""
    assert reads(body) == found


def test_lazy() -> None:
    """Relationships that name an eager way of loading are none of them."""
    program = link(HEAD, table=Table.load(("sqlalchemy",)))
    assert {name: [cls.full_name for cls in classes] for name, classes in program.relations.lazy.items()} == {
        "posts": ["a.User"]
    }
