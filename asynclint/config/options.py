"""Every option of ``asynclint check``: the one table that configuration files, command line and help texts share."""

from typing import Final

from asynclint.config.check_options import CHECK_OPTIONS
from asynclint.config.option import Kind
from asynclint.config.run_options import RUN_OPTIONS
from asynclint.config.selection_options import SELECTION_OPTIONS

OPTIONS: Final = (*CHECK_OPTIONS, *SELECTION_OPTIONS, *RUN_OPTIONS)

OVERRIDE_KEYS: Final = {
    "include": Kind.TEXTS,
    "extend-select": Kind.TEXTS,
    "ignore": Kind.TEXTS,
    "min-confidence": Kind.CHOICE,
}
"""The keys of a table of ``overrides``."""

FILE_OPTIONS: Final = {option.name: option for option in OPTIONS if option.in_file}
