"""What a site of several nodes is made of: PostgreSQL, pgbouncer, two web nodes, two workers, nginx, and a server for mails."""

import http.client
import os
import re
import secrets
import shutil
import signal
import ssl
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from amif_network.core.embedded_postgres import Cluster, checkout_cluster

from .programs import HOST, ROOT, Program, folder_of_nobody, free_port, listens, unprivileged

DATABASE = "amif"
NODES = WORKERS = 2
POOLER = """
[databases]
{database} = host={host} port={database_port} dbname={database} user={database}
[pgbouncer]
listen_addr = {host}
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 8
max_client_conn = 200
server_login_retry = 1
"""
NGINX = """
daemon off;
pid {place}/nginx.pid;
error_log {place}/nginx-errors.log;
{user}
events {{ worker_connections 256; }}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path {place}/body; proxy_temp_path {place}/proxy;
    fastcgi_temp_path {place}/fastcgi; uwsgi_temp_path {place}/uwsgi; scgi_temp_path {place}/scgi;
    include {place}/site.conf;
}}
"""
PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"


class Mailbox:
    """A mail server that takes everything and keeps which mails it took, in their order."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.controller = Controller(self, hostname=HOST, port=free_port())

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 (the name that aiosmtpd asks for)
        """Take a mail."""
        found = re.search(rb"^Message-ID:\s*(\S+)", envelope.original_content, re.IGNORECASE | re.MULTILINE)
        self.taken.append(found[1].decode() if found else "")
        return "250 OK"


class Site:
    """All programs of the site; `ending` stops them, whatever happens."""

    def __init__(self, ending: ExitStack) -> None:
        self.place = folder_of_nobody()
        ending.callback(shutil.rmtree, self.place)
        self.database_port, self.pooler_port, self.port = free_port(), free_port(), free_port()
        self.mailbox, self.secret = Mailbox(), secrets.token_urlsafe(50)
        self.mailbox.controller.start()
        ending.callback(self.mailbox.controller.stop)
        self.database = self._database()
        self.pooler = self._pooler()
        self.node_ports = [free_port() for _number in range(NODES)]
        self.nodes = [self._node(number) for number in range(NODES)]
        self.workers = [
            Program(f"worker-{number}", [*self._python("manage.py"), "db_worker", "--no-reload"], self.place, self.for_portal)
            for number in range(WORKERS)
        ]
        self.front = self._front()
        for program in self.programs:
            ending.callback(program.kill)
        self.database.start()

    @property
    def programs(self) -> list[Program]:
        """All of them, in the order in which they are started."""
        return [self.database, self.pooler, *self.nodes, *self.workers, self.front]

    @property
    def for_us(self) -> dict[str, str]:
        """The environment in which this program speaks with the database itself."""
        url = f"postgresql://{DATABASE}@{HOST}:{self.database_port}/{DATABASE}"
        return {"DATABASE_URL": url, "SECRET_KEY": self.secret, "INSECURE_HTTP": "true", "MEDIA_ROOT": str(self.place / "media")}

    @property
    def for_portal(self) -> dict[str, str]:
        """The environment of nodes and workers: that of a server, behind the pooler."""
        return {
            "PATH": PATH, "LANG": "C.UTF-8", "PYTHONUNBUFFERED": "1",
            "DATABASE_URL": f"postgresql://{DATABASE}@{HOST}:{self.pooler_port}/{DATABASE}", "DATABASE_POOLER": "true",
            "SECRET_KEY": self.secret, "ALLOWED_HOSTS": "localhost", "CSRF_TRUSTED_ORIGINS": f"https://localhost:{self.port}",
            "MFA_REQUIRED_ROLES": "", "MEDIA_ROOT": str(self.place / "media"), "WEB_CONCURRENCY": "2", "LOG_FORMAT": "json",
            "LOG_REQUESTS": "true",
            "EMAIL_HOST": HOST, "EMAIL_PORT": str(self.mailbox.controller.port), "EMAIL_TLS": "false",
            "DEFAULT_FROM_EMAIL": "portail@example.org",
        }  # fmt: skip

    def start(self) -> None:
        """Start all that do not run yet."""
        for program in self.programs:
            if program.process is None:
                program.start()

    def connection(self) -> http.client.HTTPSConnection:
        """Return a connection to the front, as a browser opens it."""
        context = ssl.create_default_context(cafile=str(self.place / "certificate.pem"))
        return http.client.HTTPSConnection("localhost", self.port, timeout=30, context=context)

    @property
    def headers(self) -> dict[str, str]:
        """What a browser says of where a form stood."""
        return {"Origin": f"https://localhost:{self.port}"}

    def run_due(self) -> int:
        """Do what time brings, as the timer of a node does each minute; return its exit status."""
        with (self.place / "due.log").open("ab") as log:
            done = subprocess.run(  # noqa: S603 (every word of the command is our own)
                [*self._python("manage.py"), "run_due"], cwd=ROOT, env=self.for_portal, stdout=log, stderr=log, check=False
            )
        return done.returncode

    def _python(self, program: str) -> list[str]:
        return [sys.executable, program]

    def _database(self) -> Program:
        """Make a server's data folder; the programs are those of the embedded PostgreSQL."""
        checkout = checkout_cluster(ROOT)
        # Whoever joins a cluster first unpacks the programs.
        first = Cluster(checkout.home, f"cluster-{os.getpid()}", throw_away=True)
        first.join()
        first.leave()
        data, binaries = self.place / "data", checkout.binary("postgres").parent

        def run(program: str, *arguments: str, says: str = "") -> None:
            command = [*unprivileged(), str(binaries / program), *arguments]
            subprocess.run(command, cwd=self.place, input=says, text=True, check=True, stdout=subprocess.DEVNULL)  # noqa: S603

        run("initdb", f"--pgdata={data}", f"--username={DATABASE}", "--auth=trust", "--no-sync", "-E", "UTF8")
        run("postgres", "--single", "-D", str(data), "postgres", says=f"CREATE DATABASE {DATABASE}\n")
        options = {"port": self.database_port, "unix_socket_directories": self.place, "max_connections": 60, "fsync": "off"}
        words = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        command = [*unprivileged(), str(binaries / "postgres"), "-D", str(data), *words]
        # At once and without a word to anybody, as a crash; killed harder its children would live on.
        return Program("postgresql", command, self.place, os.environ, lambda: "ready" in self._state(data), deadly=signal.SIGQUIT)

    @staticmethod
    def _state(data: Path) -> str:
        """Return what the server says of itself in its pid file."""
        try:
            return (data / "postmaster.pid").read_text()
        except FileNotFoundError:
            return ""

    def _pooler(self) -> Program:
        file = self.place / "pgbouncer.ini"
        file.write_text(POOLER.format(database=DATABASE, host=HOST, database_port=self.database_port, port=self.pooler_port))
        program = shutil.which("pgbouncer", path=PATH) or "pgbouncer"
        return Program(
            "pgbouncer", [*unprivileged(), program, str(file)], self.place, os.environ, lambda: listens(self.pooler_port)
        )

    def _node(self, number: int) -> Program:
        port = self.node_ports[number]
        command = [*self._python("-m"), "gunicorn", "--config", "deploy/gunicorn.conf.py", "--bind", f"{HOST}:{port}"]
        return Program(f"node-{number}", [*command, "amif_network.wsgi"], self.place, self.for_portal, lambda: listens(port))

    def _front(self) -> Program:
        """Write nginx's site from the one in deploy/, with the ports and places of this trial."""
        key, certificate = self.place / "key.pem", self.place / "certificate.pem"
        names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
        made = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", str(key), "-out", str(certificate)]
        openssl = shutil.which("openssl", path=PATH) or "openssl"
        subprocess.run([openssl, "req", *made, *names], check=True, capture_output=True)  # noqa: S603
        servers = " ".join(f"server {HOST}:{port} fail_timeout=2s;" for port in self.node_ports)
        told = {
            "server unix:/run/amif-network/web.sock fail_timeout=0;": servers,
            "listen 80;": f"listen {HOST}:{free_port()};",
            "listen [::]:80;": "",
            "listen 443 ssl http2;": f"listen {HOST}:{self.port} ssl http2;",
            "listen [::]:443 ssl http2;": "",
            "portal.example.org": "localhost",
            "/etc/ssl/certs/amif-portal.pem": str(certificate),
            "/etc/ssl/private/amif-portal.key": str(key),
            "/srv/amif-network": str(ROOT),
            "/etc/nginx/amif-proxy.conf": str(ROOT / "deploy/nginx/amif-proxy.conf"),
            "/var/log/nginx": str(self.place),
        }
        site = (ROOT / "deploy/nginx/amif-portal.conf").read_text()
        for theirs, ours in told.items():
            if theirs not in site:
                raise RuntimeError(f"deploy/nginx/amif-portal.conf has no “{theirs}” any more.")
            site = site.replace(theirs, ours)
        (self.place / "site.conf").write_text(site)
        user = "user root;" if os.geteuid() == 0 else ""
        (self.place / "nginx.conf").write_text(NGINX.format(place=self.place, user=user))
        program = shutil.which("nginx", path=PATH) or "nginx"
        command = [program, "-p", str(self.place), "-c", str(self.place / "nginx.conf")]
        return Program("nginx", command, self.place, os.environ, lambda: listens(self.port))
