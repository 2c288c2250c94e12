"""RTF and old Word files (.doc): turned into a Word file by LibreOffice where it is installed, then read as that.

LibreOffice runs without a window in a private profile that forbids macros, links to other files and the network, with
a time limit of its own; it is ended with all that it has started. Nothing but the private folder is written.
"""

import os
import resource
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from pipeline.limits import DEFAULT, Limits
from pipeline.readers import docx
from pipeline.transcript import Transcript, Unreadable

PROGRAMS = ("soffice", "libreoffice")
PATIENCE = 60.0  # seconds; real files take under five, and a paper as a whole may take 120
CPU = 90  # seconds of processor time; ends an orphan whose worker was ended
MOST_CONVERTED = 256 << 20  # bytes; as for every input
RTF_START = b"{\\rtf"
NOT_INSTALLED = "LibreOffice reads it, but is not installed here; install it, or save a copy as .docx"
CONVERSION = "docx:MS Word 2007 XML"
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetProxyType" oor:op="fuse"><value>1</value></prop>
<prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop>
<prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
"""Macros never run, links are not followed, and the network is a port where nobody listens."""


def read(data: bytes, name: str, limits: Limits = DEFAULT) -> Transcript:
    """The transcript of an RTF or .doc file; `name` is for messages.

    Raises `Unreadable`: unsupported-type where LibreOffice is not there or cannot run, corrupt where it makes nothing
    of the file, timeout, and what the reader of Word files raises.
    """
    program = next((found for one in PROGRAMS if (found := shutil.which(one))), None)
    if program is None:
        raise Unreadable("unsupported-type", NOT_INSTALLED)
    try:
        with tempfile.TemporaryDirectory(prefix="papers-", ignore_cleanup_errors=True) as folder:
            converted = _converted(program, data, Path(folder))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = f"LibreOffice reads it, but cannot run here ({reason}); save a copy as .docx"
        raise Unreadable("unsupported-type", message) from error
    if not converted:
        raise Unreadable("corrupt", f"LibreOffice can make nothing of {name}.")
    return docx.read(converted, name, limits)


def _converted(program: str, data: bytes, folder: Path) -> bytes:
    """The Word file that LibreOffice makes of the bytes; empty where it makes none. Raises `OSError`."""
    source = folder / ("paper.rtf" if data.startswith(RTF_START) else "paper.doc")
    source.write_bytes(data)
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
    options = (f"-env:UserInstallation={profile.parent.as_uri()}", "--headless", "--norestore")
    _run((program, *options, "--convert-to", CONVERSION, "--outdir", str(folder), str(source)), folder)
    made = folder / "paper.docx"
    if not made.is_file():
        return b""
    if made.stat().st_size > MOST_CONVERTED:
        raise Unreadable("too-large", f"converted, it is larger than {MOST_CONVERTED:,} bytes")
    return made.read_bytes()


def _run(command: tuple[str, ...], home: Path) -> None:
    """Run to the end or the time limit; then nothing that it has started is left. Raises `OSError`."""
    quiet = subprocess.DEVNULL
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "TMPDIR": str(home),
        "LC_ALL": "C.UTF-8",
    }
    with subprocess.Popen(
        command, stdin=quiet, stdout=quiet, stderr=quiet, cwd=home, env=environment, start_new_session=True
    ) as process:
        try:
            with suppress(ProcessLookupError):  # it has ended already
                resource.prlimit(process.pid, resource.RLIMIT_CPU, (CPU, CPU))
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired as error:
            message = f"LibreOffice was not finished with it after {PATIENCE:g} seconds"
            raise Unreadable("timeout", message) from error
        finally:
            _end(process.pid)


def _end(group: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)
