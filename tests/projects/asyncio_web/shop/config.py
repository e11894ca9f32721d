"""Settings, read once before the loop starts, and texts that are kept after the first time."""

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path

DEFAULTS = Path(__file__).with_name("defaults.toml").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Settings:
    database: Path
    upload_folder: Path
    payment_url: str
    mail_host: str


def read_settings(path: Path) -> Settings:
    with path.open("rb") as file:
        table = tomllib.load(file)
    return Settings(
        database=Path(table["database"]),
        upload_folder=Path(table["uploads"]),
        payment_url=table["payments"]["url"],
        mail_host=table["mail"]["host"],
    )


@functools.cache
def banner() -> str:
    return Path(__file__).with_name("banner.txt").read_text(encoding="utf-8")
