"""The order of steps around the domain. Calls ports, decides nothing about people or offers."""
