"""The open standard (HSDS 3.0), measured: what is lost on the way, and whether answers are valid."""
