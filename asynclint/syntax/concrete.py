"""Calls libcst's parser, which crashes the process on nesting that the standard parser merely refuses."""

import re

import libcst

# Measured with a stack of 8 MB: 2,000 nested parentheses, or 4,000 nested operators, overflow it.
_DEEPEST = 2000
_BRACKET = 10

_TOKEN = re.compile(
    r"""
      (?P<skip> \#[^\r\n]*
        | \"\"\" [^"\\]*+ (?: (?: \\. | "(?!"") ) [^"\\]*+ )*+ \"\"\"
        | ''' [^'\\]*+ (?: (?: \\. | '(?!'') ) [^'\\]*+ )*+ '''
        | " [^"\\\r\n]*+ (?: \\. [^"\\\r\n]*+ )*+ "
        | ' [^'\\\r\n]*+ (?: \\. [^'\\\r\n]*+ )*+ '
        | \\ [\r\n]+ )
    | (?P<statement> [\r\n] \s*+ (?: def | class | import | try | while | with | return | async[ ]def ) \b )
    | (?P<open> [(\[{] )
    | (?P<close> [)\]}] )
    | (?P<comma> , )
    | (?P<line> [\r\n;]+ )
    | (?P<operator> [-+*/%&|^~<>=@.!:] | \b (?: not | and | or | in | is | if | else | lambda | await | elif ) \b )
    """,
    re.VERBOSE | re.DOTALL,
)


class Refused(Exception):  # noqa: N818 - it names a state of the file, not a fault of the program
    """libcst cannot parse the text, or should not be asked to."""


def parse_module(text: str) -> libcst.Module:
    """The tree that libcst makes of `text`. Raises `Refused`."""
    if "\0" in text:
        raise Refused("source code contains a NUL character")
    if _depth(text) > _DEEPEST:
        raise Refused("nested too deeply")
    try:
        return libcst.parse_module(text)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # ParserSyntaxError; on input it did not expect, a panic (a BaseException) of Rust.
        raise Refused(str(error)) from None


def _depth(text: str) -> int:
    """An upper bound of how deep the parser has to recurse, counted in operators and brackets within one another."""
    deepest = elifs = total = current = 0
    enclosing: list[int] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "operator":
            current += 1
            total += 1
            deepest = max(deepest, total)
            if match.group() == "elif":
                elifs += 1
        elif kind == "open":
            enclosing.append(current)
            total += _BRACKET
            current = 0
            deepest = max(deepest, total)
        elif kind == "close":
            if enclosing:
                total -= current + _BRACKET
                current = enclosing.pop() + 1
                total += 1
        elif kind == "comma":
            total -= current
            current = 0
        elif kind == "statement" or (kind == "line" and not enclosing):
            total = current = 0
            enclosing.clear()
    return max(deepest, elifs // 4)
