"""What is missing. No words of a person, no key to a person."""
