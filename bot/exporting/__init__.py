"""Reported adverts in the formats that others read: CSV, STIX 2.1, MISP. Nothing in them is about who reported."""
