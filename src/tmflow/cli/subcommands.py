"""Groups whose commands are loaded when they are called."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

__all__ = ["CommandWithSubcommands", "LazyCommands", "complete_word"]


class LazyCommands(click.Group):
    """A group that imports a command's module when the command is wanted, and names the nearest one if it is unknown.

    table: each command, in the order of the help, and the module of `tmflow.cli` whose `NAME_command` it is.
    """

    def __init__(self, *, table: Mapping[str, str], **attributes: Any) -> None:
        super().__init__(**attributes)
        self._modules = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        del ctx
        return list(self._modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command, None if there is none of that name."""
        del ctx
        return _load(self._modules, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; propose the nearest name for an unknown one."""
        if args and args[0] not in self._modules and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], self._modules, n=1)
            path = ctx.command_path
            hint = f" Did you mean: {path} {near[0]}?" if near else f" {path} --help lists the commands."
            ctx.fail(f'no command "{args[0]}".{hint}')
        return super().resolve_command(ctx, args)


class CommandWithSubcommands(click.Group):
    """A command that takes arguments, and a group: a first word that is in its table calls a subcommand instead.

    subcommands: each name and the module of `tmflow.cli` whose `NAME_command` it is.
    usages: the ways to call the command itself, for its help.
    """

    allow_interspersed_args = True
    allow_extra_args = False

    def __init__(self, *, subcommands: Mapping[str, str], usages: tuple[str, ...], **attributes: Any) -> None:
        super().__init__(invoke_without_command=True, no_args_is_help=False, **attributes)
        self._modules = subcommands
        self._usages = usages

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        del ctx
        return list(self._modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a subcommand, None if there is none of that name."""
        del ctx
        return _load(self._modules, cmd_name)

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return the parameters; for the context of a subcommand none, since click would show them in its usage."""
        return super().get_params(ctx) if ctx.command is self else []

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the words as the command's own, unless they call a subcommand: it parses them itself."""
        if args and args[0] in self._modules:
            ctx.args = list(args)
            return ctx.args
        return click.Command.parse_args(self, ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, or the subcommand that was called."""
        if not ctx.args:
            return click.Command.invoke(self, ctx)
        name, command, args = self.resolve_command(ctx, ctx.args)
        assert command is not None, "parse_args leaves words only where the first is in the table"  # noqa: S101 - a bug of our own, never what a user gave
        ctx.invoked_subcommand = name
        with command.make_context(name, args, parent=ctx) as own:
            return own.command.invoke(own)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write each way to call it on a line of its own."""
        usages = (*self._usages, *(["COMMAND [ARGS]..."] if self._modules else []))
        for number, usage in enumerate(usages):
            formatter.write_usage(ctx.command_path, usage, prefix="       " if number else None)


def _load(modules: Mapping[str, str], name: str) -> click.Command | None:
    if name not in modules:
        return None
    command: click.Command = getattr(importlib.import_module(f"tmflow.cli.{modules[name]}"), f"{name}_command")
    return command


def complete_word(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete an argument of such a command: the names of files, and where it is the first word of subcommands."""
    from click.shell_completion import CompletionItem

    words = ctx.params.get(param.name or "") or ()
    names = ctx.command.list_commands(ctx) if isinstance(ctx.command, click.Group) and not words else []
    found = [CompletionItem(name) for name in names if name.startswith(incomplete)]
    return [*found, CompletionItem(incomplete, type="file")]
