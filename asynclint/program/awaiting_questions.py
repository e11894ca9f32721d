"""The part of the program's face that answers about awaiting and tasks."""

from collections.abc import Collection, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from asynclint.knowledge.schema import Want
from asynclint.program.awaiting.attributes import AwaitedAttribute, AwaitedAttributes
from asynclint.program.awaiting.callbacks import Callbacks, HandedCoroutine, LostCallback
from asynclint.program.awaiting.deferreds import only_succeeds, without_errback
from asynclint.program.awaiting.lost_tasks import LostTask, LostTasks
from asynclint.program.awaiting.mismatch import Mismatch
from asynclint.program.awaiting.mismatches import Mismatches
from asynclint.program.awaiting.repeats import Repeat, repeats
from asynclint.program.awaiting.tasks import StartedTask, Tasks
from asynclint.program.awaiting.twisted import returned_coroutines
from asynclint.program.awaiting.uncalled import NamedFunction, uncalled
from asynclint.program.awaiting.wrapping import HastyWrapper, hasty_wrappers
from asynclint.program.blocking.own_loop import waits_for_own_loop
from asynclint.program.blocking.running import drives_running_loop
from asynclint.program.calls.overrides import Override, Overrides
from asynclint.program.calls.threads import ThreadCall, Threads
from asynclint.program.calls.wants import known_callee
from asynclint.program.nodes import FunctionNode, ModuleNode
from asynclint.program.sites import BlockSite, CallSite, FunctionSite
from asynclint.program.types.kinds import Kinds

if TYPE_CHECKING:
    from asynclint.program.awaiting.awaitables import Awaitable, Awaitables
    from asynclint.program.calls.callgraph import CallGraph
    from asynclint.program.calls.places import Places
    from asynclint.program.index import Index
    from asynclint.program.types.infer import Inference


