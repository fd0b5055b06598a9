"""A ledger with witnesses, and a board with a policy: what the tests about witnesses share."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.ledger_cli.desk import Desk, Said

from ledger import witness as witnesses
from ledger_cli import witnessserver
from ledger_cli.settings import seconds

PASSPHRASE = b"correct horse"


class Board:
    """A desk whose ledger has witnesses, and the policy of a board."""

    def __init__(self, desk: Desk, *names: str) -> None:
        self.desk = desk
        self.log = str(desk("log", "show", "--json").json["log"])
        self.lines: dict[str, dict[str, str]] = {}
        for name in names:
            assert desk("witness", "init", name, "--name", f"{name}.example/witness").code == 0
            assert desk("witness", "trust", name, self.log).code == 0
            self.lines[name] = desk("witness", "show", name, "--json").json

    def policy(self, rest: str, urls: dict[str, str] | None = None, *, age: str = "") -> str:
        """Write the policy: its quorum, and where witnesses answer."""
        lines = [f"log {self.log}"]
        for name, keys in self.lines.items():
            lines.append(f"witness {name} {keys['seen']} {(urls or {}).get(name, '')}")
            lines.append(f"witness {name}-replayed {keys['replayed']}")
        return self.desk.write("board.policy", "\n".join([*lines, rest, age, ""]))

    def carry(self, name: str, policy: str) -> Said:
        """Carry a request to a witness and its answer back, by files."""
        out = self.desk("log", "witness", "--policy", policy, "--export", "req", "--to", name)
        assert out.code == 0, out.err
        there = self.desk("witness", "cosign", name, "req")
        assert there.code == 0, there.err
        return self.desk("log", "witness", "--policy", policy, "--import", "req.cosigned")

    def grow(self, code: str) -> None:
        assert self.desk.record("organisation", "register", code, code.title(), "--kind", "council").code == 0


@contextmanager
def serving(name: str, **more: float) -> Iterator[tuple[str, list[str]]]:
    """Serve a witness on this machine; give its address and what it tells its operator."""
    told: list[str] = []
    folder = Path(name).absolute()
    opened = witnesses.Witness(folder, witnesses.read_key(folder, PASSPHRASE), seconds)
    with witnessserver.Server(("127.0.0.1", 0), opened, told.append, **more) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}", told
        server.shutdown()
        thread.join()
