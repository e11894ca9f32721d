"""Every option of ``asynclint check``: the one table that configuration files, command line and help texts share."""

from enum import StrEnum
from typing import Final, NamedTuple


class Kind(StrEnum):
    """The type of an option's value; the value is how error messages and help texts call it."""

    BOOLEAN = "true or false"
    NUMBER = "a whole number"
    TEXT = "a string"
    CHOICE = "one of the listed words"
    PATH = "a path"
    TEXTS = "a list of strings"
    PATHS = "a list of paths"
    MAPPING = "a table of lists of strings"
    TABLES = "a list of tables"
    TARGETS = "files, each after the name of a format and a colon, or alone"


class Group(StrEnum):
    """The headings of the help text."""

    CHECK = "Options"
    RULES = "Rule selection"
    FILES = "File selection"
    MISCELLANEOUS = "Miscellaneous"
    LOGGING = "Log levels"
    GLOBAL = "Global options"


class Option(NamedTuple):
    """One option. ``in_file`` and ``flag`` say where it may be given; ``negative`` is the flag that switches it off.

    A ``default`` of None means that the value is found out, as the help text says. ``bare`` is the value of a flag that
    is given without one; a value then has to follow ``=``.
    """

    name: str
    kind: Kind
    default: object
    help: str
    group: Group = Group.MISCELLANEOUS
    choices: tuple[str, ...] = ()
    metavar: str | None = None
    in_file: bool = True
    flag: bool = True
    short: str | None = None
    negative: str | None = None
    environment: str | None = None
    bare: str | None = None

    @property
    def field(self) -> str:
        """The name of the option in Python."""
        return self.name.replace("-", "_")


FORMATS: Final = (
    "full",
    "concise",
    "grouped",
    "json",
    "json-lines",
    "junit",
    "github",
    "gitlab",
    "pylint",
    "rdjson",
    "azure",
    "sarif",
    "markdown",
)
CONFIDENCES: Final = ("certain", "likely", "possible")
TARGET_VERSIONS: Final = tuple(f"py3{minor}" for minor in range(7, 16))
DEFAULT_TARGET: Final = "py310"
COLORS: Final = ("auto", "always", "never")

EXCLUDED: Final = (
    ".asynclint_cache",
    ".bzr",
    ".direnv",
    ".eggs",
    ".git",
    ".git-rewrite",
    ".hg",
    ".ipynb_checkpoints",
    ".mypy_cache",
    ".nox",
    ".pants.d",
    ".pyenv",
    ".pytest_cache",
    ".pytype",
    ".ruff_cache",
    ".svn",
    ".tox",
    ".venv",
    ".vscode",
    "__pypackages__",
    "_build",
    "buck-out",
    "build",
    "dist",
    "node_modules",
    "site-packages",
    "venv",
)
"""What no run descends into unless it is told to; ruff's list and our own cache."""

