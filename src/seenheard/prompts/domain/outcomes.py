"""What a person can say came of a prompt. Words from this list alone: nothing about a child is written here.

That it cannot be done by its day is said with a reason, of the duty and not of the prompt (`duties.explain_delay`);
the prompt then says so too.
"""

DONE, ARRANGED, MINE, CANNOT = "done", "arranged", "mine", "cannot"
OUTCOMES = {
    MINE: "I have this",
    ARRANGED: "It is arranged",
    DONE: "Done: it still has to be recorded",
}
SAID = {
    MINE: "has this",
    ARRANGED: "has arranged it",
    DONE: "has done it; it is not recorded yet",
    CANNOT: "says that it cannot be done by that day",
}
