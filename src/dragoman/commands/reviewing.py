"""``dragoman queue`` and ``corrections``: what is to be reviewed, and what was put right."""

from __future__ import annotations

import click

from dragoman.commands.output import answer_options, database, give, opened


@click.command()
@database
@answer_options
def queue(database: str, form: str, output: str | None, limit: int | None) -> None:
    """List the events and statements that are least sure and were not reviewed yet."""
    with opened(database) as project:
        give(
            project.queue(limit=50 if limit is None else limit),
            form=form,
            output=output,
            limit=limit,
            shown=(),
        )


@click.command()
@database
@click.option("--gold", is_flag=True, help="The records of reviewed articles, put right, as JSON lines.")
@click.option("--precision", is_flag=True, help="How much of what was reviewed was right, by field.")
@answer_options
def corrections(
    database: str, gold: bool, precision: bool, form: str, output: str | None, limit: int | None
) -> None:
    """List what people put right, those taken back as well."""
    if gold and precision:
        raise click.UsageError("--gold and --precision are two questions: ask one at a time.")
    with opened(database) as project:
        if gold:
            lines = (coding.to_json() + "\n" for coding in project.gold())
            with click.open_file(output or "-", "w", encoding="utf-8") as file:
                file.writelines(lines)
            return
        found = project.precision() if precision else project.corrections()
        give(found, form=form, output=output, limit=limit, shown=())


COMMANDS = {"queue": queue, "corrections": corrections}
