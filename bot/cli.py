"""What an operator types: the commands of the console script `summit-bot`."""

import asyncio
import os
from pathlib import Path
from typing import Annotated

import typer

from bot.agenda.changes import compare
from bot.agenda.exports import EXPORTS
from bot.agenda.formats import Venue
from bot.agenda.sources import read_source
from bot.app import configured_programme, open_features
from bot.console import Terminal
from bot.core.phrasebook import Phrasebook
from bot.core.refusal import Fault, Faults
from bot.demo import demo as serve_demo
from bot.discord_io.guards import invite_link
from bot.logs import begin_log
from bot.looking import application_id, look_at_server
from bot.restoring import back_up_to, restore
from bot.running import run
from bot.settings import Environment, Settings, load_settings
from bot.volunteering.loading import load_yaml_plan
from bot.web.exporting import Published, write_site

SITE = "site"
"""The export that is a folder of pages."""

_FORMATS = ", ".join([*EXPORTS, SITE])

cli = typer.Typer(no_args_is_help=True, add_completion=False, help="The agenda of a summit, in chat.")


@cli.command(name="run")
def run_command() -> None:
    """Connect to Discord and stay until told to stop. Needs DISCORD_TOKEN or DISCORD_TOKEN_FILE."""
    terminal = Terminal(os.environ)
    with terminal.telling():
        environment = Environment.read(os.environ)
        begin_log(environment.log)
        asyncio.run(run(environment))


@cli.command()
def check() -> None:
    """Read all settings and agenda files and tell what is wrong, with file, line and field. Exit code 1 if anything is.

    With a token, the server is looked at too.
    """
    terminal = Terminal(os.environ)
    with terminal.telling():
        environment = Environment.read(os.environ)
        settings = _checked(environment)
        programme = asyncio.run(configured_programme(settings))
        sessions, days = len(programme.sessions), len(programme.days)
        terminal.say("check-good", sessions=sessions, days=days, folder=environment.config)
        if environment.token:
            for line in asyncio.run(look_at_server(environment, settings, terminal.phrasebook, terminal.language)):
                terminal.out.print(line, markup=False, soft_wrap=True)
        application = application_id(environment.token)
        terminal.say("check-invite", link=invite_link(application or "APPLICATION_ID"))
        if not application:
            terminal.say("check-invite-placeholder")


def _checked(environment: Environment) -> Settings:
    """The settings, with the faults of the volunteers' tasks and of the organiser's own phrases told beside theirs."""
    faults: list[Fault] = []
    settings = None
    try:
        settings = load_settings(environment.config)
    except Faults as refused:
        faults += refused.faults
    try:
        plan = environment.config / "volunteering.yaml"
        if settings and plan.is_file():
            load_yaml_plan(plan, settings.summit.timezone)
    except Faults as refused:
        faults += refused.faults
    try:
        Phrasebook.load(environment.config / "locales")
    except Faults as refused:
        faults += refused.faults
    if faults or settings is None:
        raise Faults(faults)
    return settings


