"""From the bytes of a file to a tree.

The stages, each a module of its own:

* `source` reads and decodes: bytes become a `Source` (text, encoding, digest).
* `parse` turns a `Source` into an `ast.Module`, whichever Python version its syntax needs.
* `lower` is what `parse` falls back on: it turns libcst's tree into the nodes of the newest `ast`.
* `directives` finds the suppression comments (`# asynclint: ignore[...]`, `# noqa`, ...).
* `cst` gives libcst views of single functions and calls, for the rules and fixes that ask.

Importing this package or `parse` does not import libcst.
"""
