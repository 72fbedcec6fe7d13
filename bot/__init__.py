"""Waypost: a signpost for people who are offered work abroad, and for those who cannot leave it."""
