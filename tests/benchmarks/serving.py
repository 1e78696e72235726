"""What nginx makes of the site with 1,000 readers at once, each of whom asks for file after file, all of them in turn.

Stock Material's site is served by the same configuration. wrk asks from the same machine, and takes its share of it.
"""

import json
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from nginx import nginx

from .stock import ROOT, lay_stock
from .table import Row

READERS, SECONDS = 1_000, 10
WORKER_CONNECTIONS = 4096  # Debian's 768 are enough for two cores, and for one they are not
# Asks for what is listed in a file, and at the end tells all that went wrong, and times in milliseconds.
SCRIPT = """
local names, index = {}, 0
for name in io.lines(os.getenv("NAMES")) do names[#names + 1] = name end
request = function()
  index = index %% #names + 1
  return wrk.format("GET", names[index], { ["Host"] = "example.org", ["Accept-Encoding"] = "gzip" })
end
done = function(summary, latency)
  local errors, total = summary.errors, 0
  for _, kind in ipairs({ "connect", "read", "write", "status", "timeout" }) do total = total + errors[kind] end
  local told = '{"requests": %%d, "seconds": %%f, "errors": %%d, "half": %%f, "most": %%f}'
  print(told:format(summary.requests, summary.duration / 1e6, total, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
""".replace("%%", "%")


@dataclass(frozen=True)
class Load:
    """What came of it: `half` and `most` are the milliseconds after which half of the answers, and 99 of 100, were there."""

    requests: int
    seconds: float
    errors: int
    half: float
    most: float


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours, stock = (_under_load(_built(config, folder / site), folder / f"{site}-nginx") for site, config in _configs(folder))
    at = f"nginx, {READERS:,} readers at once"
    yield Row(f"{at}: errors in {ours.requests:,} requests", f"{ours.errors}", f"{stock.errors}", "at most 0")
    yield Row(f"{at}: requests in a second", f"{ours.requests / ours.seconds:,.0f}", f"{stock.requests / stock.seconds:,.0f}")
    yield Row(f"{at}: half of the answers within", f"{ours.half:,.0f} ms", f"{stock.half:,.0f} ms")
    yield Row(f"{at}: 99 of 100 answers within", f"{ours.most:,.0f} ms", f"{stock.most:,.0f} ms")


def _configs(folder: Path) -> Iterator[tuple[str, Path]]:
    yield "ours", ROOT / "mkdocs.yml"
    (folder / "theirs").mkdir()
    yield "stock", lay_stock(folder / "theirs")


def _built(config: Path, site: Path) -> Path:
    build(load_config(str(config), site_dir=str(site)))
    return site


def _under_load(site: Path, folder: Path) -> Load:
    """Serve a site, and have it asked for until the time is up."""
    folder.mkdir()
    names = [f"/{path.relative_to(site).as_posix().removesuffix('index.html')}" for path in sorted(site.rglob("*")) if path.is_file()]
    (folder / "names").write_text("\n".join(name for name in names if name not in ("/404.html", "/_headers")), encoding="utf-8")
    (folder / "script.lua").write_text(SCRIPT, encoding="utf-8")
    wrk = shutil.which("wrk")
    assert wrk, "there is no wrk; make benchmark installs it"
    listen = f"127.0.0.1:{_free_port()}"
    command = [wrk, "--threads=2", f"--connections={READERS}", f"--duration={SECONDS}s", "--timeout=60s", "--latency"]
    with nginx(folder, site, listen, connections=WORKER_CONNECTIONS):
        done = subprocess.run(
            [*command, "--script", folder / "script.lua", f"http://{listen}"], env={"NAMES": str(folder / "names")}, capture_output=True, text=True, check=True
        )
    return Load(**json.loads(done.stdout.splitlines()[-1]))


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
