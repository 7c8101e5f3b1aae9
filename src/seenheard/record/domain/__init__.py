"""What the record means, without a database: facts, happenings, findings and need-to-know."""
