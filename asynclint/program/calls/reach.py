"""Which outside modules a file can have objects of: those that it imports, or that what it imports imports, and so on.

An object's class is named in an annotation or a constructor call somewhere; each attribute or call on the way to the
object leads at most one import further. Three are enough for the code that people write, and rule out most names.
"""

from collections.abc import Mapping

from asynclint.program.index import Index
from asynclint.program.nodes import ModuleNode

_FURTHEST = 3
_ALWAYS = frozenset({"builtins", "io", "asyncio"})


class Reach:
    """Sets of top-level module names, as bit masks.

    ``related`` names, by module, the modules of whose classes it gives objects.
    """

    def __init__(self, index: Index, related: Mapping[str, set[str]]) -> None:
        self._bits: dict[str, int] = {}
        always = self.mask(_ALWAYS)
        masks: list[int] = []
        imported: list[set[int]] = []
        for tops, files in index.imports:
            given = (related[top] for top in tops if top in related)
            masks.append(self.mask(tops.union(*given)) | always)
            imported.append(files)
        for _ in range(_FURTHEST):
            wider = list(masks)
            for number, files in enumerate(imported):
                for other in files:
                    wider[number] |= masks[other]
            masks = wider
        self._masks = masks

    def mask(self, tops: "set[str] | frozenset[str]") -> int:
        """The mask of some top-level names."""
        mask = 0
        for top in tops:
            mask |= 1 << self._bits.setdefault(top, len(self._bits))
        return mask

    def reaches(self, module: ModuleNode, mask: int) -> bool:
        """Whether a file can have objects of one of the modules in the mask."""
        return bool(self._masks[module.index] & mask)
