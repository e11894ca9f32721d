"""``python -m asynclint``."""

from asynclint.cli.main import main

if __name__ == "__main__":
    main()