OPTIONS: Final = (
    Option(
        "fix",
        Kind.BOOLEAN,
        False,
        "Mend what has a safe fix, in the files",
        Group.CHECK,
        negative="no-fix",
    ),
    Option(
        "unsafe-fixes",
        Kind.BOOLEAN,
        False,
        "Take fixes that may change what the program does, too",
        Group.CHECK,
        negative="no-unsafe-fixes",
    ),
    Option(
        "show-fixes",
        Kind.BOOLEAN,
        False,
        "List what was fixed",
        Group.CHECK,
        negative="no-show-fixes",
    ),
    Option(
        "diff",
        Kind.BOOLEAN,
        False,
        "Write no files, show as a diff what fixes, or --add-ignore, would change",
        Group.CHECK,
        in_file=False,
    ),
    Option(
        "fix-only",
        Kind.BOOLEAN,
        False,
        "Mend what has a fix, and do not report the rest; implies --fix",
        Group.CHECK,
        negative="no-fix-only",
    ),
    Option(
        "add-ignore",
        Kind.TEXT,
        None,
        "Write a suppression comment, with the reason, for everything that is reported now",
        Group.CHECK,
        metavar="[=REASON]",
        in_file=False,
        bare="",
    ),
    Option(
        "fix-blocking-with",
        Kind.CHOICE,
        None,
        "With `thread`, blocking calls in coroutines get an unsafe fix that hands them to a thread",
        Group.CHECK,
        choices=("thread",),
    ),
    Option(
        "output-format",
        Kind.CHOICE,
        "full",
        "How findings are printed",
        Group.CHECK,
        choices=FORMATS,
        environment="ASYNCLINT_OUTPUT_FORMAT",
    ),
    Option(
        "output-file",
        Kind.TARGETS,
        (),
        "Write the findings to this file instead of standard output; as FORMAT:FILE in that format, besides standard "
        "output; may be given several times",
        Group.CHECK,
        metavar="[FORMAT:]FILE",
        in_file=False,
        short="o",
        environment="ASYNCLINT_OUTPUT_FILE",
    ),
    Option(
        "target-version",
        Kind.CHOICE,
        None,
        "The oldest Python version that the project supports (default: from requires-python, else py310)",
        Group.CHECK,
        choices=TARGET_VERSIONS,
    ),
    Option(
        "python",
        Kind.PATH,
        None,
        "The interpreter or environment in which the project's dependencies are installed "
        "(default: VIRTUAL_ENV or CONDA_PREFIX, else .venv or venv in the project)",
        Group.CHECK,
        metavar="PATH",
    ),
    Option(
        "follow-dependencies",
        Kind.BOOLEAN,
        False,
        "Go through the source of installed dependencies, to see which of their functions block",
        Group.CHECK,
        negative="no-follow-dependencies",
    ),
    Option(
        "ignore-noqa",
        Kind.BOOLEAN,
        False,
        "Report what suppression comments silence, too",
        Group.CHECK,
        in_file=False,
    ),
    Option(
        "statistics",
        Kind.BOOLEAN,
        False,
        "Show how often each rule reported, instead of the findings",
        Group.CHECK,
        in_file=False,
    ),
    Option(
        "baseline",
        Kind.PATH,
        None,
        "The file of accepted findings, which are not reported (default: asynclint-baseline.json, if it is there)",
        Group.CHECK,
        metavar="FILE",
    ),
    Option(
        "no-baseline",
        Kind.BOOLEAN,
        False,
        "Report what the baseline accepts, too",
        Group.CHECK,
        in_file=False,
    ),
    Option(
        "update-baseline",
        Kind.BOOLEAN,
        False,
        "Remove from the baseline what is found no longer",
        Group.CHECK,
        in_file=False,
    ),
    Option(
        "grow",
        Kind.BOOLEAN,
        False,
        "With --update-baseline: also accept everything that is new",
        Group.CHECK,
        in_file=False,
    ),
    Option(
        "diff-base",
        Kind.TEXT,
        None,
        "Report only what concerns rows that were changed since this revision of git, or since the branch left it",
        Group.CHECK,
        metavar="REV",
        in_file=False,
    ),
    Option(
        "watch",
        Kind.BOOLEAN,
        False,
        "Check again whenever a file changes",
        Group.CHECK,
        in_file=False,
        short="w",
    ),
    Option("show-files", Kind.BOOLEAN, False, "Show the files that would be checked", Group.CHECK, in_file=False),
    Option("show-settings", Kind.BOOLEAN, False, "Show the settings that would be used", Group.CHECK, in_file=False),
    Option(
        "select",
        Kind.TEXTS,
        None,
        "Rules to run, by code, name, prefix or alias, or ALL (default: the default rules)",
        Group.RULES,
        metavar="RULE",
    ),
    Option("ignore", Kind.TEXTS, (), "Rules not to run", Group.RULES, metavar="RULE"),
    Option("extend-select", Kind.TEXTS, (), "Rules to run besides the selected ones", Group.RULES, metavar="RULE"),
    Option(
        "fixable",
        Kind.TEXTS,
        ("ALL",),
        "Rules whose fixes may be made (default: all)",
        Group.RULES,
        metavar="RULE",
    ),
    Option(
        "extend-fixable",
        Kind.TEXTS,
        (),
        "Rules whose fixes may be made besides those of fixable",
        Group.RULES,
        metavar="RULE",
    ),
    Option("unfixable", Kind.TEXTS, (), "Rules whose fixes are never made", Group.RULES, metavar="RULE"),
    Option(
        "per-file-ignores",
        Kind.MAPPING,
        {},
        "Rules that do not count in the files of a pattern",
        Group.RULES,
        metavar="PATTERN:RULE",
    ),
    Option(
        "min-confidence",
        Kind.CHOICE,
        "likely",
        "Report findings that are at least this sure",
        Group.RULES,
        choices=CONFIDENCES,
    ),
    Option(
        "overrides",
        Kind.TABLES,
        (),
        "Tables with `include` (a list of patterns) and what is different in those files: "
        "extend-select, ignore, min-confidence",
        Group.RULES,
        flag=False,
    ),
    Option(
        "exclude",
        Kind.TEXTS,
        EXCLUDED,
        "Files and folders to leave out, instead of the usual ones",
        Group.FILES,
        metavar="PATTERN",
    ),
    Option(
        "extend-exclude",
        Kind.TEXTS,
        (),
        "Files and folders to leave out besides the others",
        Group.FILES,
        metavar="PATTERN",
    ),
    Option(
        "respect-gitignore",
        Kind.BOOLEAN,
        True,
        "Leave out what .gitignore files name",
        Group.FILES,
        negative="no-respect-gitignore",
    ),
    Option(
        "force-exclude",
        Kind.BOOLEAN,
        False,
        "Leave out excluded files even when they are given by name",
        Group.FILES,
        negative="no-force-exclude",
    ),
    Option("knowledge", Kind.PATHS, (), "Knowledge files of the project", flag=False),
    Option(
        "no-checkpoint-warning-decorators",
        Kind.TEXTS,
        (),
        "Decorators whose functions need no checkpoint",
        metavar="NAME",
        flag=False,
    ),
    Option(
        "startable-in-context-manager",
        Kind.TEXTS,
        (),
        "Functions with a `task_status`, which a context manager has to start with `start`, not `start_soon`",
        metavar="NAME",
        flag=False,
    ),
    Option(
        "exception-suppressing-context-managers",
        Kind.TEXTS,
        (),
        "Context managers that may swallow an exception of their block",
        metavar="NAME",
        flag=False,
    ),
    Option(
        "transform-async-generator-decorators",
        Kind.TEXTS,
        (),
        "Decorators that make an async generator safe, as `asynccontextmanager` does",
        metavar="NAME",
        flag=False,
    ),
    Option(
        "no-cache",
        Kind.BOOLEAN,
        False,
        "Neither read nor write the cache",
        in_file=False,
        short="n",
        environment="ASYNCLINT_NO_CACHE",
    ),
    Option(
        "cache-dir",
        Kind.PATH,
        None,
        "The folder of the cache (default: .asynclint_cache in the project's root)",
        metavar="PATH",
        environment="ASYNCLINT_CACHE_DIR",
    ),
    Option(
        "jobs",
        Kind.NUMBER,
        None,
        "How many processes read files (default: one for each processor)",
        metavar="N",
        short="j",
        environment="ASYNCLINT_JOBS",
    ),
    Option(
        "stdin-filename",
        Kind.PATH,
        None,
        "With - as PATHS: the file of the project whose text comes from standard input",
        metavar="PATH",
        in_file=False,
    ),
    Option("exit-zero", Kind.BOOLEAN, False, "Exit with 0 even when there are findings", in_file=False, short="e"),
    Option(
        "exit-non-zero-on-fix",
        Kind.BOOLEAN,
        False,
        "Exit with 1 when files were changed, even if nothing is left to report",
        in_file=False,
    ),
    Option(
        "verbose",
        Kind.BOOLEAN,
        False,
        "Say what is done and how long it takes",
        Group.LOGGING,
        in_file=False,
        short="v",
    ),
    Option("quiet", Kind.BOOLEAN, False, "Print findings, but nothing else", Group.LOGGING, in_file=False, short="q"),
    Option(
        "config",
        Kind.TEXTS,
        (),
        "A configuration file, or a TOML pair KEY=VALUE that goes before every file",
        Group.GLOBAL,
        metavar="CONFIG",
        in_file=False,
    ),
    Option("isolated", Kind.BOOLEAN, False, "Read no configuration file", Group.GLOBAL, in_file=False),
    Option(
        "color",
        Kind.CHOICE,
        "auto",
        "When to print in colour",
        Group.GLOBAL,
        choices=COLORS,
        metavar="WHEN",
        in_file=False,
    ),
)

OVERRIDE_KEYS: Final = {
    "include": Kind.TEXTS,
    "extend-select": Kind.TEXTS,
    "ignore": Kind.TEXTS,
    "min-confidence": Kind.CHOICE,
}
"""The keys of a table of ``overrides``."""

FILE_OPTIONS: Final = {option.name: option for option in OPTIONS if option.in_file}
