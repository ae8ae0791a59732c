"""
The ledger as events of GS1 EPCIS 2.0 (JSON-LD): a view for other systems, never evidence.

EPCIS knows no signatures, witnesses, verdicts or expected seals; they stand in members of our own namespace. No name of
a person is in it: who signed is told by key, part and unit.
"""
