"""Knowledge that is read as it is asked for."""

from asynclint.knowledge.facts import Facts


def test_only_what_is_asked_for_is_read() -> None:
    """A module's rows come with the first question about one of its names."""
    facts = Facts((3, 13))
    assert facts.functions == {}
    assert facts.canonical("asyncio.tasks.create_task") == "asyncio.create_task"
    assert "trio.sleep" not in facts.functions
    fact = facts.function("trio.sleep")
    assert fact is not None
    assert fact.is_async
    assert facts.canonical("requests.sessions.Session") == "requests.sessions.Session"
    assert not any(name.startswith("requests.") for name in facts.functions)


def test_the_target_version_counts() -> None:
    """What came later is not there."""
    assert Facts((3, 11)).function("asyncio.eager_task_factory") is None
    assert Facts((3, 12)).function("asyncio.eager_task_factory") is not None
