"""The conversation: one file per thing a person can do. Facts in, words out."""
