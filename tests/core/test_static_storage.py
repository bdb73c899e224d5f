"""Scripts import each other by names that change with their content; every such name must lead to a file."""

import re
import shutil
from pathlib import Path

import django_prose_editor
import pytest
from django.conf import settings

from amif_network.core.static_storage import HashedStaticFiles

IMPORT = re.compile(r"""(?:from|import)\s*["'](\.[^"']+)["']""")
PACKAGE = Path(django_prose_editor.__file__).parent / "static"


@pytest.fixture
def hashed(tmp_path: Path) -> Path:
    """Lay the scripts of the portal and the package they use out as collectstatic does."""
    shutil.copytree(settings.BASE_DIR / "static" / "js", tmp_path / "js")
    shutil.copytree(PACKAGE, tmp_path, dirs_exist_ok=True)
    storage = HashedStaticFiles(location=str(tmp_path))
    names = [str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.*")]
    errors = [
        done
        for _name, _hashed, done in storage.post_process({name: (storage, name) for name in names})
        if isinstance(done, Exception)
    ]
    assert errors == []
    return tmp_path


def test_every_script_finds_the_hashed_names_of_what_it_imports(hashed: Path) -> None:
    scripts = [path for path in (hashed / "js").rglob("*.js") if re.search(r"\.[0-9a-f]{12}\.js$", path.name)]
    imports = [(path, name) for path in scripts for name in IMPORT.findall(path.read_text())]
    assert {name for _path, name in imports if "prose_editor" in name} != set()
    assert [name for path, name in imports if not (path.parent / name).is_file()] == []
    assert [name for _path, name in imports if not re.search(r"\.[0-9a-f]{12}\.js$", name)] == []
