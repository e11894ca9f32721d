"""What the path of a file tells about it."""


def is_test_file(path: str) -> bool:
    """Whether a file (named with ``/``) belongs to a test suite, by the names that test runners look for."""
    parts = path.split("/")
    file = parts[-1]
    return (
        file.startswith("test_")
        or file.endswith("_test.py")
        or file == "conftest.py"
        or any(part in ("tests", "test", "testing") for part in parts[-4:-1])
    )
