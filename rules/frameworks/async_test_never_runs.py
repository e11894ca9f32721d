"""AL801 async-test-never-runs."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import Finding, Fixable, ProgramRule

if TYPE_CHECKING:
    from asynclint.rule import Fix, FixableFile, Program


_RENAMED = {"setUp": "asyncSetUp", "tearDown": "asyncTearDown"}
_NEVER_ASYNC = frozenset({"setUpClass", "tearDownClass"})


class AsyncTestNeverRuns(ProgramRule):
    """Reports async tests that `unittest.TestCase` calls without running them.

    ## What it does
    Finds `async def test_…`, `setUp`, `tearDown`, `setUpClass` and `tearDownClass` in classes whose only base from
    outside the project is `unittest.TestCase`, directly or through classes of the project.

    ## Why is this bad?
    `TestCase` calls the method, gets a coroutine and drops it. The test passes whatever it says: until Python 3.13
    there is only a warning that a value was returned.

    ## Example

    ```python
    import unittest


    async def total(order):
        return 3


    class OrderTests(unittest.TestCase):
        async def setUp(self):  # error: async-test-never-runs
            self.order = 1

        async def test_total(self):  # error: async-test-never-runs
            self.assertEqual(await total(self.order), 4)
    ```

    ## Use instead

    ```python
    import unittest


    async def total(order):
        return 3


    class OrderTests(unittest.IsolatedAsyncioTestCase):
        async def asyncSetUp(self):
            self.order = 1

        async def test_total(self):
            self.assertEqual(await total(self.order), 3)
    ```

    Twisted's and Tornado's own classes run coroutines, too:

    ```python
    from tornado.testing import AsyncTestCase, gen_test
    from twisted.trial import unittest


    async def total(order):
        return 3


    class WithTwisted(unittest.TestCase):
        async def test_total(self):
            self.assertEqual(await total(1), 3)


    class WithTornado(AsyncTestCase):
        @gen_test
        async def test_total(self):
            self.assertEqual(await total(1), 3)
    ```

    ## Fix safety
    Unsafe: the tests begin to run, and may fail. Where `unittest.TestCase` is the only base it becomes
    `IsolatedAsyncioTestCase`; an `async def setUp` or `tearDown` gets the name that this class calls.

    ## Known problems
    A class is silent when something in it may run coroutines itself: a base that asynclint does not know, a metaclass,
    a class decorator, or a method such as `run` or `__init__` of its own. Methods below an unknown decorator are, too.

    ## Options
    * `# asynclint: ignore[async-test-never-runs] the reason` on the line of the definition says that it is meant.

    ## References
    * [`unittest.IsolatedAsyncioTestCase`](https://docs.python.org/3/library/unittest.html#unittest.IsolatedAsyncioTestCase)
    * [Twisted: asynchronous tests in Trial](https://docs.twisted.org/en/stable/development/test-standard.html)
    * [`tornado.testing`](https://www.tornadoweb.org/en/stable/testing.html)
    """

    code = "AL801"
    name = "async-test-never-runs"
    since = "0.1"
    fixable = Fixable.UNSAFE

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each coroutine that unittest drops."""
        for function in program.never_run_by_unittest():
            yield self.finding(
                function,
                f"`{function.spelled}` never runs: `unittest.TestCase` calls it and drops the coroutine",
                remedy=(function.spelled,),
            )

    def fix(self, finding: Finding, file: "FixableFile") -> "Fix | None":
        """Let the class be one that runs coroutines."""
        (method,) = finding.remedy
        bases = file.class_round(finding).bases
        if method in _NEVER_ASYNC or len(bases) != 1:
            return None
        base = bases[0].value
        plain, _ = file.name("unittest", "TestCase", base, add=False)
        if file.code(base) != plain:
            return None
        name, edits = file.name("unittest", "IsolatedAsyncioTestCase", base)
        if method in _RENAMED:
            edits += file.rename_definition(finding, _RENAMED[method])
        return self.mended(f"Use `{name}`", (*edits, *file.replace(base, name)))
