"""Documentation variants: other readings of the vendors' pages that a client may meet on the wire.

The ledger's decision is what the specs say and what the mock answers. Where an entry has a `variant`, the other
reading can be asked for. An answer is held against its spec first and rewritten after that, so no variant hides a
broken contract.
"""
