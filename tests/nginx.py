"""A real nginx that serves a site as hosting/nginx.conf says: how tests and benchmarks start it."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sites import ROOT

TYPES = Path("/etc/nginx/mime.types")
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") if TYPES.exists() else None
CONF = ROOT / "hosting" / "nginx.conf"
LISTENS, SERVES, MISSING = ("    listen 80;\n    listen [::]:80;\n", "root /srv/film;", "/404.html")
# Debian's own, in a folder that belongs to whoever runs it.
MAIN = """
{user}worker_processes auto;
pid {folder}/pid;
events {{
    worker_connections {connections};
}}
http {{
    sendfile on;
    tcp_nopush on;
    include mime.types;
    default_type application/octet-stream;
    access_log off;
    {temporary}
    include site.conf;
}}
"""
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@contextmanager
def nginx(folder: Path, root: Path, listen: str, *, path: str = "/", connections: int = 768) -> Iterator[None]:
    """Serve `root` at `listen`, an address and port or unix:SOCKET; the site stands there at `path`. `folder` is nginx's own.

    `connections` are those that each of its workers takes; the default is Debian's.
    """
    assert NGINX, "there is no nginx; make test installs it"
    shutil.copy(TYPES, folder)
    (folder / "site.conf").write_text(_site(root, listen, path), encoding="utf-8")
    temporary = "\n    ".join(f"{name}_temp_path {folder}/{name};" for name in TEMPORARY)
    user = "" if os.getuid() else "user root;\n"  # whose folder it is
    (folder / "nginx.conf").write_text(MAIN.format(user=user, folder=folder, connections=connections, temporary=temporary), encoding="utf-8")
    command = [NGINX, "-c", folder / "nginx.conf", "-p", folder, "-e", folder / "error.log"]
    subprocess.run(command, check=True)  # it answers when this is back
    try:
        yield
    finally:
        subprocess.run([*command, "-s", "stop"], check=True)


def _site(root: Path, listen: str, path: str) -> str:
    text = CONF.read_text(encoding="utf-8")
    for old, new in ((LISTENS, f"    listen {listen};\n"), (SERVES, f"root {root};"), (MISSING, f"{path}404.html")):
        assert old in text
        text = text.replace(old, new)
    return text
