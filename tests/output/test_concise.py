"""One line a finding."""

from asynclint.output import concise
from tests.output.samples import FIXED, THROUGH_CALLS, view


def test_lines() -> None:
    """Place, code, name and message; nothing of the source and the trace."""
    assert list(concise.render([THROUGH_CALLS, FIXED], view())) == [
        "p/low.py:4:5: AL101 [blocking-sleep] `time.sleep` waits\n",
        "/elsewhere/c.py:1:1: AL203 [coroutine-in-condition] always true\n",
    ]
