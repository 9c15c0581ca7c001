"""SQLAlchemy and nothing else: tables, connections, named questions, migrations."""