@cli.command(name="import")
def import_command(
    file: Annotated[str, typer.Argument(help="A file, or an http(s) address, in any format that is known.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    release: Annotated[bool, typer.Option("--release", help="Make it the programme.")] = False,
    accept_removals: Annotated[
        bool, typer.Option("--accept-removals", help="Also when a large part would vanish at once.")
    ] = False,
) -> None:
    """Show what an agenda would change, and with --release make it the programme."""
    terminal = Terminal(os.environ)
    with terminal.telling():
        asyncio.run(_import(terminal, file, release=release and not dry_run, accept_removals=accept_removals))


async def _import(terminal: Terminal, file: str, *, release: bool, accept_removals: bool) -> None:
    environment = Environment.read(os.environ)
    settings = load_settings(environment.config)
    venue = Venue(settings.summit.name, settings.summit.timezone)
    private = settings.summit.allow_private_addresses
    draft = await read_source(file, Path(), venue, allow_private=private)
    if not release and not environment.database.exists():
        terminal.show_changes(compare(None, draft))
        terminal.say("import-hint")
        return
    opening = open_features(environment.config, database=environment.database, clock=environment.clock)
    async with opening as features:
        changes = await features.agenda.preview(draft)
        terminal.show_changes(changes)
        if release and changes:
            done = await features.organising.release_import(draft, source=file, sure=accept_removals)
            terminal.say("import-released", revision=str(done.revision), people=done.people)
        elif changes:
            terminal.say("import-hint")


@cli.command()
def export(
    format_name: Annotated[str, typer.Argument(metavar="FORMAT", help=_FORMATS)],
    out: Annotated[
        Path | None, typer.Option("--out", help="Where to; standard output if left out. For site: a folder.")
    ] = None,
) -> None:
    """Give the programme out: the released one, else that of the settings; `site`: as pages, a file each."""
    terminal = Terminal(os.environ)
    with terminal.telling():
        if format_name == SITE:
            _export_site(terminal, out)
            return
        if format_name not in EXPORTS:
            raise Faults([Fault("FORMAT", "export-unknown", values={"seen": format_name, "known": _FORMATS})])
        data = asyncio.run(_exported(format_name, terminal.phrasebook))
        try:
            out.write_bytes(data) if out else typer.echo(data, nl=False)
        except OSError as error:
            raise Faults([Fault(str(out), "file-unwritable", values={"reason": error.strerror or ""})]) from error


async def _exported(format_name: str, phrasebook: Phrasebook) -> bytes:
    environment = Environment.read(os.environ)
    released = None
    if environment.database.exists():
        async with open_features(environment.config, database=environment.database) as features:
            released = await features.agenda.released()
    programme = released or await configured_programme(load_settings(environment.config))
    return EXPORTS[format_name](programme, phrasebook, environment.clock.now())


def _export_site(terminal: Terminal, out: Path | None) -> None:
    if out is None:
        raise Faults([Fault("--out", "export-site-where")])
    files = asyncio.run(_published(terminal.phrasebook)).files()
    with terminal.counting(len(files), "export-site-progress") as made:
        write_site(out, files, made)
    terminal.say("export-site-done", folder=out, count=len(files))


async def _published(phrasebook: Phrasebook) -> Published:
    environment = Environment.read(os.environ)
    settings, now = load_settings(environment.config), environment.clock.now()
    if environment.database.exists():
        async with open_features(environment.config, database=environment.database) as features:
            released, history = await features.agenda.released(), await features.organising.history()
            if released:
                [last] = await features.agenda.releases(1)
                return Published(released, history, last.at, now, phrasebook, settings.default_language)
    programme = await configured_programme(settings)
    return Published(programme, (), now, now, phrasebook, settings.default_language)


@cli.command()
def backup(file: Annotated[Path, typer.Argument(help="The new file.")]) -> None:
    """Copy the database into a file, also while the bot runs. The file of keys is not in it."""
    terminal = Terminal(os.environ)
    with terminal.telling():
        asyncio.run(back_up_to(Environment.read(os.environ).database, file))
        terminal.say("backup-made", file=file)


@cli.command(name="restore")
def restore_command(file: Annotated[Path, typer.Argument(help="A file that backup made.")]) -> None:
    """Put a backup in the place of the database, which is kept beside it. The bot must not be running."""
    terminal = Terminal(os.environ)
    with terminal.telling():
        environment = Environment.read(os.environ)
        kept = asyncio.run(restore(file, environment.database, environment.clock.real()))
        terminal.say("restore-done", file=file, database=environment.database)
        if kept:
            terminal.say("restore-kept", file=kept)


@cli.command()
def demo(
    at: Annotated[str, typer.Option(help="When the rehearsal begins; a time without offset is the venue's.")] = "",
    speed: Annotated[float, typer.Option(help="How many times as fast as real time.")] = 1.0,
    port: Annotated[int, typer.Option(help="Where the page is served on this machine.")] = 8765,
) -> None:
    """The real bot in a chat in the browser: no token, no network, nothing kept."""
    terminal = Terminal(os.environ)
    with terminal.telling():
        serve_demo(terminal, Environment.read(os.environ).config, at=at, speed=speed, port=port)

