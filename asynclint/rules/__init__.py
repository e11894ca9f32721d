"""Mounts the folder of rules: a wheel holds it here, a checkout has it as the top-level ``rules``.

The last item of ``__path__`` is the folder that holds ``ledger.toml``, ``knowledge`` and the rules.
"""

from pathlib import Path

_folder = Path(__file__).parent
if not (_folder / "ledger.toml").is_file():
    __path__.append(str(_folder.parents[1] / "rules"))
