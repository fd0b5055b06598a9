"""A token of SoftHSM, which keeps keys in files: for the tests that speak with a real PKCS#11 module."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

PIN = "246810"

_PLACES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
)
_ED25519 = "1.3.101.112"
"""The object identifier of RFC 8410."""


@contextmanager
def token(folder: Path, *keys: str) -> Iterator[str]:
    """Lend a token with these keys on it: the URI of one of them, with its name to be put in for ``KEY``."""
    binding = pytest.importorskip(
        "pkcs11", reason="expected the extra pkcs11, got an installation without it"
    )
    module = next((place for place in _PLACES if Path(place).exists()), None)
    tool = shutil.which("softhsm2-util")
    if module is None or tool is None:
        pytest.skip("expected SoftHSM 2 with softhsm2-util, got a machine without it")
    (folder / "tokens").mkdir()
    place = folder / "softhsm2.conf"
    place.write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(place))
        words = ["--init-token", "--free", "--label", "icp", "--pin", PIN, "--so-pin", "97531864"]
        subprocess.run([tool, *words], check=True, capture_output=True)
        try:
            _make(binding, module, keys)
            yield f"pkcs11:token=icp;object=KEY?module-path={module}"
        finally:
            binding.unload(module)


def _make(binding: Any, module: str, keys: tuple[str, ...]) -> None:  # noqa: ANN401 - an extra has no types here
    curve = {binding.Attribute.EC_PARAMS: binding.util.ec.encode_named_curve_parameters(_ED25519)}
    with binding.lib(module).get_token(token_label="icp").open(rw=True, user_pin=PIN) as session:
        made = session.create_domain_parameters(binding.KeyType.EC_EDWARDS, curve, local=True)
        for number, key in enumerate(keys, 1):
            made.generate_keypair(store=True, label=key, id=bytes([number]))
