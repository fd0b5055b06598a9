"""The core and the log of Remit: facts, rules, proofs, and the store that keeps them."""
