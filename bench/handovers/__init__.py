"""A simulated quarter of handovers: is every promise kept or escalated, and is everything true that people are told?"""
