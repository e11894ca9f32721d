"""The configuration, read before the reactor runs."""

import configparser
import functools
import socket
from dataclasses import dataclass

HOST = socket.getfqdn()


@dataclass(frozen=True)
class Config:
    database: str
    spool: str
    upstream: str


def load(path: str) -> Config:
    parser = configparser.ConfigParser()
    parser.read(path)
    return Config(**parser["relay"])


@functools.lru_cache(maxsize=1)
def greeting() -> bytes:
    with open("greeting.txt", "rb") as file:
        return file.read()
