"""The one place that touches SQL: appends facts under one lock, and reads them back in pages.

``ledger.store.recorder`` shows the same log to the ``eventsourcing`` library.
"""

from __future__ import annotations

from ledger.sealed import Opening
from ledger.store.batch import Batch, Condition, Head, Pending, Receipt
from ledger.store.core import Store

__all__ = ["Batch", "Condition", "Head", "Opening", "Pending", "Receipt", "Store"]
