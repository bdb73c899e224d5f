"""The audit of what the locks pin: which packages are asked about, and what its answers mean."""

import pytest

from scripts import audit

LOCK = """# made by make lock
anyio==4.16.0 ; sys_platform != 'emscripten' \\
    --hash=sha256:00 \\
    --hash=sha256:01
    # via httpx
django==6.1.3 \\
    --hash=sha256:02
"""


def test_every_pin_is_asked_about_with_its_marker_and_nothing_else() -> None:
    assert audit.pins(LOCK) == ["anyio==4.16.0 ; sys_platform != 'emscripten'", "django==6.1.3"]
    text = audit.LOCK.read_text()
    assert len(audit.pins(text)) == sum(not line.startswith((" ", "#")) for line in text.splitlines())


def test_the_lock_of_production_is_part_of_what_is_asked_about() -> None:
    production = audit.pins((audit.ROOT / "requirements" / "production.txt").read_text())
    asked = {pin.partition(" ")[0] for pin in audit.pins(audit.LOCK.read_text())}
    assert {pin.partition(" ")[0] for pin in production} - asked == set()


@pytest.mark.parametrize(
    ("code", "said", "begins", "fails"),
    [
        (0, "Found no known vulnerabilities in 2 packages", "None of the 2 pinned packages", False),
        (1, "django 6.1.3 has 1 known vulnerability", "Pinned packages are vulnerable", True),
        (2, "error: Request failed after 3 retries\n  cause: dns error", "The advisories could not be reached", False),
        (2, "error: unexpected argument '--output' found", "The audit itself did not work", True),
    ],
)
def test_only_what_is_known_fails_the_check(code, said, begins, fails) -> None:
    found = audit.verdict(code, said, 2)
    assert (found.sentence.startswith(begins), found.fails) == (True, fails)
