"""`tmflow publish`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from tmflow.cli.output import Row, emit, format_option, note, progress_bar, project_option, say, shown
from tmflow.text.counts import counted

if TYPE_CHECKING:
    from tmflow.workflow.project import Project
    from tmflow.workflow.publish import Publication
    from tmflow.workflow.watching import Rebuilt, Watch

__all__ = ["publish_command"]

_NAMED = 5


@click.command(epilog="Example: tmflow publish harbor-tides")
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@click.option(
    "--to",
    type=click.Choice(["page", "site", "fragment", "markdown", "text", "epub", "pdf"]),
    default="page",
    show_default=True,
    help="page: a self-contained file each; site: a folder for a server; fragment: for a CMS; markdown, text: the target alone; pdf: both on A4, by the Chromium of this machine.",
)
@click.option(
    "--layout",
    type=click.Choice(["side-by-side", "interleaved"]),
    help="What the page shows first; by default the settings'.",
)
@click.option("--allow-drafts", is_flag=True, help="Publish what nobody has confirmed, visibly marked.")
@click.option("--watch", is_flag=True, help="With --to site: build again after each change, until Ctrl-C.")
@click.option("--serve", is_flag=True, help="With --to site: show it on this machine, until Ctrl-C.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Of --serve; by default one that is free.")
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Processes; by default as many as it is worth.")
@project_option
@format_option
@click.pass_context
def publish_command(
    ctx: click.Context,
    slugs: tuple[str, ...],
    to: str,
    layout: str | None,
    allow_drafts: bool,
    watch: bool,
    serve: bool,
    port: int,
    jobs: int | None,
    project: Project,
    output: str,
) -> None:
    """Write the bilingual page of each article to public/, and the index of all pages, or a whole site to public/site/.

    Without SLUG: every article that has a bitext and is not in progress. An article that is not ready is refused.
    """
    if (watch or serve) and to != "site":
        raise click.UsageError("--watch and --serve are of the site. Add: --to site")
    if watch or serve:
        from tmflow.workflow.watching import Watch

        site = Watch(project=project, slugs=slugs, layout=layout, allow_drafts=allow_drafts, jobs=jobs)
        _keep(site, port=port if serve else None, is_watched=watch)
        return
    publications = _publish(project, slugs, to=to, layout=layout, allow_drafts=allow_drafts, jobs=jobs)
    emit(output, "articles", [_row(publication) for publication in publications], _text)
    if to in {"page", "site"}:
        note(f"index: {project.site_folder / 'index.html' if to == 'site' else project.index_page_path}")
    ctx.exit(1 if any(publication.path is None for publication in publications) else 0)


def _publish(
    project: Project, slugs: tuple[str, ...], *, to: str, layout: str | None, allow_drafts: bool, jobs: int | None
) -> tuple[Publication, ...]:
    if to != "site":
        from tmflow.workflow.publish import publish_project

        return publish_project(project, slugs, to=to, layout=layout, allow_drafts=allow_drafts)
    from tmflow.workflow.website import publish_site

    with progress_bar("Publishing") as progress:
        return publish_site(project, slugs, layout=layout, allow_drafts=allow_drafts, jobs=jobs, on_progress=progress)


def _keep(site: Watch, *, port: int | None, is_watched: bool) -> None:
    """Build the site, show it and build it again, until Ctrl-C. port: None shows it nowhere."""
    from tmflow.workflow.watching import serve_site

    serve_site(
        site,
        port=port,
        is_watched=is_watched,
        on_build=_note_build,
        on_serve=lambda address: say(f"{address}   Ctrl-C to stop"),
    )


def _note_build(rebuilt: Rebuilt) -> None:
    """Say which articles were made anew, and what kept others back."""
    made = rebuilt.made
    more = f" and {len(made) - _NAMED} more" if len(made) > _NAMED else ""
    note(f"built: {', '.join(made[:_NAMED])}{more}" if made else "nothing is new")
    for error in rebuilt.errors:
        note(f"  {shown(error)}")


def _row(publication: Publication) -> Row:
    return {
        "id": publication.slug,
        "units": publication.units,
        "path": publication.path.as_posix() if publication.path else None,
        "size_bytes": publication.size_bytes,
        "is_new": publication.is_new,
        "refused": [
            {"unit": refusal.unit.id, "reason": refusal.reason.value, "source": refusal.unit.source.text}
            for refusal in publication.refusals
        ],
        "errors": list(publication.errors),
        "warnings": list(publication.warnings),
    }


def _text(row: Row) -> Iterator[str]:
    if row["path"]:
        yield f"{row['path']}   bilingual, {counted(row['units'], 'unit')}, {row['size_bytes'] // 1000} kB{'' if row['is_new'] else ', unchanged'}"
        yield from (f"  not shown: {warning}" for warning in row["warnings"])
        return
    yield f"{row['id']}   refused: {counted(len(row['refused']), 'unit')} not ready, {counted(len(row['errors']), 'error')}. See: tmflow check {row['id']}"
    for error in row["errors"][:_NAMED]:
        yield f"  {error}"
    for refusal in row["refused"][:_NAMED]:
        yield f"  {refusal['unit']}  {refusal['reason']}  {refusal['source']}"
