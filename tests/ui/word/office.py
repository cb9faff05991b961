"""LibreOffice, where it is installed: opens a file, and saves it as another."""

import shutil
import subprocess

import pytest

SOFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed: the round trip is not made")


def converted(content, folder, suffix):
    """Return a .docx file's bytes after LibreOffice has opened it and saved it as `suffix` ("pdf", "docx")."""
    source, out = folder / "draft.docx", folder / "out"
    source.write_bytes(content)
    command = [SOFFICE, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", suffix, "--outdir", out, source]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return (out / f"draft.{suffix}").read_bytes()
