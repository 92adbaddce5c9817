"""Keeps a real PostgreSQL server behind each RDS instance of the emulator, in whose process this runs."""
