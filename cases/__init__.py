"""What happens to a person's need. No channel, no words."""
