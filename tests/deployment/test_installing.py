"""The steps of docs/operations.md that lead to a server are executed as they stand there, in a folder of their own.

What cannot be executed here has a stand-in that does nothing or the nearest to it, and is named below: a test has no right to
install packages, make accounts or start services, and may be without the internet.
"""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator

import pytest

from tests.deployment.postgres import PATIENCE, ROOT, Postgres, folder_of_nobody, free_port, listens, wait_until

# Programs of the steps that are not themselves here: in their place stands what follows.
STAND_INS = """
set -eu
apt-get() { echo "not executed: apt-get $*"; }
adduser() { echo "not executed: adduser $*"; }
systemctl() { echo "not executed: systemctl $*"; }
python3() { echo "not executed: python3 $*"; }
# Python and the packages of the portal are those of the checkout that is tested.
uv() { [ "$1" != venv ] || ln -sfn "@CHECKOUT@/.venv" .venv; }
curl() { command curl --resolve "$NAME:@HTTPS@:127.0.0.1" "$@"; }
nginx() { command "@NGINX@" -c "@PLACE@/nginx.conf" "$@"; }
"""
# There are no other accounts: the portal's commands keep that of whoever tests, PostgreSQL's have been done by the test.
RUNUSER = """#!/bin/sh
case "$2" in postgres) echo "not executed: $4" ;; *) shift 3; exec "$@" ;; esac
"""
NGINX = """
daemon off;
pid {place}/nginx.pid;
error_log {place}/nginx-error.log;
{user}
events {{ worker_connections 64; }}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path {place}/body; proxy_temp_path {place}/proxy;
    fastcgi_temp_path {place}/fastcgi; uwsgi_temp_path {place}/uwsgi; scgi_temp_path {place}/scgi;
    include {place}/etc/nginx/sites-enabled/*;
}}
"""
FOLDERS = ("/srv/amif-network", "/var/lib/amif-network", "/run/amif-network", "/etc/amif-network", "/etc/ssl/private",
           "/etc/ssl/certs", "/etc/nginx/amif-proxy.conf", "/etc/nginx/sites-", "/etc/systemd/system", "/var/log/nginx",
           "/opt/python")  # fmt: skip
NAME = "portal.example.org"


def steps() -> list[str]:
    text = (ROOT / "docs" / "operations.md").read_text()
    section = text[text.index("## A server") : text.index("## Watching")]
    return re.findall(r"^```sh\n(.*?)^```", section, re.DOTALL | re.MULTILINE)


