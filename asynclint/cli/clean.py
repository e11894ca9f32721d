"""``asynclint clean``."""

import os
from collections.abc import Iterator
from pathlib import Path

import click

from asynclint.model.problems import UsageError


@click.command("clean")
@click.option("--cache-dir", metavar="PATH", envvar="ASYNCLINT_CACHE_DIR", help="The folder of the cache to remove")
def command(cache_dir: str | None) -> None:
    """Remove the cache of the project, and caches in folders below."""
    from asynclint.cli.console import write
    from asynclint.session.setup import configure
    from asynclint.store.cleaning import is_cache, remove

    directory = Path.cwd()
    flags: dict[str, object] = {} if cache_dir is None else {"cache-dir": cache_dir}
    _, settings = configure([directory], flags, directory=directory)
    for folder in dict.fromkeys((settings.cache_dir, *_caches(directory))):
        if is_cache(folder):
            try:
                remove(folder)
            except OSError as error:
                raise UsageError(f"{folder}: this cache cannot be removed: {error.strerror}") from None
            write([f"Removed the cache in {folder}\n"], color=False)


def _caches(top: Path) -> Iterator[Path]:
    from asynclint.config.merge import CACHE_NAME

    for folder, folders, _ in os.walk(top):
        if CACHE_NAME in folders:
            yield Path(folder, CACHE_NAME)
        folders[:] = [name for name in folders if name not in (CACHE_NAME, ".git")]
