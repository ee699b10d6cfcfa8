"""The Open Referral standard (HSDS 3.0): what an offer is in it, and what it was before."""
