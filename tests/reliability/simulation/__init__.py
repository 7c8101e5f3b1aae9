"""CR10: an invented authority at work for many days, all of it told by one seed.

`authority` is what there is and what everybody remembers; `typed`, `imports`, `staffing` and `access` are what people
do; `faults` lets the database fail in the middle; `oracle` and `invariants` say what has to be true after each step
and each evening; `days` puts them in order. Everything goes through the application's own operations.
"""
