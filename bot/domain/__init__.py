"""Pure decisions over plain values: no clock, database, network, locale or randomness in here."""
