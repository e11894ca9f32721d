"""``asynclint completion``."""

import click


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    r"""Print what makes SHELL complete the commands, options and rules of asynclint.

    \b
    bash, in ~/.bashrc:   eval "$(asynclint completion bash)"
    zsh, in ~/.zshrc:     eval "$(asynclint completion zsh)"
    fish, in ~/.config/fish/completions/asynclint.fish:
                          asynclint completion fish | source
    """
    from click.shell_completion import get_completion_class

    from asynclint.cli.console import write
    from asynclint.cli.main import cli

    kind = get_completion_class(shell)
    assert kind is not None, f"click completes for {shell}"
    write([f"{kind(cli, {}, 'asynclint', '_ASYNCLINT_COMPLETE').source()}\n"], color=False)