class AwaitingQuestions:
    """What ``Program`` inherits: it has the graph, and knows which files people asked about."""

    graph: "CallGraph"
    places: "Places"
    inference: "Inference"
    index: "Index"
    awaitables: "Awaitables"

    @property
    def awaitable_uses(self) -> "list[Awaitable]":
        """What becomes of each awaitable that a call gives and nobody awaits at once."""
        raise NotImplementedError

    def in_focus(self, module: ModuleNode) -> bool:
        """Whether people asked about a file."""
        raise NotImplementedError

    def modules(self) -> list[ModuleNode]:
        """The files that people asked about."""
        raise NotImplementedError

    def functions(self) -> Iterator[FunctionNode]:
        """The functions of these files."""
        raise NotImplementedError

    @cached_property
    def mismatches(self) -> Mismatches:
        """Questions about what is awaited, entered and iterated."""
        return Mismatches(self.graph, self.awaitables.candidates.names)

    @cached_property
    def wrong_awaits(self) -> list[Mismatch]:
        """What is awaited and cannot be."""
        return list(self.mismatches.awaits(self.modules()))

    def uncalled_statements(self) -> Iterator[NamedFunction]:
        """The statements that only name a coroutine function."""
        return uncalled(self.inference, self.modules())

    def mixed_overrides(self) -> Iterator[Override]:
        """The methods that replace one of another kind: asynchronous, or plain."""
        return Overrides(self.graph).mixed(self.functions())

    @cached_property
    def callbacks(self) -> Callbacks:
        """Questions about what is handed over to be called."""
        return Callbacks(self.awaitables, self.graph, self.places)

    def handed_coroutines(self) -> Iterator[HandedCoroutine]:
        """The coroutine objects that are given to what wants a function."""
        return (handed for handed in self.callbacks.coroutines() if self.in_focus(handed.site.module))

    def lost_callbacks(self) -> Iterator[LostCallback]:
        """The coroutine functions that are given to something that ignores their coroutines."""
        found = self.callbacks.lost(self.index.functions(), self.awaitables.all)
        return (lost for lost in found if self.in_focus(lost.site.module))

    def dropped_tasks(self) -> Iterator[LostTask]:
        """The tasks that nothing keeps."""
        return LostTasks(self.graph, self.places).among(self.awaitable_uses)

    def misused_attributes(self) -> Iterator[AwaitedAttribute]:
        """The attributes that have to be awaited, where they are used as if they were the results."""
        found = AwaitedAttributes(self.awaitables).misused()
        return (read for read in found if self.in_focus(read.site.module))

    def hasty_wrappers(self) -> Iterator[HastyWrapper]:
        """The wrappers of decorators that leave a block before the coroutine runs that they return."""
        return hasty_wrappers(self.places.wrappers, self.functions())

    def deferreds_without_errback(self) -> Iterator[CallSite]:
        """The calls that give a Deferred which gets callbacks, no errback, and is then dropped."""
        return without_errback(self.awaitable_uses)

    def only_succeeds(self, deferred: CallSite) -> bool:
        """Whether a call gives a Deferred that nobody makes fail: only its callbacks can."""
        return only_succeeds(self.graph, deferred)

    def coroutines_run_twice(self) -> Iterator[Repeat]:
        """The places where a coroutine object runs for the second time."""
        return repeats(self.awaitable_uses)

    def waits_on_coroutines(self) -> Iterator[Mismatch]:
        """Collections with coroutines where tasks are wanted."""
        return self.mismatches.coroutines_among(self.modules(), Want.FUTURES)

    def deferreds_with_coroutines(self) -> Iterator[Mismatch]:
        """Collections with coroutines where Deferreds are wanted."""
        return self.mismatches.coroutines_among(self.modules(), Want.DEFERREDS)

    def coroutines_for_deferreds(self) -> Iterator[CallSite]:
        """Coroutines that plain functions return which promise a Deferred, or give one elsewhere."""
        return returned_coroutines(self.inference, self.modules())

    def drives_running_loop(self) -> Iterator[CallSite]:
        """The calls that are to drive a loop of which the code knows that it runs."""
        return drives_running_loop(self.inference, self.modules())

    def waits_for_own_loop(self, site: CallSite | BlockSite) -> bool:
        """Whether a blocking call on the loop waits for something that this loop would have to run."""
        return isinstance(site, CallSite) and waits_for_own_loop(self.inference, site)

    def calls_of(self, names: Collection[str]) -> Iterator[CallSite]:
        """The calls of functions and classes outside the program, by their canonical full names."""
        for last in sorted({name.rpartition(".")[2] for name in names}):
            for module, number in self.index.calls.get(last, ()):
                if self.in_focus(module) and known_callee(self.inference, module, number) in names:
                    yield CallSite(module, number)

    @cached_property
    def tasks(self) -> Tasks:
        """Questions about tasks."""
        return Tasks(self.inference)

    def unstructured_tasks(self) -> Iterator[StartedTask]:
        """The tasks that no task group keeps."""
        return self._asked(self.tasks.unstructured())

    def collected_tasks(self) -> Iterator[StartedTask]:
        """The tasks that are put into a local container, which is used for nothing else."""
        return self._asked(self.tasks.collected_only())

    def unobserved_tasks(self) -> Iterator[StartedTask]:
        """The tasks kept in an attribute whose end nothing in the program looks at."""
        return self._asked(self.tasks.unobserved())

    def outliving_tasks(self) -> Iterator[StartedTask]:
        """The tasks that are given what a ``with`` has opened, and are waited for only after it."""
        return self._asked(self.tasks.outliving())

    def shielded_coroutines(self) -> Iterator[StartedTask]:
        """The coroutines that ``asyncio.shield`` gets, and whose task nothing else can refer to."""
        return self._asked(self.tasks.shielded_coroutines())

    def _asked(self, tasks: Iterator[StartedTask]) -> Iterator[StartedTask]:
        return (task for task in tasks if self.in_focus(task.site.module))

    def results_too_soon(self) -> Iterator[StartedTask]:
        """The tasks that are asked for a result before anything could have run."""
        return self.tasks.results_too_soon(self.awaitable_uses)

    def loop_calls_in_threads(self) -> Iterator[ThreadCall]:
        """The calls in worker threads that only the thread of the loop may make."""
        found = Threads(self.graph, self.places).loop_calls()
        return (call for call in found if self.in_focus(call.site.module))

    @cached_property
    def kinds(self) -> Kinds:
        """Questions about what functions give."""
        return Kinds(self.inference)

    def methods(self, names: Collection[str]) -> Iterator[FunctionSite]:
        """The methods with one of some names."""
        return (FunctionSite(one) for one in self.functions() if one.row.name in names and one.is_method)

    def gives(self, site: FunctionSite) -> str:
        """What a function gives: coroutine, async-generator, plain (nothing to await), or "" where it is not known."""
        return self.kinds.gives(site.function)

    def cached_awaitables(self) -> Iterator[tuple[FunctionSite, str]]:
        """The functions whose coroutines or Deferreds a cache for plain functions keeps, and the class of these."""
        return ((FunctionSite(one), kind) for one, kind in self.kinds.cached_awaitables(self.functions()))

    def async_properties(self) -> Iterator[FunctionSite]:
        """The async functions that run when an attribute is read."""
        return map(FunctionSite, self.kinds.async_properties(self.functions()))

    def wrong_contexts(self) -> Iterator[Mismatch]:
        """What ``with`` or ``async with`` enters and cannot."""
        return self.mismatches.contexts(self.modules())

    def wrong_iterations(self) -> Iterator[Mismatch]:
        """What ``for`` or ``async for`` iterates and cannot."""
        return self.mismatches.iterations(self.modules())
