"""Many windows at the desk and many newcomers at once: does every word reach the one it was written for, and nobody else?"""
