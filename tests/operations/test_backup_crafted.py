"""Plain backups that somebody made or altered, with a manifest that proves them: said as broken, before anything is written."""

import hashlib
import io
import json
import tarfile
from pathlib import Path

import pytest

from amif_network.operations.container import STATED, read_backup
from amif_network.operations.problems import BackupBroken

ODD = "The manifest of the backup is not one that this command wrote."
HEAD = {name: [] for name in STATED}


def line(name: str, data: bytes = b"x") -> dict[str, object]:
    return {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def crafted(path: Path, words: bytes, *members: tuple[str, bytes]) -> Path:
    proof = hashlib.sha256(words).hexdigest().encode()
    with tarfile.open(path, "w") as tar:
        for name, data in [*members, ("manifest.json", words), ("manifest.sha256", proof)]:
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    return path


def refusal(path: Path) -> str:
    with pytest.raises(BackupBroken) as caught:
        read_backup(path, None)
    return str(caught.value)


@pytest.mark.parametrize(
    "words",
    [
        b"hello",
        b"[]",
        b"{}",
        b"\xff\xfe{",
        b"[" * 100_000,
        b'{"members": "abc"}',
        b'{"members": []}',
        b'{"members": [{"name": 1}]}',
    ],
)
def test_a_manifest_of_another_make_is_said(tmp_path, words):
    assert refusal(crafted(tmp_path / "backup", words)) == ODD


@pytest.mark.parametrize(
    "name", ["files/../../portal/settings.py", "files//etc/passwd", "files/a/../b", "files/", "/etc/passwd", "elsewhere/x"]
)
def test_a_member_that_leads_elsewhere_is_refused(tmp_path, name):
    words = json.dumps({**HEAD, "members": [line(name)]}).encode()
    assert refusal(crafted(tmp_path / "backup", words, (name, b"x"))) == ODD


def test_a_member_comes_once(tmp_path):
    """The last one alone would be compared, while both would be restored."""
    words = json.dumps({**HEAD, "members": [line("database/00001")]}).encode()
    path = crafted(tmp_path / "backup", words, ("database/00001", b"y"), ("database/00001", b"x"))
    assert refusal(path) == "The backup holds “database/00001” twice: it was altered."


def test_a_manifest_that_states_all_is_read(tmp_path):
    words = json.dumps({**HEAD, "members": [line("files/ab/x")]}).encode()
    assert read_backup(crafted(tmp_path / "backup", words, ("files/ab/x", b"x")), None)["members"] == [line("files/ab/x")]
