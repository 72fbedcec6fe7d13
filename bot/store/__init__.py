"""Durable memory: SQLAlchemy tables, sealed fields, grouped commits, migrations."""
