"""The channels: how each of them is spoken."""
