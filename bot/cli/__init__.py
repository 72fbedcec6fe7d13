"""The `waypost` command. Each module is one command: it reads arguments and prints, and decides nothing."""
