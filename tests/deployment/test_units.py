"""The files of deploy/ are what systemd and nginx understand, and the container does what the documentation does."""

import re
import shutil
import subprocess

import pytest
from django.core.management import get_commands

from tests.deployment.postgres import ROOT

UNITS = sorted((ROOT / "deploy" / "systemd").iterdir())
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
# The worst that `systemd-analyze security` may say: 0 is locked up, 10 is open.
EXPOSURE = 2.0


@pytest.fixture
def units(tmp_path):
    for unit in UNITS:
        (tmp_path / unit.name).write_text(unit.read_text().replace("/srv/amif-network", str(ROOT)))
    return tmp_path


def analyze(*words: str) -> subprocess.CompletedProcess[str]:
    assert shutil.which("systemd-analyze"), "systemd is missing: scripts/setup.sh tests installs it"
    return subprocess.run(["systemd-analyze", *words], capture_output=True, text=True, check=False)


def test_systemd_has_nothing_to_say_about_the_units(units):
    done = analyze("verify", "--man=no", *(str(unit) for unit in sorted(units.iterdir())))
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.parametrize("service", [service.name for service in SERVICES])
def test_services_may_do_little(units, service):
    said = analyze("security", "--offline=true", str(units / service)).stdout
    assert float(re.search(r"exposure level for \S+: ([\d.]+)", said)[1]) <= EXPOSURE


def test_services_call_commands_that_exist():
    called = {word for service in SERVICES for word in re.findall(r"manage\.py (\w+)", service.read_text())}
    assert (called - set(get_commands()), len(called)) == (set(), 4)


def test_every_timer_has_its_service():
    timers = {unit.stem for unit in UNITS if unit.suffix == ".timer"}
    assert timers == {"amif-due", "amif-backup", "amif-try-restore"} & {unit.stem for unit in SERVICES}


def test_the_container_takes_the_packages_of_the_documentation():
    steps = re.findall(r"(?m)^([A-Z]+) ", (ROOT / "deploy" / "Containerfile").read_text())
    assert set(steps) <= {"FROM", "RUN", "WORKDIR", "COPY", "ENV", "USER", "VOLUME", "EXPOSE", "CMD"}
    text = (ROOT / "deploy" / "Containerfile").read_text()
    [documented] = re.findall(r"(?m)^apt-get install -y (.*)$", (ROOT / "docs" / "operations.md").read_text())
    [taken] = re.findall(r"--no-install-recommends (.*?) \\", text)
    # These come from other containers, or with the image.
    assert set(documented.split()) - set(taken.split()) == {"git", "nginx-light", "postgresql", "python3-pip", "openssl", "curl"}
    assert [name for name in ("requirements/production.txt", "compile_catalogues", "collectstatic") if name not in text] == []
