"""``python -m ledger_cli`` is ``remit``."""

from ledger_cli.main import main

main()
