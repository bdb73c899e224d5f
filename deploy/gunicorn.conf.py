"""How gunicorn serves the portal: read by amif-web.service and by the container."""

import os

# The code is loaded once, before the workers are forked: what is wrong with the environment ends the start, with exit status 2.
preload_app = True
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = 4
# Seconds that a request may keep a worker silent: a long PDF takes its time.
timeout = 120
graceful_timeout = 60
# Memory that a long life gathers is given back; not by all workers at the same moment.
max_requests = 5000
max_requests_jitter = 500
# The heartbeat of the workers must not wait for a disk.
worker_tmp_dir = "/dev/shm"  # noqa: S108
control_socket_disable = True
