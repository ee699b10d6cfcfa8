"""The matrix of roles: who gets what, at the desk and in the chat, tried by everybody."""
