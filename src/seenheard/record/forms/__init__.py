"""What is filled in about who may see a child: parsed, nothing saved."""
