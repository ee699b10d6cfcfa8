"""What the gap log finds in a simulated district, and what an attacker finds in its numbers."""
