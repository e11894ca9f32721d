"""The command line: everything before ``start`` may wait."""

import subprocess
import time

from tornado.ioloop import IOLoop

from wiki.app import make_app
from wiki.jobs.indexer import index_all
from wiki.settings import load


def main() -> None:
    settings = load("wiki.json")
    subprocess.run(["createdb", "--if-not-exists", "wiki"], check=False)
    time.sleep(1)
    app = make_app(settings)
    IOLoop.current().run_sync(lambda: index_all(app.settings["pages"]))
    app.listen(8888)
    IOLoop.current().start()


if __name__ == "__main__":
    main()
