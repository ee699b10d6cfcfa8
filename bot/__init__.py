"""The front door: what runs and in which order. No wording, no rules."""
