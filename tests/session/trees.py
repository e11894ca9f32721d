"""Make projects on disk."""

from pathlib import Path


def tree(root: Path, files: dict[str, str]) -> Path:
    """Write files by relative path below the root; a name that ends in ``/`` makes an empty folder."""
    for name, text in files.items():
        path = root / name
        if name.endswith("/"):
            path.mkdir(parents=True, exist_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return root
