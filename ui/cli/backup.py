"""`desk backup` and `desk restore`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from research.backups.manifest import Told
from research.backups.restoring import check_backup, restore_backup
from research.backups.writing import write_backup
from ui.cli.contract import Json
from ui.cli.options import HomeOption, JsonOption, opened
from ui.cli.output import console, notes, print_json
from ui.cli.team import allowed_settings
from ui.render.words import counted

_MANY = 100


def backup_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The new file to write.")],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write everything that cannot be made again into one file, while the workspace is in use.

    The library, its originals, history, drafts, watchlists, audit trail and own templates are in it. Indexes are made again when it is
    restored; settings, where keys may stand, are left out. The file holds all that the library holds: keep it as safe.
    """
    with opened(home) as workspace:
        backup = write_backup(workspace, file, told=_told("packed"))
    manifest = backup.manifest
    if as_json:
        print_json(
            {
                "file": str(backup.path),
                "bytes": backup.size,
                "sha256": backup.sha256,
                "documents": manifest.documents,
                "files": len(manifest.members),
                "missing": manifest.missing,
            }
        )
        return
    out = console()
    out.print(
        f"{backup.path}: {counted(manifest.documents, 'document')}, {backup.size / 1e6:,.1f} MB, sha256 {backup.sha256}", soft_wrap=True
    )
    if manifest.missing:
        notes().print(f"{counted(manifest.missing, 'file')} went away while it was written", soft_wrap=True)


def restore_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that desk backup wrote.")],
    home: HomeOption = None,
    replace: Annotated[bool, typer.Option("--replace", help="Move a workspace that is there aside, beside it.")] = False,
    catalog_only: Annotated[
        bool, typer.Option("--catalog-only", help="With --replace: keep history, drafts, watchlists and the audit trail as they are.")
    ] = False,
    check: Annotated[bool, typer.Option("--check", help="Only prove that the file is whole; write nothing.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Bring a backup back, proved file by file before anything is touched.

    After damage to catalog.db alone: desk restore FILE --replace --catalog-only.
    """
    if check:
        manifest = check_backup(file, told=_told("proved"))
        told: dict[str, Json] = {"file": str(file), "whole": True, "documents": manifest.documents, "made_at": manifest.made_at.isoformat()}
        line = f"{file} is whole: {counted(manifest.documents, 'document')}, made {manifest.made_at:%Y-%m-%d %H:%M} UTC"
    else:
        settings = allowed_settings(home)
        restored = restore_backup(file, settings, replace=replace, catalog_only=catalog_only, told=_told("restored"))
        manifest = restored.manifest
        notes().print("making the indexes again", soft_wrap=True)
        with opened(home) as workspace:
            workspace.keeper.sync()
        aside = str(restored.aside) if restored.aside else None
        told = {"home": str(restored.home), "documents": manifest.documents, "made_at": manifest.made_at.isoformat(), "aside": aside}
        line = f"{restored.home}: {counted(manifest.documents, 'document')} as of {manifest.made_at:%Y-%m-%d %H:%M} UTC"
        line += f"; what was there is in {aside}" if aside else ""
    if as_json:
        print_json(told)
    else:
        console().print(line, soft_wrap=True)


def _told(word: str) -> Told:
    """Return what tells every so many files how far the work is, on a terminal and in a pipe alike."""

    def tell(done: int, of: int) -> None:
        """Tell at each tenth of the work."""
        if of >= _MANY and done % max(of // 10, 1) == 0:
            notes().print(f"{done} of {of} files {word}")

    return tell
