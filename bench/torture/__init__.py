"""The kill harness: the whole house is killed in the middle of its work, again and again, and nothing may be lost.

python -m bench.torture [--kills 200] [--database sqlite,postgresql] [--seed N] [--short]
"""
