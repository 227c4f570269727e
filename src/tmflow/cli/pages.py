"""`tmflow publish`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from tmflow.cli.output import Row, emit, format_option, note, project_option
from tmflow.text.counts import counted

if TYPE_CHECKING:
    from tmflow.workflow.project import Project

__all__ = ["publish_command"]


@click.command(epilog="Example: tmflow publish harbor-tides")
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@click.option(
    "--to",
    type=click.Choice(["page", "site", "fragment", "markdown", "text", "epub"]),
    default="page",
    show_default=True,
    help="page: a self-contained file each; site: a folder for a server; fragment: for a CMS; markdown, text: the target alone.",
)
@click.option(
    "--layout",
    type=click.Choice(["side-by-side", "interleaved"]),
    help="What the page shows first; by default the settings'.",
)
@click.option("--allow-drafts", is_flag=True, help="Publish what nobody has confirmed, visibly marked.")
@project_option
@format_option
@click.pass_context
def publish_command(
    ctx: click.Context,
    slugs: tuple[str, ...],
    to: str,
    layout: str | None,
    allow_drafts: bool,
    project: Project,
    output: str,
) -> None:
    """Write the bilingual page of each article to public/, and the index of all pages, or a whole site to public/site/.

    Without SLUG: every article that has a bitext and is not in progress. An article that is not ready is refused.
    """
    from tmflow.workflow.publish import publish_project
    from tmflow.workflow.website import publish_site

    if to == "site":
        publications = publish_site(project, slugs, layout=layout, allow_drafts=allow_drafts)
    else:
        publications = publish_project(project, slugs, to=to, layout=layout, allow_drafts=allow_drafts)
    rows = [
        {
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
        }
        for publication in publications
    ]
    emit(output, "articles", rows, _text)
    if to in {"page", "site"}:
        note(f"index: {project.site_folder / 'index.html' if to == 'site' else project.index_page_path}")
    ctx.exit(1 if any(row["path"] is None for row in rows) else 0)


def _text(row: Row) -> Iterator[str]:
    if row["path"]:
        yield f"{row['path']}   bilingual, {counted(row['units'], 'unit')}, {row['size_bytes'] // 1000} kB{'' if row['is_new'] else ', unchanged'}"
        return
    yield f"{row['id']}   refused: {counted(len(row['refused']), 'unit')} not ready, {counted(len(row['errors']), 'error')}. See: tmflow check {row['id']}"
    for error in row["errors"][:5]:
        yield f"  {error}"
    for refusal in row["refused"][:5]:
        yield f"  {refusal['unit']}  {refusal['reason']}  {refusal['source']}"
