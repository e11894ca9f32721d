"""Options that select rules and files."""

from typing import Final

from asynclint.config.choices import CONFIDENCES
from asynclint.config.option import Group, Kind, Option

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

SELECTION_OPTIONS: Final = (
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
)
