"""What ``asynclint check --show-settings`` prints."""

from collections.abc import Iterator, Mapping

import msgspec

from asynclint.config.settings import Settings


def settings_text(settings: Settings) -> Iterator[str]:
    """One line a setting, named and written as in a configuration file."""
    origin = settings.config_file or "no configuration file"
    yield f"# Settings of the project {settings.root}, from {origin}\n"
    groups = (settings, settings.rule_options, settings.fixes)
    values = {name: value for group in groups for name, value in msgspec.structs.asdict(group).items()}
    for name, value in values.items():
        if name not in ("root", "config_file", "rule_layers", "rule_options", "fixes", "target_is_stated"):
            yield f"# {_key(name)} is found out\n" if value is None else f"{_key(name)} = {toml(value)}\n"
    for number, layer in enumerate(settings.rule_layers, 1):
        yield f"# Rules, source {number}\n"
        for name, value in msgspec.structs.asdict(layer).items():
            if value:
                yield f"{_key(name)} = {toml(value)}\n"


def _key(field: str) -> str:
    return field.replace("_", "-")


def toml(value: object) -> str:
    """The value as TOML writes it."""
    match value:
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case (int() as major, int() as minor):
            return f'"py{major}{minor}"'
        case tuple():
            return f"[{', '.join(map(toml, value))}]"
        case Mapping():
            return f"{{{', '.join(f'{toml(key)} = {toml(item)}' for key, item in value.items())}}}"
        case msgspec.Struct():
            return toml({_key(name): item for name, item in msgspec.structs.asdict(value).items() if item})
        case _:
            return msgspec.json.encode(str(value)).decode()
