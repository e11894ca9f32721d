"""Settings, read before the loop starts."""

import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    database: str
    folder: str
    search_url: str


def load(path: str) -> Settings:
    with open(path) as file:
        return Settings(**json.load(file))
