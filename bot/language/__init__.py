"""Which language is this? Script first, then statistics over the languages served; honest when unsure."""
