"""What each person says of a child's life: rounds, ratings, words, mismatches, talks, and what was told back."""
