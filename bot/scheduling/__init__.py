"""Calls at a time what app handed it; holds no rules of its own."""
