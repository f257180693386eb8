"""Commands on a project. Each module is read when one of its commands is called, or help is asked for."""

from __future__ import annotations

from importlib import import_module

import click

#: Where each command is. The modules import nothing heavy themselves.
HOMES = {
    "add": "storing",
    "recode": "storing",
    "diff": "storing",
    "runs": "storing",
    "rejects": "storing",
    "export": "exporting",
    "import": "exporting",
    "compare": "exporting",
    "events": "asking",
    "statements": "asking",
    "actors": "asking",
    "dyads": "asking",
    "series": "asking",
    "queue": "reviewing",
    "corrections": "reviewing",
    "search": "asking",
    "sql": "asking",
    "merge": "merging",
    "happenings": "merging",
    "happening": "merging",
    "stories": "merging",
    "split": "merging",
    "join": "merging",
    "collect": "scaling",
    "serve": "serving",
    "demo": "serving",
    "report": "serving",
}


class LazyGroup(click.Group):
    """A group that also has the commands of this package."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Those of the command line itself, then those of a project."""
        return [*self.commands, *HOMES]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, read now if it was not yet."""
        if cmd_name in HOMES:
            module = import_module(f"dragoman.commands.{HOMES[cmd_name]}")
            command: click.Command = module.COMMANDS[cmd_name]
            return command
        return super().get_command(ctx, cmd_name)
