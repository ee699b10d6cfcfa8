"""Canary words in many dialogues through the whole house: where are they found, and is anything left of them after erasure?"""
