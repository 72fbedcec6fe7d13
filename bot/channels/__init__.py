"""Ways in and out: each turns its provider's payloads into our events and our messages into its payloads."""
