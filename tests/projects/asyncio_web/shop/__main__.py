"""The command line. Nothing here runs on the loop."""

import sys
import time
from pathlib import Path

from aiohttp import web

from shop.app import create_app
from shop.config import read_settings
from shop.helpers.sync import run
from shop.services.pricing import refresh_rates


def main() -> None:
    settings = read_settings(Path(sys.argv[1]))
    settings.upload_folder.mkdir(exist_ok=True)
    if "--refresh" in sys.argv:
        run(refresh_rates(settings.payment_url))
        time.sleep(1)
    web.run_app(create_app(settings))


if __name__ == "__main__":
    main()
