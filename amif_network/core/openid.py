"""Other places where people may sign in (OpenID Connect), as the environment names them; none by default."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

# Stands in addresses and names of variables.
IDENTIFIER = re.compile(r"[a-z][a-z0-9]{0,30}")


@dataclass(frozen=True, slots=True)
class Providers:
    """What django-allauth needs to know of each provider, and the origins to which a form may lead."""

    apps: list[dict[str, Any]]
    origins: list[str]


def origin_of(address: str) -> str:
    """Return the origin of an address: scheme, host and port."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def read_providers(names: list[str], read: Callable[..., str], *, plain_http: bool) -> Providers:
    """Read the providers called `names` from the environment with `read(variable, default=…)`.

    Raises ImproperlyConfigured where something lacks, or a server does not speak HTTPS and `plain_http` is not allowed.
    """
    apps, origins = [], set()
    for name in names:
        if not IDENTIFIER.fullmatch(name):
            raise ImproperlyConfigured(f"OIDC_PROVIDERS: {name!r} is no short name in small letters and figures.")
        app = _read(name, read)
        server = app["settings"]["server_url"]
        if not server.startswith("https://") and not plain_http:
            raise ImproperlyConfigured(f"OIDC_{name.upper()}_SERVER does not begin with https://.")
        apps.append(app)
        origins |= {origin_of(address) for address in (server, *read(f"OIDC_{name.upper()}_ORIGINS", default="").split())}
    return Providers(apps, sorted(origins))


def _read(name: str, read: Callable[..., str]) -> dict[str, Any]:
    """Read one provider. It is asked for the subject alone: no profile, no address, unless its scope demands more."""
    said = {part: read(f"OIDC_{name.upper()}_{part}", default="") for part in ("NAME", "SERVER", "CLIENT_ID", "SECRET")}
    missing = [f"OIDC_{name.upper()}_{part}" for part, value in said.items() if not value]
    if missing:
        raise ImproperlyConfigured(f"OIDC_PROVIDERS names {name!r}, but {', '.join(missing)} is not set.")
    return {
        "provider_id": name,
        "name": said["NAME"],
        "client_id": said["CLIENT_ID"],
        "secret": said["SECRET"],
        "settings": {
            "server_url": said["SERVER"].rstrip("/"),
            "scope": read(f"OIDC_{name.upper()}_SCOPE", default="openid").split(),
            "fetch_userinfo": False,
            "oauth_pkce_enabled": True,
        },
    }
