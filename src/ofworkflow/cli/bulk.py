"""A command that has another form for many dossiers at once: `--lot`, and another command reads the line."""

from __future__ import annotations

from importlib import import_module

import click

from ofworkflow.cli.arguments import tidied


class WithExamples(click.Command):
    """A command that says itself what its help begins with."""

    examples: tuple[str, ...] = ()


class WithLot(WithExamples):
    """A command whose `--lot` is another command, imported when it is typed."""

    lot = ""

    def having(self, lot: str) -> WithLot:
        """Return the command, its form for many at this place (« module:function » of `cli`)."""
        self.lot = lot
        about = f"Plusieurs à la fois : of {self.name} --lot --help."
        self.params.append(click.Option(["--lot"], is_flag=True, expose_value=False, help=about))
        return self

    @property
    def in_lots(self) -> click.Command:
        """The form for many."""
        module, function = self.lot.split(":")
        command: click.Command = getattr(import_module(f"ofworkflow.cli.{module}"), function)
        return tidied(command)

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: object
    ) -> click.Context:
        """Read the line, or have the form for many read it."""
        if "--lot" not in args:
            return super().make_context(info_name, args, parent, **extra)
        args.remove("--lot")
        return self.in_lots.make_context(f"{info_name} --lot", args, parent, **extra)
