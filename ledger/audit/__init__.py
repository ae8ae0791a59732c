"""
The parts of an audit, each with one thing to compare: signatures read ahead, the past of the tree, what stands beside
the papers in a database, what others kept outside it, and the report. `ledger.verify` puts them in order.
"""
