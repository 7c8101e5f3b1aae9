"""What can be done with an import, in the order in which it is done.

receive > read > (answer) > propose > a person agrees > apply; undo; abandon. `carry_on` does whatever comes next and
is the one job; `import_now` does all of it for the command line.
"""

from .applying import agree, apply
from .asking import abandon, answer
from .comparing import compare_returns
from .going_on import after_a_crash, carry_on, import_now
from .keeping import NotKept
from .mending import open_one_child
from .proposing import propose
from .reading import ask_to_read, read
from .receiving import files_of, receive
from .steps import NotNow, ProposedAnew
from .undoing import ask_to_undo, undo

__all__ = [
    "NotKept",
    "NotNow",
    "ProposedAnew",
    "abandon",
    "after_a_crash",
    "agree",
    "answer",
    "apply",
    "ask_to_read",
    "ask_to_undo",
    "carry_on",
    "compare_returns",
    "files_of",
    "import_now",
    "open_one_child",
    "propose",
    "read",
    "receive",
    "undo",
]