class Machine:
    """A folder that stands for the root of a machine, and what runs in it."""

    def __init__(self, postgres: Postgres) -> None:
        self.postgres, self.place, self.http, self.https = postgres, folder_of_nobody(), free_port(), free_port()
        for folder in ("srv", "run/amif-network", "etc/ssl/private", "etc/ssl/certs", "etc/nginx/sites-available",
                       "etc/nginx/sites-enabled", "etc/systemd/system", "var/lib", "var/log/nginx", "var/www"):  # fmt: skip
            (self.place / folder).mkdir(parents=True)
        user = "user root;" if os.geteuid() == 0 else ""
        (self.place / "nginx.conf").write_text(NGINX.format(place=self.place, user=user))
        (self.place / "bin").mkdir()
        (self.place / "bin" / "runuser").write_text(RUNUSER)
        (self.place / "bin" / "runuser").chmod(0o755)
        self.running: list[subprocess.Popen[bytes]] = []

    def here(self, text: str) -> str:
        """Return a text of the documentation or of deploy/ with this folder in place of the root of a machine."""
        for folder in FOLDERS:
            text = text.replace(folder, f"{self.place}{folder}")
        text = text.replace("/opt/uv/bin/uv", "uv").replace("-o amif ", "").replace("-g amif ", "")
        text = re.sub(r"listen (\[::\]:)?80;", f"listen 127.0.0.1:{self.http};", text, count=1)
        text = re.sub(r"listen (\[::\]:)?443 ssl http2;", f"listen 127.0.0.1:{self.https} ssl http2;", text, count=1)
        text = re.sub(r"^ *listen \[::\].*\n", "", text, flags=re.MULTILINE).replace(":443:", f":{self.https}:")
        text = text.replace("https://$NAME/", f"https://$NAME:{self.https}/").replace("postgresql:///amif", self.postgres.url)
        # What a browser sends as Host names the port.
        return text.replace("https://git.example.org/amif-network.git", str(self.place / "origin"))

    def bring(self) -> None:
        """Put the code where `git clone` finds it: what is committed or about to be, with this folder in its files of deploy/."""
        origin = self.place / "origin"
        listed = subprocess.run(
            ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
        )
        for name in listed.stdout.splitlines():
            if (ROOT / name).is_file():
                (origin / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, origin / name)
        for file in (origin / "deploy").rglob("*"):
            if file.is_file():
                file.write_text(self.here(file.read_text()))
        git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "safe.directory=*"]
        for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "x"]):
            subprocess.run([*git, *words], cwd=origin, check=True)

    def run(self, script: str) -> str:
        said = {"CHECKOUT": ROOT, "HTTPS": self.https, "PLACE": self.place, "NGINX": nginx()}
        prelude = STAND_INS
        for word, value in said.items():
            prelude = prelude.replace(f"@{word}@", str(value))
        environment = {"PATH": f"{self.place}/bin:{os.environ['PATH']}:/usr/sbin", "HOME": str(self.place)}
        done = subprocess.run(
            ["bash", "-c", prelude + script], cwd=self.place, env=environment,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout
        return done.stdout

    def serve(self) -> None:
        """Do what systemd would: gunicorn at the socket that nginx asks, and nginx."""
        code = self.place / "srv/amif-network"
        settings = f"set -a; . {self.place}/etc/amif-network/portal.env; set +a; exec "
        bind = f"--bind unix:{self.place}/run/amif-network/web.sock"
        command = f"{settings}.venv/bin/gunicorn --config deploy/gunicorn.conf.py {bind} amif_network.wsgi"
        with (self.place / "log").open("ab") as log:
            bare = {"PATH": os.environ["PATH"], "WEB_CONCURRENCY": "1"}
            self.running.append(subprocess.Popen(["bash", "-c", command], cwd=code, env=bare, stdout=log, stderr=log))
            self.running.append(subprocess.Popen([nginx(), "-c", str(self.place / "nginx.conf")], stdout=log, stderr=log))
        wait_until(lambda: listens(self.https), (self.place / "log").read_text)
        until = time.monotonic() + PATIENCE
        while not (self.place / "run/amif-network/web.sock").exists() and time.monotonic() < until:
            time.sleep(0.1)

    def remove(self) -> None:
        for process in reversed(self.running):
            process.terminate()
            process.wait(PATIENCE)
        shutil.rmtree(self.place)


def nginx() -> str:
    found = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert found, "nginx is missing: scripts/setup.sh tests installs it"
    return found


@pytest.fixture(scope="module")
def machine() -> Iterator[Machine]:
    postgres = Postgres()
    found = Machine(postgres)
    try:
        found.bring()
        yield found
    finally:
        found.remove()
        postgres.remove()


@pytest.mark.long
def test_the_steps_lead_from_an_empty_machine_to_a_portal_that_answers(machine):
    *before, last = steps()
    prepared = machine.run(machine.here("\n".join(before)))
    assert "System check identified no issues" in prepared
    left_out = sorted(set(re.findall(r"not executed: ([\w-]+)", prepared)))
    assert left_out == ["adduser", "apt-get", "createdb", "createuser", "python3", "systemctl"]
    machine.serve()
    machine.run(machine.here("\n".join([before[0], last])))
    ask = f"NAME={NAME}; curl --silent --insecure --http2 --include"
    page = machine.run(f"{ask} https://{NAME}:{machine.https}/nl/accounts/login/")
    told = {line.partition(":")[0].lower(): line.partition(": ")[2].strip() for line in page.splitlines() if ":" in line[:40]}
    assert (page.splitlines()[0].split()[1], told["strict-transport-security"], len(told["x-request-id"])) == (
        "200", "max-age=31536000", 32,
    )  # fmt: skip
    style = re.search(r'href="(/static/[^"]+\.css)"', page)[1]
    kept = machine.run(f"{ask} --compressed --output /dev/null --dump-header - https://{NAME}:{machine.https}{style}")
    headers = re.findall(r"(?im)^(?:content-encoding|cache-control): (.*?)\r?$", kept)
    assert sorted(headers) == ["gzip", "public, max-age=31536000, immutable"]
    ready = machine.run(f"{ask} --output /dev/null --write-out '%{{http_code}}' https://{NAME}:{machine.https}/readyz")
    assert ready[-3:] == "200"
