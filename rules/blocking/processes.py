"""The fix of AL104: a process that is run for its effect, in the way of the framework that runs the coroutine."""

from typing import TYPE_CHECKING

import libcst

if TYPE_CHECKING:
    from asynclint.rule import Edit, FixableFile

_RUNS = {"subprocess.run": False, "subprocess.call": False, "subprocess.check_call": True}
"""What is mended, and whether it raises when the process fails."""
_PASSED_ON = frozenset({"cwd", "env", "stdin", "stdout", "stderr", "start_new_session", "user", "group", "umask"})
_OWN_CHECK = frozenset({"trio", "anyio"})


def run_without_blocking(file: "FixableFile", call: libcst.Call, callee: str) -> "tuple[str, tuple[Edit, ...]] | None":
    """The name of the new function and the edits; None where the call does more than to run a list of words.

    Raises CannotFix where the code does not allow it.
    """
    statement = file.statement(call)
    arguments = _arguments(call)
    if callee not in _RUNS or arguments is None or not (isinstance(statement, libcst.Expr) and statement.value is call):
        return None
    command, keywords = arguments
    check = keywords.pop("check", None)
    checked = _RUNS[callee] if check is None else _truth(check)
    if (
        checked is None
        or not keywords.keys() <= _PASSED_ON
        or any("PIPE" in file.code(one) for one in keywords.values())
    ):
        return None
    keyword, framework = file.waits_with(call), file.framework(call)
    options = [f"{name}={file.code(value)}" for name, value in keywords.items()]
    if framework in _OWN_CHECK:
        name, edits = file.name(framework, "run_process", call)
        words = [file.code(command), *options, *([] if checked else ["check=False"])]
        return name, (*edits, *file.replace(call, f"{keyword} {name}({', '.join(words)})"))
    if framework != "asyncio" or keyword != "await" or (checked and not _is_plain(command)):
        return None
    name, edits = file.name("asyncio", "create_subprocess_exec", call)
    process = file.free_local(call, "process", "subprocess_", "new_process")
    words = [f"*{file.code(one.value)}" if isinstance(one, libcst.StarredElement) else file.code(one.value)
             for one in command.elements]  # fmt: skip
    edits += file.replace(call, f"{process} = await {name}({', '.join((*words, *options))})")
    if not checked:
        return name, (*edits, *file.insert_after(statement, f"await {process}.wait()"))
    error, more = file.name("subprocess", "CalledProcessError", call)
    indentation = file.indentation(statement)
    rows = (
        f"if await {process}.wait():",
        f"{indentation}raise {error}({process}.returncode, {file.code(command)})",
    )
    return name, (*edits, *more, *file.insert_after(statement, *rows))


def _arguments(call: libcst.Call) -> tuple[libcst.List, dict[str, libcst.BaseExpression]] | None:
    """The command, a list with a first word, and the keyword arguments; None for calls of another shape."""
    first, *rest = call.args or [libcst.Arg(libcst.Name("_"))]
    command = first.value
    if first.keyword or first.star or not isinstance(command, libcst.List) or not command.elements:
        return None
    if isinstance(command.elements[0], libcst.StarredElement):
        return None
    keywords = {one.keyword.value: one.value for one in rest if one.keyword is not None}
    return (command, keywords) if len(keywords) == len(rest) else None


def _truth(value: libcst.BaseExpression) -> bool | None:
    return {"True": True, "False": False}.get(value.value) if isinstance(value, libcst.Name) else None


def _is_plain(command: libcst.List) -> bool:
    """Whether the command can be written twice: it is made of texts and names."""
    plain = libcst.SimpleString | libcst.Name | libcst.Attribute | libcst.FormattedString
    return all(isinstance(one, libcst.Element) and isinstance(one.value, plain) for one in command.elements)
