"""How somebody may know a child or a family so that they must not see the file."""

KINDS = {
    "relative": "The child is my relative",
    "family": "I know the family",
    "household": "I live or have lived with somebody of the family",
    "other": "Another reason why I should not see this record",
}
"""Code and words of each way. Nobody has to say more."""
