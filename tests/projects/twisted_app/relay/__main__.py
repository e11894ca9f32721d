"""The command line: what stands before ``react`` may wait."""

import sys
import time

from twisted.internet import task

from relay.app import start
from relay.config import load


def main() -> None:
    config = load(sys.argv[1])
    time.sleep(1)
    task.react(start, [config])


if __name__ == "__main__":
    main()
